-- expect: limit work
function hook(input, call)
    return string.find(string.rep("a", 5000), "(.*)%1b")
end
