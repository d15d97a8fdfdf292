-- expect: raised __gc is not available
function hook(input, call)
    setmetatable({}, {__gc = function() while true do end end})
    return "done"
end
