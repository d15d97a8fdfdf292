-- expect: raised __metatable is not available
function hook(input, call)
    return setmetatable({}, {__metatable = false})
end
