-- expect: returned done {"count":1}
function hook(input, call)
    local t = setmetatable({}, {__len = function() return 1 << 40 end})
    table.insert(t, 1, "x")
    return "done", {count = rawlen(t)}
end
