-- expect: raised 
function hook() return xä end
