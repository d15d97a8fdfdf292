-- expect: limit memory
function hook(input, call)
    return string.rep("x", 1 << 40)
end
