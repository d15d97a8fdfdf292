-- expect: limit any
function hook(input, call)
    while true do
        pcall(function()
            local t = {}
            for i = 1, math.maxinteger do t[i] = {i} end
        end)
    end
end
