// What the sheet of a process says, before it has a form: parts, each a heading and a table.
#ifndef DRAW_SHEET_H
#define DRAW_SHEET_H

#include "draw/phrases.h"
#include "writ/draw_process.h"

typedef enum SheetKind {
    SHEET_FACTS, // Two columns: what, and how it is.
    SHEET_TABLE,
    SHEET_LINES, // One column without a head; no sheet of a process has it.
} SheetKind;

typedef struct SheetRow {
    Phrase *cells; // One a column.
    struct SheetRow *next;
} SheetRow;

typedef struct SheetPart {
    SheetKind kind;
    WritText heading; // Harmless, as all texts here are. Empty: the sheet's own facts.
    WritText remark;  // May be empty.
    uint32_t columns;
    WritText *heads; // One a column; NULL of FACTS.
    SheetRow *rows, *last_row;
    uint32_t row_count;
    struct SheetPart *next;
} SheetPart;

typedef struct Sheet {
    Phrases phrases;
    WritText title;
    uint32_t within; // A node: only what is in it is told; 0: all of the process.
    SheetPart *first, *last;
} Sheet;

// A sheet with a title and its facts, which are none yet. The plan may be NULL where nothing that
// asks it is added.
void sheet_begin(Sheet *sheet, WritArena *arena, const WritPlan *plan, WritText title);
// Leaves out the parts of which there is nothing to say.
void sheet_drop_empty_parts(Sheet *sheet);

// Parts of which there is nothing to say are left out. The caller ends it with sheet_dispose.
void sheet_make(Sheet *sheet, WritArena *arena, const WritPlan *plan,
                const WritSheetSource *source);
void sheet_dispose(Sheet *sheet);

// Lines of at most WRIT_DRAW_COLUMNS_MAX columns.
void sheet_print_text(WritBuffer *out, Sheet *sheet);

#endif
