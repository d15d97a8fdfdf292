-- expect: raised \xff\x00
function hook(input, call)
    error("\xff\0")
end
