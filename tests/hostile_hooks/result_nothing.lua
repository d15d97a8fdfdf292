-- expect: raised returned nothing where an outcome belongs
function hook(input, call)
    return
end
