-- expect: raised "dofile" does not exist in a hook
function hook(input, call)
    return dofile("/etc/passwd")
end
