-- expect: limit memory
function hook(input, call)
    return string.rep(string.rep("x", 1024), math.maxinteger)
end
