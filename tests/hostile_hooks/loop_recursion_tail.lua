-- expect: limit work
function hook(input, call)
    local function again(n) return again(n + 1) end
    return again(1)
end
