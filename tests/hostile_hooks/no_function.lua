-- expect: raised defines no function "hook"
function other() end
