-- expect: limit work
function hook(input, call)
    while true do pcall(function() while true do end end) end
end
