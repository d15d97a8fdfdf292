-- expect: raised outputs.t[2]: the list has a gap
function hook(input, call)
    return "done", {t = {[1] = 1, [1.5] = 2, [3] = 3}}
end
