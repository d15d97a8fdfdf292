-- expect: limit host calls
-- uses: files.erp
function hook(input, call)
    while true do pcall(files.erp.read, "x") end
end
