-- expect: raised attempt to index a nil value (global 'systems')
function hook(input, call)
    return systems.erp.read("x")
end
