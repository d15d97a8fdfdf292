-- expect: raised __close is not available
function hook(input, call)
    return setmetatable({}, {__close = function() end})
end
