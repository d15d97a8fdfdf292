-- expect: limit work
while true do end
function hook(input, call)
    return "done"
end
