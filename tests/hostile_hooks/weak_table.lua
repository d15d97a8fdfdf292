-- expect: raised __mode is not available
function hook(input, call)
    return setmetatable({}, {__mode = "k"})
end
