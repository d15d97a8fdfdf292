-- expect: limit work
function hook(input, call)
    local s = string.rep("x", 8 << 20)
    while true do s:upper() end
end
