-- expect: raised hostile_hooks/syntax_error.lua:3: 'end' expected
function hook(input, call)
