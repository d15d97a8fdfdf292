-- expect: raised attempt to index a nil value
function hook(input, call)
    getmetatable("").__index = function() return nil end
end
