-- expect: raised attempt to call a nil value (field 'random')
function hook(input, call)
    return math.random()
end
