autocmd BufRead,BufNewFile *.writ setfiletype writ
