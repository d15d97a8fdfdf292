-- expect: limit work
function hook(input, call)
    return string.find(string.rep("a", 1 << 20), ".-b")
end
