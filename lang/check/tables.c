// From the cells of a table to regions, and from a region back to words.
#include "check/decisions.h"

#include <assert.h>
#include <stdlib.h>

#include "check/table_proof.h"
#include "check/types.h"

// What the values of a column are like.
typedef enum Domain {
    DOMAIN_LINE,   // Ordered: regions are points and what lies between them.
    DOMAIN_CLOSED, // All values are known: a region each.
    DOMAIN_OPEN,   // Unordered: a region for each value that is named and one for all others.
} Domain;

typedef struct Point {
    WritValue value;
    WritText text;
} Point;

typedef struct Column {
    const Field *field;
    Domain domain;
    WritTypeKind kind;
    Point *points; // Sorted, each once.
    uint32_t point_count;
    // Of a line: raw regions are 2i before point i, 2i + 1 the point, 2n behind all. Those in
    // which no value lies are left out.
    uint32_t *regions_of_raw; // For each raw region the next region that exists, itself or later.
    uint32_t *raw_of_region;
    uint32_t region_count;
    uint32_t missing; // Region of "missing", or UINT32_MAX.
} Column;

static int compare_values(const WritValue *a, const WritValue *b)
{
    switch (a->kind) {
    case WRIT_VALUE_TEXT:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
    case WRIT_VALUE_PERSON:
        return writ_text_compare(a->text, b->text);
    case WRIT_VALUE_COUNTRY:
    case WRIT_VALUE_CURRENCY:
        return a->tag < b->tag ? -1 : a->tag > b->tag;
    case WRIT_VALUE_WORKING_TIME: // Hours and days are no equals, whatever their count.
        if (a->tag != b->tag) {
            return a->tag < b->tag ? -1 : 1;
        }
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    case WRIT_VALUE_BOOLEAN:
    case WRIT_VALUE_CHOICE:
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    case WRIT_VALUE_MISSING:
    case WRIT_VALUE_NUMBER:
    case WRIT_VALUE_PERCENT:
    case WRIT_VALUE_MONEY:
    case WRIT_VALUE_QUANTITY:
    case WRIT_VALUE_DATE:
    case WRIT_VALUE_TIME:
    case WRIT_VALUE_INSTANT:
    case WRIT_VALUE_DURATION:
    case WRIT_VALUE_MONTH:
    case WRIT_VALUE_LIST:
    case WRIT_VALUE_RECORD:
        break;
    }
    int order = 0;
    (void)writ_value_compare(*a, *b, &order);
    return order;
}

static int compare_points(const void *a, const void *b)
{
    return compare_values(&((const Point *)a)->value, &((const Point *)b)->value);
}

static Domain domain_of(const Checker *checker, TypeId type)
{
    if (check_type_is(checker, type, WRIT_TYPE_BOOLEAN) ||
        check_type_is(checker, type, WRIT_TYPE_CHOICE)) {
        return DOMAIN_CLOSED;
    }
    return check_type_is_ordered(checker, type) ? DOMAIN_LINE : DOMAIN_OPEN;
}

// --- Points -------------------------------------------------------------------------------

static void add_point(Column *column, const Expr *expr, WritText text)
{
    if (expr != NULL) {
        column->points[column->point_count++] = (Point){expr->constant, text};
    }
}

static uint32_t count_values(const Decision *decision, uint32_t column)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < decision->row_count; i++) {
        count += decision->rows[i].cells[column].values.count + 2;
    }
    return count;
}

// Choices and truth values bring all their values.
static void add_closed_points(Checker *checker, Column *column)
{
    const Choice *choice = check_type_choice(checker, column->field->type);
    uint32_t count = choice == NULL ? 2 : choice->value_count;
    column->points = writ_arena_array(checker->arena, count, sizeof(Point));
    for (uint32_t i = 0; i < count; i++) {
        Point *point = &column->points[column->point_count++];
        point->value.kind = choice == NULL ? WRIT_VALUE_BOOLEAN : WRIT_VALUE_CHOICE;
        point->value.integer = i;
        point->text = choice != NULL ? choice->values[i].text : writ_text(i == 0 ? "no" : "yes");
    }
}

// The author's words for a value, without the rest of its cell.
static WritText words_of(Checker *checker, const Expr *expr)
{
    if (expr == NULL) {
        return (WritText){0};
    }
    const WritSource *source = writ_sources_find(checker->sources, expr->span.start);
    return source == NULL ? (WritText){0} : writ_source_span_text(source, expr->span);
}

static void add_named_points(Checker *checker, Column *column, const Decision *decision,
                             uint32_t number)
{
    column->points =
        writ_arena_array(checker->arena, count_values(decision, number), sizeof(Point));
    for (uint32_t i = 0; i < decision->row_count; i++) {
        const Cell *cell = &decision->rows[i].cells[number];
        add_point(column, cell->low, words_of(checker, cell->low));
        add_point(column, cell->high, words_of(checker, cell->high));
        for (uint32_t k = 0; k < cell->values.count; k++) {
            add_point(column, cell->values.items[k], words_of(checker, cell->values.items[k]));
        }
    }
    qsort(column->points, column->point_count, sizeof(Point), compare_points);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < column->point_count; i++) {
        if (kept == 0 || compare_points(&column->points[kept - 1], &column->points[i]) != 0) {
            column->points[kept++] = column->points[i];
        }
    }
    column->point_count = kept;
}

// --- Regions ------------------------------------------------------------------------------

// The numbers next to a whole number, for kinds whose values are whole; false for decimals.
static bool is_whole(WritTypeKind kind)
{
    return kind == WRIT_TYPE_DATE || kind == WRIT_TYPE_TIME || kind == WRIT_TYPE_INSTANT ||
           kind == WRIT_TYPE_MONTH;
}

// False when no value lies strictly between the points around raw region 2i.
static bool is_gap_open(const Column *column, uint32_t i)
{
    bool first = i == 0;
    bool last = i == column->point_count;
    if (column->kind == WRIT_TYPE_TIME && first && !last) {
        return column->points[0].value.integer > 0;
    }
    if (column->kind == WRIT_TYPE_TIME && last && !first) {
        return column->points[i - 1].value.integer < 24 * 60;
    }
    if (column->kind == WRIT_TYPE_DURATION && first && !last) {
        return column->points[0].value.integer > 0;
    }
    if (!is_whole(column->kind) || first || last) {
        return true;
    }
    return column->points[i].value.integer - column->points[i - 1].value.integer > 1;
}

static void cut_line(Checker *checker, Column *column)
{
    uint32_t raw_count = 2 * column->point_count + 1;
    column->regions_of_raw = writ_arena_array(checker->arena, raw_count + 1, sizeof(uint32_t));
    column->raw_of_region = writ_arena_array(checker->arena, raw_count, sizeof(uint32_t));
    for (uint32_t raw = 0; raw < raw_count; raw++) {
        column->regions_of_raw[raw] = column->region_count;
        if (raw % 2 == 1 || is_gap_open(column, raw / 2)) {
            column->raw_of_region[column->region_count++] = raw;
        }
    }
    column->regions_of_raw[raw_count] = column->region_count;
}

static void cut(Checker *checker, Column *column, const Decision *decision, uint32_t number)
{
    column->field = &decision->input->fields[decision->columns[number]];
    column->domain = domain_of(checker, column->field->type);
    column->kind = check_type(checker, column->field->type)->kind;
    if (column->domain == DOMAIN_CLOSED) {
        add_closed_points(checker, column);
        column->region_count = column->point_count;
    } else {
        add_named_points(checker, column, decision, number);
        if (column->domain == DOMAIN_LINE) {
            cut_line(checker, column);
        } else {
            column->region_count = column->point_count + 1;
        }
    }
    column->missing = UINT32_MAX;
    if (check_type_is_optional(checker, column->field->type)) {
        column->missing = column->region_count++;
    }
}

// --- Cells --------------------------------------------------------------------------------

static uint32_t point_of(const Column *column, const Expr *expr)
{
    Point key = {.value = expr->constant};
    const Point *found =
        bsearch(&key, column->points, column->point_count, sizeof(Point), compare_points);
    assert(found != NULL);
    return (uint32_t)(found - column->points);
}

static uint32_t region_of_point(const Column *column, uint32_t point)
{
    return column->domain == DOMAIN_LINE ? column->regions_of_raw[2 * point + 1] : point;
}

// The last region in which there is a value.
static uint32_t last_region(const Column *column)
{
    return column->region_count - (column->missing == UINT32_MAX ? 1 : 2);
}

static ProofCell range_cell(const Column *column, const Cell *cell)
{
    ProofCell result = {.kind = PROOF_CELL_RANGE, .first = 0, .last = last_region(column)};
    bool line = column->domain == DOMAIN_LINE;
    if (cell->low != NULL) {
        uint32_t point = point_of(column, cell->low);
        uint32_t raw = 2 * point + 1 + (cell->low_open ? 1 : 0);
        result.first = line ? column->regions_of_raw[raw] : point + (cell->low_open ? 1 : 0);
    }
    if (cell->high != NULL) {
        uint32_t point = point_of(column, cell->high);
        uint32_t raw_behind = 2 * point + 1 + (cell->high_open ? 0 : 1);
        uint32_t behind =
            line ? column->regions_of_raw[raw_behind] : point + (cell->high_open ? 0 : 1);
        if (behind == 0) {
            return (ProofCell){.kind = PROOF_CELL_VALUES}; // Covers nothing.
        }
        result.last = behind - 1;
    }
    return result;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static ProofCell values_cell(Checker *checker, const Column *column, const Cell *cell)
{
    uint32_t *values = writ_arena_array(checker->arena, cell->values.count + 1, sizeof(uint32_t));
    uint32_t count = 0;
    for (; count < cell->values.count; count++) {
        values[count] = region_of_point(column, point_of(column, cell->values.items[count]));
    }
    bool others = cell->kind == WRIT_CELL_NOT_ONE_OF;
    if (others && column->missing != UINT32_MAX) {
        values[count++] = column->missing; // "not x" speaks of a value that is there.
    }
    qsort(values, count, sizeof *values, compare_numbers);
    return (ProofCell){
        .kind = others ? PROOF_CELL_OTHERS : PROOF_CELL_VALUES,
        .values = values,
        .value_count = count,
    };
}

static ProofCell proof_cell(Checker *checker, const Column *column, const Cell *cell)
{
    switch (cell->kind) {
    case WRIT_CELL_ANY:
        return (ProofCell){.kind = PROOF_CELL_ANY};
    case WRIT_CELL_MISSING:
        return (ProofCell){PROOF_CELL_RANGE, column->missing, column->missing, NULL, 0};
    case WRIT_CELL_PRESENT:
        return (ProofCell){PROOF_CELL_RANGE, 0, last_region(column), NULL, 0};
    case WRIT_CELL_BETWEEN:
        return range_cell(column, cell);
    case WRIT_CELL_ONE_OF:
    case WRIT_CELL_NOT_ONE_OF:
        return values_cell(checker, column, cell);
    }
    WRIT_UNREACHABLE();
}

// --- Words --------------------------------------------------------------------------------

static void add_line_words(WritBuffer *out, const Column *column, uint32_t region)
{
    uint32_t raw = column->raw_of_region[region];
    uint32_t point = raw / 2;
    if (raw % 2 == 1) {
        writ_buffer_format(out, " is %.*s", WRIT_TEXT_ARGS(column->points[point].text));
        return;
    }
    if (point > 0) {
        writ_buffer_format(out, " is above %.*s", WRIT_TEXT_ARGS(column->points[point - 1].text));
    }
    if (point < column->point_count) {
        writ_buffer_format(out, "%s below %.*s", point > 0 ? " and" : " is",
                           WRIT_TEXT_ARGS(column->points[point].text));
    }
}

static void add_words(WritBuffer *out, const Column *column, uint32_t region)
{
    writ_buffer_add(out, column->field->text);
    if (region == column->missing) {
        writ_buffer_add_string(out, " is missing");
    } else if (column->domain == DOMAIN_LINE) {
        add_line_words(out, column, region);
    } else if (region < column->point_count) {
        writ_buffer_format(out, " is %.*s", WRIT_TEXT_ARGS(column->points[region].text));
    } else {
        writ_buffer_add_string(out, " is anything else");
    }
}

// True when the column says nothing that narrows a witness: all its values are one region.
static bool is_plain(const Column *column)
{
    return column->region_count == 1;
}

static const char *witness(Checker *checker, const Column *columns, uint32_t count,
                           const uint32_t *regions)
{
    WritBuffer *out = checker->scratch;
    writ_buffer_clear(out);
    for (uint32_t i = 0; i < count; i++) {
        if (regions[i] != PROOF_ANY && !is_plain(&columns[i])) {
            if (out->length > 0) {
                writ_buffer_add_string(out, ", ");
            }
            add_words(out, &columns[i], regions[i]);
        }
    }
    if (out->length == 0) {
        writ_buffer_add_string(out, "in every case");
    }
    return check_scratch_text(checker).data;
}

// --- The proof ----------------------------------------------------------------------------

static void tell_gap(Checker *checker, const Symbol *symbol, const char *words)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_TABLE_GAP, symbol->decl->decision.table->head,
                                "no row matches when %s", words);
    diag_reason(diag, "\"exactly one row must match\" holds for every input.");
    diag_hint(diag, "Add a row for this case, or widen a row.");
}

static void tell_overlap(Checker *checker, const Row *first, const Row *second, const char *words)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_TABLE_OVERLAP, second->span,
                                "rows %.*s and %.*s both match when %s",
                                WRIT_TEXT_ARGS(first->label), WRIT_TEXT_ARGS(second->label), words);
    diag_label(diag, first->span, "the other row");
    diag_hint(diag, "Narrow one of the two, so that one row decides.");
}

void check_decision_proof(Checker *checker, const Symbol *symbol)
{
    const Decision *decision = symbol->decision;
    if (!decision->checked) {
        return;
    }
    uint32_t width = decision->column_count;
    Column *columns = writ_arena_array(checker->arena, width, sizeof(Column));
    uint32_t *counts = writ_arena_array(checker->arena, width, sizeof(uint32_t));
    for (uint32_t i = 0; i < width; i++) {
        cut(checker, &columns[i], decision, i);
        counts[i] = columns[i].region_count;
    }
    ProofCell *cells =
        writ_arena_array(checker->arena, (size_t)decision->row_count * width, sizeof(ProofCell));
    for (uint32_t row = 0; row < decision->row_count; row++) {
        for (uint32_t i = 0; i < width; i++) {
            cells[(size_t)row * width + i] =
                proof_cell(checker, &columns[i], &decision->rows[row].cells[i]);
        }
    }
    ProofTable table = {counts, width, cells, decision->row_count};
    ProofResult result = check_prove_table(checker->arena, &table);
    if (result.overlap) {
        tell_overlap(checker, &decision->rows[result.first_row], &decision->rows[result.second_row],
                     witness(checker, columns, width, result.overlap_regions));
    }
    if (result.gap) {
        tell_gap(checker, symbol, witness(checker, columns, width, result.gap_regions));
    }
    if (result.gave_up && !result.gap && !result.overlap) {
        WritDiag *diag = diag_warning(checker->diags, DIAG_TABLE_NOT_PROVEN, symbol->span,
                                      "the table is too large to prove that one row matches");
        diag_reason(diag, "It is asked again for each case: where not exactly one row matches, "
                          "the case stops with an incident.");
        diag_hint(diag, "Split the decision in two.");
    }
}
