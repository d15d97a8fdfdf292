-- expect: limit log
function hook(input, call)
    while true do log(string.rep("x", 1000)) end
end
