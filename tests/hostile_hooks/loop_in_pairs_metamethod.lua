-- expect: limit work
function hook(input, call)
    for k in pairs(setmetatable({}, {__pairs = function() while true do end end})) do end
end
