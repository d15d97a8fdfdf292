-- expect: returned done {"real":1}
function hook(input, call)
    return "done", setmetatable({real = 1}, {__index = function() return "x" end,
        __len = function() return 5 end, __pairs = function() while true do end end})
end
