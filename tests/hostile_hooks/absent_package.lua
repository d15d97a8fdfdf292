-- expect: raised "package" does not exist in a hook
function hook(input, call)
    return package.loadlib("x", "y")
end
