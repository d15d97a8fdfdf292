-- expect: raised "files" is closed to this hook
function hook(input, call)
    return files.erp.read("x")
end
