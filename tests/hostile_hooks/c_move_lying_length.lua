-- expect: limit work
function hook(input, call)
    local t = setmetatable({}, {__len = function() return math.maxinteger - 1 end})
    return table.move(t, 1, #t, 1, {})
end
