-- expect: raised C stack overflow
function hook(input, call)
    local function deep() table.sort({2, 1}, deep) end
    deep()
end
