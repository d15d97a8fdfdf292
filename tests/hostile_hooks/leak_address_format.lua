-- expect: raised %p is not available
function hook(input, call)
    return string.format("%p", {})
end
