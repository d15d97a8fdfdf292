-- expect: raised too many captures
function hook(input, call)
    return string.find("x", string.rep("()", 100))
end
