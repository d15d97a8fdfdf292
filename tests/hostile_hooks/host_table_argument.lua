-- expect: raised only texts go outside
-- uses: files.erp
function hook(input, call)
    return files.erp.write("a", {})
end
