-- expect: returned done {"first":true}
if seen then error("seen before") end
seen = true
function hook(input, call)
    local first = string.seen == nil and math.seen == nil and _VERSION ~= "seen"
    string.seen, math.seen, table.seen, _VERSION = true, true, true, "seen"
    return "done", {first = first}
end
