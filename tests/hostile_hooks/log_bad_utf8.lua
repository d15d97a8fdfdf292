-- expect: returned done {}
function hook(input, call)
    log("\xff\0\27[2J")
    return "done"
end
