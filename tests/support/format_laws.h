// What must hold of the layout of every file, whatever is in it.
#ifndef SUPPORT_FORMAT_LAWS_H
#define SUPPORT_FORMAT_LAWS_H

#include "writ/text.h"

typedef enum FormatVerdict {
    FORMAT_NOT_ASKED, // The file has mistakes, or its layout would be too long.
    FORMAT_LAWFUL,
    FORMAT_UNLAWFUL,
} FormatVerdict;

// Tries all laws; appends what was broken, and the layout, to `told`.
FormatVerdict format_laws_check(WritText text, WritBuffer *told);

#endif
