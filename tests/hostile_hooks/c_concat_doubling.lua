-- expect: limit any
function hook(input, call)
    local s = "x"
    while true do s = s .. s end
end
