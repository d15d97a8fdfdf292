-- expect: raised a nil was raised
function hook(input, call)
    error()
end
