-- expect: raised is no conversion
function hook(input, call)
    return string.format("%99999999d", 1)
end
