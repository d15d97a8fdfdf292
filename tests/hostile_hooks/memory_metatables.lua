-- expect: limit any
function hook(input, call)
    local t = {}
    local n = 0
    while true do n = n + 1; t[n] = setmetatable({}, {__index = t}) end
end
