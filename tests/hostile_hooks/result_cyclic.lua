-- expect: raised outputs.a.b: this table contains itself
function hook(input, call)
    local t = {a = {}}
    t.a.b = t.a
    return "done", t
end
