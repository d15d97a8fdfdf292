-- expect: raised outputs.t: the text is not UTF-8
function hook(input, call)
    return "done", {t = "\xff"}
end
