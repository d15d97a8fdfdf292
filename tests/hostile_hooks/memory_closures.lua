-- expect: limit any
function hook(input, call)
    local t = {}
    local n = 0
    while true do
        n = n + 1
        local a, b, c, d = n, n, n, n
        t[n] = function() return a, b, c, d, t end
    end
end
