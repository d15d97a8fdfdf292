// The syntax file of Vim.
#ifndef EDITORS_VIM_H
#define EDITORS_VIM_H

#include "writ/text.h"

void vim_write_syntax(WritBuffer *out);

#endif
