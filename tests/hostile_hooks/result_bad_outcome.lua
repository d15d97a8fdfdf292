-- expect: raised returned a text that is no name
function hook(input, call)
    return "Not a name!"
end
