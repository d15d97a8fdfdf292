-- expect: raised this is no file name
-- uses: files.erp
function hook(input, call)
    return files.erp.write(".unfinished", "x")
end
