-- expect: raised "os" does not exist in a hook
function hook(input, call)
    return os.time()
end
