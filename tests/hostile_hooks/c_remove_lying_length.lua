-- expect: returned done {}
function hook(input, call)
    local t = setmetatable({}, {__len = function() return 1 << 40 end})
    table.remove(t)
    return "done"
end
