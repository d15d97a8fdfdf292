-- expect: limit work
function hook(input, call)
    while true do end
end
