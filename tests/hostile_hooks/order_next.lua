-- expect: returned done {"keys":"1 2 3 x y"}
function hook(input, call)
    local t = {y = 1, x = 1, 1, 2, 3}
    local keys = {}
    for k in next, t do keys[#keys + 1] = tostring(k) end
    return "done", {keys = table.concat(keys, " ")}
end
