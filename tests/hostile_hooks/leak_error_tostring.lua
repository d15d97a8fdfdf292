-- expect: raised a table was raised
function hook(input, call)
    error(setmetatable({}, {__tostring = function() while true do end end}))
end
