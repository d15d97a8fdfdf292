-- expect: raised 'end' expected
function hook() return xä end
