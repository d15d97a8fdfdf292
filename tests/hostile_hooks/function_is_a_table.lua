-- expect: raised is a table and no function
hook = setmetatable({}, {__call = function() return "done" end})
