-- expect: raised a table was raised
function hook(input, call)
    error({})
end
