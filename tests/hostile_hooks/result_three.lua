-- expect: raised returned 3 values
function hook(input, call)
    return "done", {}, {}
end
