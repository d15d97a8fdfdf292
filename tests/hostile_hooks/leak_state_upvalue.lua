-- expect: returned done {"count":1}
local count = 0
function hook(input, call)
    count = count + 1
    return "done", {count = count}
end
