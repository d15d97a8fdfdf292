-- expect: raised the text is not UTF-8
function hook(input, call)
    return "done", {["\xff"] = 1}
end
