-- expect: raised "io" does not exist in a hook
function hook(input, call)
    return io.open("/etc/passwd")
end
