-- expect: limit result bytes
function hook(input, call)
    return "done", {t = string.rep("\1", 60 * 1024)}
end
