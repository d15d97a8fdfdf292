-- expect: limit memory
function hook(input, call)
    for i = 1, 1000 do pcall(string.rep, "x", 40 * 1024 * 1024) end
    return "done"
end
