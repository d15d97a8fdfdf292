-- expect: returned done {"left":100}
function hook(input, call)
    local m = {}
    local weak = setmetatable({}, m)
    m.__mode = "v"
    for i = 1, 100 do weak[i] = {} end
    for i = 1, 200000 do local x = {i} end
    local left = 0
    for i = 1, 100 do if weak[i] then left = left + 1 end end
    return "done", {left = left}
end
