-- expect: raised C stack overflow
function hook(input, call)
    local m = {}
    m.__tostring = function(t) return tostring(setmetatable({}, m)) end
    return tostring(setmetatable({}, m))
end
