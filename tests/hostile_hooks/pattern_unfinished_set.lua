-- expect: raised missing ']'
function hook(input, call)
    return string.find("x", "[" .. string.rep("a", 500))
end
