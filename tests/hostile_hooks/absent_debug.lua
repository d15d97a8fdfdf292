-- expect: raised "debug" does not exist in a hook
function hook(input, call)
    return debug.getregistry()
end
