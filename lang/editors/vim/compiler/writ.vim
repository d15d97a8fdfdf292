" :make runs "writ check" over the book and fills the list of mistakes.
if exists("current_compiler")
  finish
endif
let current_compiler = "writ"
CompilerSet makeprg=writ\ check
CompilerSet errorformat=--\ %m\ %*[-]\ %f:%l:%c,%-G%.%#
