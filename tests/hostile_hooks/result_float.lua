-- expect: raised outputs.lines[2].price: a binary number cannot cross
function hook(input, call)
    return "done", {lines = {{price = "1"}, {price = 12.5}}}
end
