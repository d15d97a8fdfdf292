-- expect: returned done {"text":"table"}
function hook(input, call)
    return "done", {text = string.format("%s", {})}
end
