-- expect: raised only numbers, texts and booleans have an order
function hook(input, call)
    return "done", {t = {[{}] = 1}}
end
