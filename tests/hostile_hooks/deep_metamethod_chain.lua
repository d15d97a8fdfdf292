-- expect: raised C stack overflow
function hook(input, call)
    local m = {}
    m.__index = function(t, k) return setmetatable({}, m)[k] end
    return setmetatable({}, m).x
end
