-- expect: limit memory
function hook(input, call)
    return string.rep("", 1 << 30, string.rep("x", 1000))
end
