-- expect: raised "load" does not exist in a hook
function hook(input, call)
    return load("return 1")
end
