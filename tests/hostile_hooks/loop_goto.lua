-- expect: limit work
function hook(input, call)
    ::again::
    goto again
end
