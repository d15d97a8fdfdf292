-- expect: limit work
function hook(input, call)
    local t = {}
    for i = 1, 100000 do t[i] = i end
    local k = nil
    repeat k = next(t, k) until k == nil
    return "done"
end
