-- expect: limit work
function hook(input, call)
    local s = "0x" .. string.rep("f", 16 << 20)
    while true do tonumber(s) end
end
