-- expect: raised outputs.t: a table is either a list
function hook(input, call)
    return "done", {t = {[true] = 1}}
end
