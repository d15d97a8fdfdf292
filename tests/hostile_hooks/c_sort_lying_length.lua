-- expect: returned done {}
function hook(input, call)
    local t = setmetatable({}, {__len = function() return 1 << 40 end,
        __index = function() return 1 end})
    table.sort(t)
    return "done"
end
