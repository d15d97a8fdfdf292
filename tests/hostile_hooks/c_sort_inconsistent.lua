-- expect: returned done {"count":1000}
function hook(input, call)
    local t = {}
    for i = 1, 1000 do t[i] = i * 7919 % 1000 end
    local flip = false
    table.sort(t, function() flip = not flip; return flip end)
    return "done", {count = #t}
end
