-- expect: raised C stack overflow
function hook(input, call)
    local function deep() local ok, e = pcall(deep); error(e, 0) end
    return deep()
end
