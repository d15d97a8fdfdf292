-- expect: raised repeats more than 200 times
function hook(input, call)
    return string.find(string.rep("a", 500), string.rep("a?", 500))
end
