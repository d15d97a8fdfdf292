-- expect: raised outputs: every field needs a name
function hook(input, call)
    return "done", {1, 2, 3}
end
