-- expect: raised "print" does not exist in a hook
function hook(input, call)
    return print(1)
end
