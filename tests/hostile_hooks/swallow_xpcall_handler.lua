-- expect: limit work
function hook(input, call)
    xpcall(function() while true do end end, function() while true do end end)
end
