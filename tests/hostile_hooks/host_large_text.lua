-- expect: raised has more than 64 KB
-- uses: files.erp
function hook(input, call)
    return files.erp.write("a", string.rep("x", 65 * 1024))
end
