-- expect: raised not yours to change
function hook(input, call)
    setmetatable(_ENV, {__index = function() return 1 end})
end
