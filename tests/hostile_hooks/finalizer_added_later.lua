-- expect: returned done {"ran":false}
function hook(input, call)
    local ran = false
    local m = {}
    local t = setmetatable({}, m)
    m.__gc = function() ran = true end
    t = nil
    for i = 1, 10000 do local x = {i, {}} end
    return "done", {ran = ran}
end
