// What the sheet of a process says, before it has a form: parts, each a heading and a table.
#ifndef DRAW_SHEET_H
#define DRAW_SHEET_H

#include "draw/phrases.h"
#include "writ/draw_process.h"

typedef enum SheetKind {
    SHEET_FACTS, // Two columns: what, and how it is.
    SHEET_TABLE,
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
    SheetPart *first, *last;
} Sheet;

// Parts of which there is nothing to say are left out. The caller ends it with sheet_dispose.
void sheet_make(Sheet *sheet, WritArena *arena, const WritPlan *plan,
                const WritSheetSource *source);
void sheet_dispose(Sheet *sheet);

#endif
