-- expect: raised got a non-closable value
function hook(input, call)
    local guard <close> = setmetatable({}, {})
    while true do end
end
