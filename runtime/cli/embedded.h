// Files that are kept in the program: the example book, from the folder example/, and the modules
// of the library, from stdlib/.
#ifndef CLI_EMBEDDED_H
#define CLI_EMBEDDED_H

#include "writ/text.h"

typedef struct EmbeddedFile {
    WritText path;
    WritText bytes;
} EmbeddedFile;

extern const EmbeddedFile example_files[];
extern const unsigned example_file_count;

// By rising path.
extern const EmbeddedFile library_files[];
extern const unsigned library_file_count;

#endif
