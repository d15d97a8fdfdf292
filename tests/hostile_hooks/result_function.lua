-- expect: raised outputs.f: a function cannot cross
function hook(input, call)
    return "done", {f = hook}
end
