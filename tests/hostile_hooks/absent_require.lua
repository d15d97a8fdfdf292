-- expect: raised "require" does not exist in a hook
function hook(input, call)
    return require("x")
end
