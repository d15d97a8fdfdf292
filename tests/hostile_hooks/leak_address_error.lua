-- expect: returned done {"text":"attempt to call a table value (local 't')"}
function hook(input, call)
    local t = {}
    local ok, text = pcall(function() local u = t; t() end)
    return "done", {text = (text:gsub("^.-: ", ""):gsub("upvalue", "local"))}
end
