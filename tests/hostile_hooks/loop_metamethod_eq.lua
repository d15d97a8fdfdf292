-- expect: limit work
function hook(input, call)
    local m = {__eq = function() while true do end end}
    return setmetatable({}, m) == setmetatable({}, m)
end
