-- expect: raised attempt to call a nil value
function hook(input, call)
    for k in pairs(_ENV) do _ENV[k] = nil end
    return tostring(1)
end
