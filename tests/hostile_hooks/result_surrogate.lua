-- expect: raised outputs.t: the text is not UTF-8
function hook(input, call)
    return "done", {t = "\xed\xa0\x80"}
end
