-- expect: raised attempt to perform arithmetic on a string value
function hook(input, call)
    return "done", {price = "12.50" + 1}
end
