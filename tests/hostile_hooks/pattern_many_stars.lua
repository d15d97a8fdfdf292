-- expect: limit work
function hook(input, call)
    return string.match(string.rep("a", 1000), string.rep(".*", 20) .. "b")
end
