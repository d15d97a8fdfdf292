// The files of the example book, from the folder example/.
#ifndef CLI_EXAMPLE_H
#define CLI_EXAMPLE_H

#include "writ/text.h"

typedef struct ExampleFile {
    WritText path;
    WritText bytes;
} ExampleFile;

extern const ExampleFile example_files[];
extern const unsigned example_file_count;

#endif
