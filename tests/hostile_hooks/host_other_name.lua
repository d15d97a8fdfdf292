-- expect: raised "files.crm" is closed to this hook
-- uses: files.erp
function hook(input, call)
    return files.crm.read("x")
end
