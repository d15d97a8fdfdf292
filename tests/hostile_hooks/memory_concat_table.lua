-- expect: limit any
function hook(input, call)
    local t = {}
    local s = string.rep("x", 1 << 20)
    for i = 1, 64 do t[i] = s end
    return table.concat(t)
end
