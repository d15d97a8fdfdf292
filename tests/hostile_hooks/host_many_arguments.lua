-- expect: raised at most 4 arguments
-- uses: files.erp
function hook(input, call)
    return files.erp.write("a", "b", "c", "d", "e")
end
