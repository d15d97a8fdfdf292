-- expect: returned done {"text":""}
function hook(input, call)
    local t = setmetatable({}, {__len = function() return 1 << 40 end,
        __index = function() return "x" end})
    return "done", {text = table.concat(t)}
end
