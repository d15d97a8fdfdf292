-- expect: limit work
function hook(input, call)
    for i = 1, math.maxinteger do end
end
