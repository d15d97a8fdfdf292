-- expect: limit log
function hook(input, call)
    while true do pcall(log, "x") end
end
