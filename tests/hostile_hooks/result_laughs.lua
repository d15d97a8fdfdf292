-- expect: limit result bytes
function hook(input, call)
    local t = {"ha"}
    for i = 1, 25 do t = {t, t, t, t} end
    return "done", {t = t}
end
