// The content lines of an iCalendar file (RFC 5545 section 3.1): folded lines put together again,
// cut into name, parameters and value, each with the number of the line where it begins.
#ifndef ALMANAC_CHILD_CONTENT_H
#define ALMANAC_CHILD_CONTENT_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/text.h"

enum {
    CONTENT_PARAMETERS_MAX = 32,
    CONTENT_LINE_BYTES_MAX = 64 << 10, // Unfolded. What is longer is an attached picture.
};

typedef struct ContentParameter {
    WritText name;
    WritText value; // Without quotes.
} ContentParameter;

// Texts point into the reader and are borrowed until the next line.
typedef struct ContentLine {
    uint32_t line;
    WritText name;
    ContentParameter parameters[CONTENT_PARAMETERS_MAX];
    uint32_t parameter_count;
    WritText value;
    bool is_long; // Cut off at CONTENT_LINE_BYTES_MAX: `value` is empty.
} ContentLine;

typedef struct ContentReader {
    WritText rest;
    uint32_t line; // Of what comes next.
    WritBuffer unfolded;
} ContentReader;

ContentReader content_reader(WritText bytes);
void content_reader_dispose(ContentReader *reader);

typedef enum ContentResult {
    CONTENT_LINE,
    CONTENT_END,
    CONTENT_WRONG, // `error` says what is wrong, `line->line` where.
} ContentResult;

// The next line that is not empty.
ContentResult content_next(ContentLine *line, ContentReader *reader, WritError *error);

// Names are compared without regard to case. The parameter's value, or NULL.
bool content_is(WritText name, const char *word);
const WritText *content_parameter(const ContentLine *line, const char *name);

#endif
