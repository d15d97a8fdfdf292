-- expect: returned done {"text":"table function"}
function hook(input, call)
    return "done", {text = tostring({}) .. " " .. tostring(print_nothing or hook)}
end
