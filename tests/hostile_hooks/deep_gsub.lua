-- expect: raised C stack overflow
function hook(input, call)
    local function deep(s) return (s:gsub(".", deep)) end
    return deep("x")
end
