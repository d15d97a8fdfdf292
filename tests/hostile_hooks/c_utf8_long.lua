-- expect: limit work
function hook(input, call)
    local s = string.rep("\u{20ac}", 4 << 20)
    while true do utf8.len(s) end
end
