-- expect: limit work
function hook(input, call)
    pcall(function() while true do end end)
    return "done", {text = "went on"}
end
