-- expect: raised a table is expected beside the outcome
function hook(input, call)
    return "done", "text"
end
