-- expect: returned done {"seen":"nil"}
function hook(input, call)
    return "done", {seen = tostring(getmetatable(""))}
end
