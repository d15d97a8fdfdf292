-- expect: limit work
function hook(input, call)
    return string.find(string.rep("a", 40), string.rep("a?", 40) .. string.rep("a", 40) .. "b")
end
