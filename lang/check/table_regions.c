// Columns cut into regions, and what a cell covers of them.
#include "check/table_regions.h"

#include <assert.h>
#include <stdlib.h>

#include "check/decisions.h"
#include "check/types.h"

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
    case WRIT_VALUE_DOCUMENT: // No cell has one.
        break;
    }
    int order = 0;
    (void)writ_value_compare(*a, *b, &order);
    return order;
}

static int compare_points(const void *a, const void *b)
{
    return compare_values(&((const TablePoint *)a)->value, &((const TablePoint *)b)->value);
}

static TableDomain domain_of(const Checker *checker, TypeId type)
{
    if (check_type_is(checker, type, WRIT_TYPE_BOOLEAN) ||
        check_type_is(checker, type, WRIT_TYPE_CHOICE)) {
        return DOMAIN_CLOSED;
    }
    return check_type_is_ordered(checker, type) ? DOMAIN_LINE : DOMAIN_OPEN;
}

// --- Points -------------------------------------------------------------------------------------

static void add_point(TableColumn *column, const Expr *expr, WritText text)
{
    if (expr != NULL) {
        column->points[column->point_count++] = (TablePoint){expr->constant, text};
    }
}

static uint32_t count_values(const Decision *decision, uint32_t column)
{
    uint32_t count = 2; // Of what can come at all.
    for (uint32_t i = 0; i < decision->row_count; i++) {
        count += decision->rows[i].cells[column].values.count + 2;
    }
    return count;
}

// Choices and truth values bring all their values.
static void add_closed_points(Checker *checker, TableColumn *column)
{
    const Choice *choice = check_type_choice(checker, column->field->type);
    uint32_t count = choice == NULL ? 2 : choice->value_count;
    column->points = writ_arena_array(checker->arena, count, sizeof(TablePoint));
    for (uint32_t i = 0; i < count; i++) {
        TablePoint *point = &column->points[column->point_count++];
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

static void add_named_points(Checker *checker, TableColumn *column, const Decision *decision,
                             uint32_t number)
{
    column->points =
        writ_arena_array(checker->arena, count_values(decision, number), sizeof(TablePoint));
    for (uint32_t i = 0; i < decision->row_count; i++) {
        const Cell *cell = &decision->rows[i].cells[number];
        add_point(column, cell->low, words_of(checker, cell->low));
        add_point(column, cell->high, words_of(checker, cell->high));
        for (uint32_t k = 0; k < cell->values.count; k++) {
            add_point(column, cell->values.items[k], words_of(checker, cell->values.items[k]));
        }
    }
    if (column->bounds != NULL) {
        add_point(column, column->bounds->low, words_of(checker, column->bounds->low));
        add_point(column, column->bounds->high, words_of(checker, column->bounds->high));
    }
    if (column->point_count > 1) {
        qsort(column->points, column->point_count, sizeof(TablePoint), compare_points);
    }
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
static bool is_gap_open(const TableColumn *column, uint32_t i)
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

static uint32_t point_of(const TableColumn *column, const Expr *expr)
{
    TablePoint key = {.value = expr->constant};
    const TablePoint *found =
        bsearch(&key, column->points, column->point_count, sizeof(TablePoint), compare_points);
    assert(found != NULL);
    return (uint32_t)(found - column->points);
}

// False where `such that` says that no value comes.
static bool can_come(const TableColumn *column, uint32_t raw)
{
    const DomainBounds *bounds = column->bounds;
    if (bounds == NULL) {
        return true;
    }
    if (bounds->low != NULL) {
        uint32_t low = 2 * point_of(column, bounds->low) + 1 + (bounds->low_open ? 1 : 0);
        if (raw < low) {
            return false;
        }
    }
    return bounds->high == NULL ||
           raw + (bounds->high_open ? 1 : 0) <= 2 * point_of(column, bounds->high) + 1;
}

static void cut_line(Checker *checker, TableColumn *column)
{
    uint32_t raw_count = 2 * column->point_count + 1;
    column->regions_of_raw = writ_arena_array(checker->arena, raw_count + 1, sizeof(uint32_t));
    column->raw_of_region = writ_arena_array(checker->arena, raw_count, sizeof(uint32_t));
    for (uint32_t raw = 0; raw < raw_count; raw++) {
        column->regions_of_raw[raw] = column->region_count;
        if (can_come(column, raw) && (raw % 2 == 1 || is_gap_open(column, raw / 2))) {
            column->raw_of_region[column->region_count++] = raw;
        }
    }
    column->regions_of_raw[raw_count] = column->region_count;
}

TableColumn check_table_column(Checker *checker, const Decision *decision, uint32_t number)
{
    uint32_t field = decision->columns[number];
    TableColumn column = {.field = &decision->input->fields[field], .missing = UINT32_MAX};
    column.domain = domain_of(checker, column.field->type);
    column.kind = check_type(checker, column.field->type)->kind;
    if (column.domain == DOMAIN_CLOSED) {
        add_closed_points(checker, &column);
        column.region_count = column.point_count;
    } else if (column.domain == DOMAIN_LINE) {
        column.bounds = check_decision_bounds(checker, decision, field);
        add_named_points(checker, &column, decision, number);
        cut_line(checker, &column);
    } else {
        add_named_points(checker, &column, decision, number);
        column.region_count = column.point_count + 1;
    }
    if (check_type_is_optional(checker, column.field->type)) {
        column.missing = column.region_count++;
    }
    return column;
}

// --- Cells --------------------------------------------------------------------------------

// False where the value cannot come at all.
static bool find_region(const TableColumn *column, uint32_t point, uint32_t *region)
{
    *region = point;
    if (column->domain != DOMAIN_LINE) {
        return true;
    }
    uint32_t raw = 2 * point + 1;
    *region = column->regions_of_raw[raw];
    return column->regions_of_raw[raw + 1] > *region;
}

// The last region in which there is a value.
static uint32_t last_region(const TableColumn *column)
{
    return column->region_count - (column->missing == UINT32_MAX ? 1 : 2);
}

static ProofCell range_cell(const TableColumn *column, const Cell *cell)
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

static ProofCell values_cell(Checker *checker, const TableColumn *column, const Cell *cell)
{
    uint32_t *values = writ_arena_array(checker->arena, cell->values.count + 1, sizeof(uint32_t));
    uint32_t count = 0;
    for (uint32_t i = 0; i < cell->values.count; i++) {
        uint32_t point = point_of(column, cell->values.items[i]);
        count += find_region(column, point, &values[count]) ? 1 : 0;
    }
    bool others = cell->kind == WRIT_CELL_NOT_ONE_OF;
    if (others && column->missing != UINT32_MAX) {
        values[count++] = column->missing; // "not x" speaks of a value that is there.
    }
    if (count > 1) {
        qsort(values, count, sizeof *values, compare_numbers);
    }
    return (ProofCell){
        .kind = others ? PROOF_CELL_OTHERS : PROOF_CELL_VALUES,
        .values = values,
        .value_count = count,
    };
}

ProofCell check_table_cell(Checker *checker, const TableColumn *column, const Cell *cell)
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
