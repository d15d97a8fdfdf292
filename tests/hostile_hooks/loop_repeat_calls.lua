-- expect: limit work
function hook(input, call)
    local function nothing() end
    repeat nothing() until false
end
