-- expect: limit work
function hook(input, call)
    while true do
        pcall(string.gsub, "abc", ".", function() while true do end end)
    end
end
