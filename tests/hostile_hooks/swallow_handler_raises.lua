-- expect: raised hostile_hooks/swallow_handler_raises.lua:
function hook(input, call)
    return xpcall(error, function() error("again") end)
end
