-- expect: raised returned number where an outcome belongs
function hook(input, call)
    return 1
end
