-- expect: limit any
function hook(input, call)
    local s = "x"
    while true do s = s:gsub(".", "%0%0%0%0") end
end
