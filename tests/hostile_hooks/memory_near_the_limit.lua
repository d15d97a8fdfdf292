-- expect: limit work
function hook(input, call)
    local keep = {}
    for i = 1, 20 do keep[i] = string.rep("x", 1 << 20) .. i end
    while true do local t = string.rep("y", 3 << 20) end
end
