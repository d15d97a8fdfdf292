-- expect: raised outputs.n: a binary number cannot cross
function hook(input, call)
    return "done", {n = 6 / 2}
end
