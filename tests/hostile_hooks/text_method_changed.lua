-- expect: returned done {"text":"X"}
function hook(input, call)
    string.upper = function() return "changed" end
    return "done", {text = ("x"):upper()}
end
