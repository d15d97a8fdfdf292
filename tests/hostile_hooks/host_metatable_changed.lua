-- expect: raised not yours to change
-- uses: files.erp
function hook(input, call)
    setmetatable(files, {})
end
