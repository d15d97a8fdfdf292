// Columns as sorted points, and the rows that match at and between them.
//
// Piece 2i lies before point i, piece 2i + 1 is the point itself, the last one lies behind all.
// Numbers are compared as whole numbers: all of a column are multiplied by the same power of ten.
#include "eval/tables.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "writ/eval.h"

typedef enum ColumnKind {
    COLUMN_ANY,     // Every cell is `any`.
    COLUMN_INTEGER, // Yes and no, choices, dates, times, months, codes.
    COLUMN_DECIMAL, // Numbers, percentages, amounts in one currency, quantities.
    COLUMN_TEXT,    // Texts, persons, roles, calendars.
    COLUMN_CELLS,   // What is only ordered in part: the cells are asked.
} ColumnKind;

typedef struct Column {
    ColumnKind kind;
    uint32_t number; // Among the decision's columns.
    uint32_t field;  // Of the input.
    int places;      // DECIMAL: all numbers have no more.
    int64_t *points; // INTEGER, DECIMAL
    WritText *texts; // TEXT
    uint32_t point_count;
    uint64_t *pieces;  // `word_count` words each.
    uint64_t *missing; // Where nothing is there.
} Column;

typedef struct Table {
    bool ready;
    uint32_t word_count;
    Column *columns;
    uint32_t column_count;
} Table;

struct WritTables {
    const WritPlan *plan;
    Table *tables;
    size_t bytes; // Used so far.
};

typedef struct Making {
    WritArena *arena;
    WritTables *tables;
    const WritPlan *plan;
    const WritDecision *decision;
    Table *table;
} Making;

// --- What a column is like ------------------------------------------------------------------

static ColumnKind kind_of(const WritType *type)
{
    switch (type->kind) {
    case WRIT_TYPE_BOOLEAN:
    case WRIT_TYPE_CHOICE:
    case WRIT_TYPE_DATE:
    case WRIT_TYPE_TIME:
    case WRIT_TYPE_INSTANT:
    case WRIT_TYPE_MONTH:
    case WRIT_TYPE_COUNTRY:
    case WRIT_TYPE_CURRENCY:
        return COLUMN_INTEGER;
    case WRIT_TYPE_NUMBER:
    case WRIT_TYPE_PERCENT:
    case WRIT_TYPE_QUANTITY:
        return COLUMN_DECIMAL;
    case WRIT_TYPE_MONEY:
        return type->currency != 0 ? COLUMN_DECIMAL : COLUMN_CELLS;
    case WRIT_TYPE_TEXT:
    case WRIT_TYPE_PERSON:
    case WRIT_TYPE_ROLE:
    case WRIT_TYPE_CALENDAR:
        return COLUMN_TEXT;
    case WRIT_TYPE_DURATION:
    case WRIT_TYPE_WORKING_TIME:
    case WRIT_TYPE_DOCUMENT:
    case WRIT_TYPE_LIST:
    case WRIT_TYPE_RECORD:
        return COLUMN_CELLS;
    }
    WRIT_UNREACHABLE();
}

// Whether `up to` means anything of such values.
static bool is_ordered(WritTypeKind kind)
{
    return kind != WRIT_TYPE_BOOLEAN && kind != WRIT_TYPE_COUNTRY && kind != WRIT_TYPE_CURRENCY &&
           kind != WRIT_TYPE_TEXT && kind != WRIT_TYPE_PERSON && kind != WRIT_TYPE_ROLE &&
           kind != WRIT_TYPE_CALENDAR;
}

static const WritCell *cell_at(const Making *making, uint32_t row, uint32_t column)
{
    const WritPlan *plan = making->plan;
    return &plan->cells[plan->rows[making->decision->rows_start + row].cells_start + column];
}

static bool asks_nothing(const Making *making, uint32_t column)
{
    for (uint32_t row = 0; row < making->decision->row_count; row++) {
        if (cell_at(making, row, column)->kind != WRIT_CELL_ANY) {
            return false;
        }
    }
    return true;
}

// --- Points ---------------------------------------------------------------------------------

static int64_t integer_of(const WritValue *value)
{
    bool code = value->kind == WRIT_VALUE_COUNTRY || value->kind == WRIT_VALUE_CURRENCY;
    return code ? value->tag : value->integer;
}

// The constants that the cells of a column name, or their number when `values` is NULL.
static uint32_t list_constants(const Making *making, uint32_t column, const WritValue **values)
{
    const WritPlan *plan = making->plan;
    uint32_t count = 0;
    for (uint32_t row = 0; row < making->decision->row_count; row++) {
        const WritCell *cell = cell_at(making, row, column);
        uint32_t bounds[2] = {cell->low, cell->high};
        const uint32_t *constants = bounds;
        uint32_t constant_count = 2;
        if (cell->kind == WRIT_CELL_ONE_OF || cell->kind == WRIT_CELL_NOT_ONE_OF) {
            constants = plan->operands + cell->values_start;
            constant_count = cell->value_count;
        } else if (cell->kind != WRIT_CELL_BETWEEN) {
            continue;
        }
        for (uint32_t i = 0; i < constant_count; i++) {
            if (constants[i] != WRIT_NONE) {
                if (values != NULL) {
                    values[count] = &plan->constants[constants[i]];
                }
                count++;
            }
        }
    }
    return count;
}

static int compare_integers(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static int compare_texts(const void *a, const void *b)
{
    return writ_text_compare(*(const WritText *)a, *(const WritText *)b);
}

// False when a number is too large for it.
static bool read_point(const Column *column, const WritValue *value, int64_t *point)
{
    if (column->kind == COLUMN_INTEGER) {
        *point = integer_of(value);
        return true;
    }
    bool exact = false;
    return writ_decimal_floor(value->number, column->places, point, &exact) && exact &&
           *point > INT64_MIN && *point < INT64_MAX;
}

static void keep_different(Column *column)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < column->point_count; i++) {
        if (column->kind == COLUMN_TEXT) {
            if (kept == 0 || !writ_text_equal(column->texts[kept - 1], column->texts[i])) {
                column->texts[kept++] = column->texts[i];
            }
        } else if (kept == 0 || column->points[kept - 1] != column->points[i]) {
            column->points[kept++] = column->points[i];
        }
    }
    column->point_count = kept;
}

static void list_texts(const Making *making, Column *column, const WritValue **values)
{
    column->texts = writ_arena_array(making->arena, column->point_count, sizeof(WritText));
    for (uint32_t i = 0; i < column->point_count; i++) {
        column->texts[i] = values[i]->text;
    }
    if (column->point_count > 1) {
        qsort(column->texts, column->point_count, sizeof(WritText), compare_texts);
    }
}

// False when a number is too large or too fine.
static bool list_numbers(const Making *making, Column *column, const WritValue **values)
{
    for (uint32_t i = 0; column->kind == COLUMN_DECIMAL && i < column->point_count; i++) {
        int places = writ_decimal_places(values[i]->number);
        column->places = places > column->places ? places : column->places;
    }
    if (column->places > WRIT_DECIMAL_DIGITS_MAX) {
        return false;
    }
    column->points = writ_arena_array(making->arena, column->point_count, sizeof(int64_t));
    for (uint32_t i = 0; i < column->point_count; i++) {
        if (!read_point(column, values[i], &column->points[i])) {
            return false;
        }
    }
    if (column->point_count > 1) {
        qsort(column->points, column->point_count, sizeof(int64_t), compare_integers);
    }
    return true;
}

static void list_points(const Making *making, Column *column)
{
    column->point_count = list_constants(making, column->number, NULL);
    const WritValue **values =
        writ_arena_array(making->arena, column->point_count, sizeof(WritValue *));
    (void)list_constants(making, column->number, values);
    if (column->kind == COLUMN_TEXT) {
        list_texts(making, column, values);
    } else if (!list_numbers(making, column, values)) {
        column->kind = COLUMN_CELLS;
        return;
    }
    keep_different(column);
}

// --- Pieces ---------------------------------------------------------------------------------

// How many points are not above.
static uint32_t count_up_to(const Column *column, int64_t value)
{
    uint32_t low = 0;
    uint32_t high = column->point_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (column->points[middle] <= value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t piece_of_number(const Column *column, int64_t floor, bool exact)
{
    uint32_t count = count_up_to(column, floor);
    bool point = exact && count > 0 && column->points[count - 1] == floor;
    return point ? 2 * count - 1 : 2 * count;
}

static uint32_t piece_of_text(const Column *column, WritText text)
{
    uint32_t low = 0;
    uint32_t high = column->point_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = writ_text_compare(column->texts[middle], text);
        if (order == 0) {
            return 2 * middle + 1;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 2 * low;
}

static uint32_t piece_of(const Column *column, const WritValue *value)
{
    if (column->kind == COLUMN_TEXT) {
        return piece_of_text(column, value->text);
    }
    if (column->kind == COLUMN_INTEGER) {
        return piece_of_number(column, integer_of(value), true);
    }
    int64_t floor = 0;
    bool exact = false;
    (void)writ_decimal_floor(value->number, column->places, &floor, &exact);
    return piece_of_number(column, floor, exact);
}

// The pieces of one column, for the row that is being marked.
typedef struct Marking {
    const Making *making;
    Column *column;
    uint32_t row;
} Marking;

static uint64_t *word_at(const Marking *marking, uint32_t piece)
{
    size_t words = marking->making->table->word_count;
    return &marking->column->pieces[piece * words + marking->row / 64];
}

static void mark(const Marking *marking, uint32_t first, uint32_t behind)
{
    for (uint32_t piece = first; piece < behind; piece++) {
        *word_at(marking, piece) |= UINT64_C(1) << marking->row % 64;
    }
}

static void mark_range(const Marking *marking, const WritCell *cell, uint32_t piece_count)
{
    const WritPlan *plan = marking->making->plan;
    const WritRecordType *input = &plan->types.records[marking->making->decision->input];
    WritTypeKind kind = plan->types.types[input->fields[marking->column->field].type].kind;
    bool bounded = cell->low != WRIT_NONE || cell->high != WRIT_NONE;
    if (bounded && !is_ordered(kind)) {
        return;
    }
    uint32_t first = 0;
    uint32_t behind = piece_count;
    if (cell->low != WRIT_NONE) {
        first = piece_of(marking->column, &plan->constants[cell->low]) + (cell->low_open ? 1 : 0);
    }
    if (cell->high != WRIT_NONE) {
        behind =
            piece_of(marking->column, &plan->constants[cell->high]) + (cell->high_open ? 0 : 1);
    }
    mark(marking, first, behind);
}

static void mark_listed(const Marking *marking, const WritCell *cell, uint32_t piece_count)
{
    const WritPlan *plan = marking->making->plan;
    bool others = cell->kind == WRIT_CELL_NOT_ONE_OF;
    if (others) {
        mark(marking, 0, piece_count);
    }
    for (uint32_t i = 0; i < cell->value_count; i++) {
        const WritValue *value = &plan->constants[plan->operands[cell->values_start + i]];
        uint64_t *word = word_at(marking, piece_of(marking->column, value));
        uint64_t bit = UINT64_C(1) << marking->row % 64;
        *word = others ? *word & ~bit : *word | bit;
    }
}

static void mark_cell(const Marking *marking, const WritCell *cell, uint32_t piece_count)
{
    switch (cell->kind) {
    case WRIT_CELL_ANY:
    case WRIT_CELL_PRESENT:
        mark(marking, 0, piece_count);
        return;
    case WRIT_CELL_MISSING:
        return;
    case WRIT_CELL_BETWEEN:
        mark_range(marking, cell, piece_count);
        return;
    case WRIT_CELL_ONE_OF:
    case WRIT_CELL_NOT_ONE_OF:
        mark_listed(marking, cell, piece_count);
        return;
    }
    WRIT_UNREACHABLE();
}

static void fill_pieces(const Making *making, Column *column)
{
    uint32_t words = making->table->word_count;
    uint32_t piece_count = 2 * column->point_count + 1;
    column->pieces = writ_arena_array(making->arena, (size_t)piece_count * words, sizeof(uint64_t));
    column->missing = writ_arena_array(making->arena, words, sizeof(uint64_t));
    for (uint32_t row = 0; row < making->decision->row_count; row++) {
        const WritCell *cell = cell_at(making, row, column->number);
        Marking marking = {making, column, row};
        mark_cell(&marking, cell, piece_count);
        if (cell->kind == WRIT_CELL_ANY || cell->kind == WRIT_CELL_MISSING) {
            column->missing[row / 64] |= UINT64_C(1) << row % 64;
        }
    }
}

// --- Tables ---------------------------------------------------------------------------------

// What the pieces of a column take at most, so that it is known before they are made. The work of
// filling them is bounded with them.
static size_t bytes_of(const Making *making, uint32_t column)
{
    size_t constants = list_constants(making, column, NULL);
    size_t words = (making->decision->row_count + 63) / 64;
    return (2 * constants + 2) * words * sizeof(uint64_t) +
           constants * (sizeof(WritText) + sizeof(WritValue *));
}

static bool has_room(Making *making)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < making->decision->column_count; i++) {
        bytes += bytes_of(making, i);
    }
    if (bytes > WRIT_TABLES_BYTES_MAX - making->tables->bytes) {
        return false;
    }
    making->tables->bytes += bytes;
    return true;
}

static void make_column(const Making *making, uint32_t number)
{
    const WritPlan *plan = making->plan;
    Column column = {
        .number = number,
        .field = plan->operands[making->decision->columns_start + number],
    };
    const WritField *field = &plan->types.records[making->decision->input].fields[column.field];
    column.kind =
        asks_nothing(making, number) ? COLUMN_ANY : kind_of(&plan->types.types[field->type]);
    if (column.kind == COLUMN_ANY) {
        return;
    }
    if (column.kind != COLUMN_CELLS) {
        list_points(making, &column);
    }
    if (column.kind != COLUMN_CELLS) {
        fill_pieces(making, &column);
    }
    making->table->columns[making->table->column_count++] = column;
}

static void make_table(Making *making)
{
    Table *table = making->table;
    uint32_t rows = making->decision->row_count;
    if (rows == 0 || rows > TABLES_ROWS_MAX || !has_room(making)) {
        return;
    }
    table->ready = true;
    table->word_count = (rows + 63) / 64;
    table->columns =
        writ_arena_array(making->arena, making->decision->column_count, sizeof(Column));
    for (uint32_t i = 0; i < making->decision->column_count; i++) {
        make_column(making, i);
    }
}

const WritTables *writ_tables_new(WritArena *arena, const WritPlan *plan)
{
    WritTables *tables = writ_arena_alloc(arena, sizeof *tables);
    tables->plan = plan;
    tables->tables = writ_arena_array(arena, plan->decision_count, sizeof(Table));
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        Making making = {arena, tables, plan, &plan->decisions[i], &tables->tables[i]};
        make_table(&making);
    }
    return tables;
}

// --- Asking ---------------------------------------------------------------------------------

static void keep_by_cells(const WritTables *tables, const WritDecision *decision,
                          const Column *column, const WritValue *value, RowSet *rows)
{
    const WritPlan *plan = tables->plan;
    for (uint32_t row = 0; row < decision->row_count; row++) {
        const WritCell *cell =
            &plan->cells[plan->rows[decision->rows_start + row].cells_start + column->number];
        if (!writ_eval_cell(plan, cell, *value)) {
            rows->words[row / 64] &= ~(UINT64_C(1) << row % 64);
        }
    }
}

bool tables_find(const WritTables *tables, uint32_t decision, const WritRecord *input, RowSet *rows)
{
    const Table *table = &tables->tables[decision];
    if (!table->ready) {
        return false;
    }
    uint32_t words = table->word_count;
    uint32_t last = tables->plan->decisions[decision].row_count % 64;
    rows->word_count = words;
    for (uint32_t i = 0; i < words; i++) {
        rows->words[i] = UINT64_MAX;
    }
    rows->words[words - 1] = last == 0 ? UINT64_MAX : (UINT64_C(1) << last) - 1;
    for (uint32_t i = 0; i < table->column_count; i++) {
        const Column *column = &table->columns[i];
        const WritValue *value = &input->fields[column->field];
        if (column->kind == COLUMN_CELLS) {
            keep_by_cells(tables, &tables->plan->decisions[decision], column, value, rows);
            continue;
        }
        const uint64_t *kept = value->kind == WRIT_VALUE_MISSING
                                   ? column->missing
                                   : column->pieces + (size_t)piece_of(column, value) * words;
        for (uint32_t word = 0; word < words; word++) {
            rows->words[word] &= kept[word];
        }
    }
    return true;
}
