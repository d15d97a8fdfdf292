-- expect: limit any
function hook(input, call)
    local t = {}
    for i = 1, 200000 do t[i] = "" end
    return "done", {t = t}
end
