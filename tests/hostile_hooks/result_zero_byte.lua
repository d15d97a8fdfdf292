-- expect: raised outputs.t: the text has a zero byte
function hook(input, call)
    return "done", {t = "a\0b"}
end
