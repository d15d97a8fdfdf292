-- expect: raised attempt to call a nil value (field 'delete')
-- uses: files.erp
function hook(input, call)
    return files.erp.delete("x")
end
