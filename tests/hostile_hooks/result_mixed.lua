-- expect: raised outputs.t: a table is either a list
function hook(input, call)
    return "done", {t = {1, 2, x = 3}}
end
