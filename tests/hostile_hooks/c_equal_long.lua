-- expect: limit work
function hook(input, call)
    local a = string.rep("x", 8 << 20) .. "a"
    local b = string.rep("x", 8 << 20) .. "a"
    while a == b do end
end
