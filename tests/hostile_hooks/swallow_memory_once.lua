-- expect: limit any
function hook(input, call)
    local ok = pcall(function()
        local t = {}
        for i = 1, math.maxinteger do t[i] = {i} end
    end)
    return "done", {ok = ok}
end
