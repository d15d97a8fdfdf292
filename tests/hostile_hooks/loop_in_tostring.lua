-- expect: limit work
function hook(input, call)
    return tostring(setmetatable({}, {__tostring = function() while true do end end}))
end
