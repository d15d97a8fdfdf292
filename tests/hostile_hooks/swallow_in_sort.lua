-- expect: limit work
function hook(input, call)
    local t = {3, 2, 1}
    while true do
        pcall(table.sort, t, function() while true do end end)
    end
end
