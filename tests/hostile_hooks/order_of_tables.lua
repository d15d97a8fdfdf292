-- expect: raised only numbers, texts and booleans have an order
function hook(input, call)
    for k in pairs({[{}] = 1, [{}] = 2}) do end
end
