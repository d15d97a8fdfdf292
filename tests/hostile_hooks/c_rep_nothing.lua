-- expect: raised returned a text that is no name
function hook(input, call)
    return string.rep("", 1 << 62)
end
