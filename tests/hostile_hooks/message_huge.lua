-- expect: raised ...
function hook(input, call)
    error(string.rep("x", 1 << 20))
end
