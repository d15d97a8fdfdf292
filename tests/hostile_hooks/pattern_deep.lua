-- expect: raised more than 1024 bytes
function hook(input, call)
    return string.find("x", string.rep("(x)?", 100000))
end
