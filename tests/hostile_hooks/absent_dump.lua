-- expect: raised attempt to call a nil value (field 'dump')
function hook(input, call)
    return string.dump(hook)
end
