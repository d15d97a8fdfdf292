-- expect: limit work
function hook(input, call)
    for i = 1, 1e9 do local s = string.rep("x", 1 << 20) end
end
