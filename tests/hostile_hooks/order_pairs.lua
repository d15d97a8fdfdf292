-- expect: returned done {"keys":"-3 1 2 10 A a alpha b beta false true"}
function hook(input, call)
    local t = {beta = 1, alpha = 1, b = 1, a = 1, A = 1, [10] = 1, [2] = 1, [1] = 1, [-3] = 1,
        [true] = 1, [false] = 1}
    local keys = {}
    for k in pairs(t) do keys[#keys + 1] = tostring(k) end
    return "done", {keys = table.concat(keys, " ")}
end
