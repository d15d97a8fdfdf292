-- expect: limit work
function hook(input, call)
    return table.move({}, 1, math.maxinteger - 1, 2, {})
end
