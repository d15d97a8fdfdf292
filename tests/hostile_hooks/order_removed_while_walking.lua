-- expect: returned done {"seen":"a c"}
function hook(input, call)
    local t = {a = 1, b = 2, c = 3}
    local seen = {}
    for k in pairs(t) do
        seen[#seen + 1] = k
        t.b = nil
    end
    return "done", {seen = table.concat(seen, " ")}
end
