-- expect: limit result depth
function hook(input, call)
    local t = {x = "end"}
    for i = 1, 40 do t = {x = t} end
    return "done", t
end
