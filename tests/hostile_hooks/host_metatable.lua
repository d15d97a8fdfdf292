-- expect: returned done {"seen":"nil"}
-- uses: files.erp
function hook(input, call)
    return "done", {seen = tostring(getmetatable(files))}
end
