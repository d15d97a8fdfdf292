-- expect: limit work
function hook(input, call)
    for x in function() return 1 end do end
end
