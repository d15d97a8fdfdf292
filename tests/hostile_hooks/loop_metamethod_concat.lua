-- expect: limit work
function hook(input, call)
    local t = setmetatable({}, {__concat = function() while true do end end})
    return t .. t
end
