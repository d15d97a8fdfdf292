-- expect: limit work
function hook(input, call)
    local s = string.rep("%99d", 100000)
    local t = {}
    for i = 1, 200 do t[i] = i end
    while true do pcall(string.format, s, table.unpack(t)) end
end
