-- expect: limit work
function hook(input, call)
    for x in string.gmatch(string.rep("a", 8 << 20), "") do end
end
