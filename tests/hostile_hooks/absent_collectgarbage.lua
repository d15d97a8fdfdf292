-- expect: raised "collectgarbage" does not exist in a hook
function hook(input, call)
    return collectgarbage()
end
