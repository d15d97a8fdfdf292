-- expect: raised outputs.x: this table contains itself
function hook(input, call)
    local t = {}
    t.x = t
    return "done", t
end
