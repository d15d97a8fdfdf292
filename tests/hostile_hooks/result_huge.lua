-- expect: limit result bytes
function hook(input, call)
    return "done", {t = string.rep("x", 300 * 1024)}
end
