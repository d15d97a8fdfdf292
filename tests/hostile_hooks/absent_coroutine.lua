-- expect: raised "coroutine" does not exist in a hook
function hook(input, call)
    return coroutine.create(function() end)
end
