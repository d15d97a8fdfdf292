// More at stake must not need less authority (C13).
//
// Who stands above whom is said by `standing deputy`: whoever stands in for a role may do what it
// may. Two rows that differ in nothing but a higher amount are compared by the roles that they
// give. Whether more of it is more risk (a value) or less (a margin) the table itself says by most
// of its rows: those that go the other way are worth a look. Where roles stand in no order nothing
// is said.
#include "check/decisions.h"

#include "check/types.h"

enum { DEPUTIES_MAX = 64, AUTHORITY_ROWS_MAX = 200 }; // More are not compared.

// --- Who stands above whom ----------------------------------------------------------------

// True when `high` is `low`, or stands in for it, at any remove.
static bool reaches(const Role *low, const Role *high, uint32_t depth)
{
    if (low == high) {
        return true;
    }
    for (uint32_t i = 0; depth < DEPUTIES_MAX && i < low->deputy_count; i++) {
        if (reaches(low->deputies[i], high, depth + 1)) {
            return true;
        }
    }
    return false;
}

// The roles that a result names; false when it names something else too.
static bool read_roles(const Expr *result, const Role *const **roles, const Role **room,
                       uint32_t *count)
{
    if (result->operation == WRIT_OP_CONSTANT && result->constant.kind == WRIT_VALUE_ROLE) {
        room[0] = result->role;
        *roles = room;
        *count = 1;
        return true;
    }
    if (result->operation != WRIT_OP_LIST) {
        return false;
    }
    *count = result->item_count;
    *roles = room;
    for (uint32_t i = 0; i < result->item_count; i++) {
        const Expr *item = result->items[i];
        if (i == DEPUTIES_MAX || item->operation != WRIT_OP_CONSTANT ||
            item->constant.kind != WRIT_VALUE_ROLE) {
            return false;
        }
        room[i] = item->role;
    }
    return true;
}

// Some role of `roles` is `role` or stands above it.
static bool is_reached(const Role *role, const Role *const *roles, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (reaches(role, roles[i], 0)) {
            return true;
        }
    }
    return false;
}

// The higher row asks nobody, or only roles that are below one of the lower row's and none of which
// the lower row would be satisfied with.
static bool asks_less(const Expr *low, const Expr *high)
{
    const Role *low_room[DEPUTIES_MAX];
    const Role *high_room[DEPUTIES_MAX];
    const Role *const *low_roles;
    const Role *const *high_roles;
    uint32_t low_count;
    uint32_t high_count;
    if (!read_roles(low, &low_roles, low_room, &low_count) ||
        !read_roles(high, &high_roles, high_room, &high_count) || low_count == 0) {
        return false;
    }
    bool lost = false; // A role that the lower row asks and nobody above it in the higher one.
    for (uint32_t i = 0; i < low_count; i++) {
        lost = lost || !is_reached(low_roles[i], high_roles, high_count);
    }
    for (uint32_t i = 0; lost && i < high_count; i++) {
        if (!is_reached(high_roles[i], low_roles, low_count)) {
            return false; // Somebody of another line is asked: no order says which is less.
        }
    }
    return lost;
}

// --- Rows that follow one another ---------------------------------------------------------

static bool same_constant(const Expr *a, const Expr *b)
{
    return a == NULL || b == NULL ? a == b : writ_value_equal(a->constant, b->constant);
}

static bool same_cell(const Cell *a, const Cell *b)
{
    if (a->kind != b->kind || a->values.count != b->values.count || a->low_open != b->low_open ||
        a->high_open != b->high_open || !same_constant(a->low, b->low) ||
        !same_constant(a->high, b->high)) {
        return false;
    }
    for (uint32_t i = 0; i < a->values.count; i++) {
        if (!same_constant(a->values.items[i], b->values.items[i])) {
            return false;
        }
    }
    return true;
}

// `high` begins where `low` ends.
static bool follows(const Cell *low, const Cell *high)
{
    int order = 0;
    return low->kind == WRIT_CELL_BETWEEN && high->kind == WRIT_CELL_BETWEEN && low->high != NULL &&
           high->low != NULL &&
           writ_value_compare(low->high->constant, high->low->constant, &order) && order == 0;
}

// Both can match for one value.
static bool meet(const Cell *low, const Cell *high)
{
    return low->kind == WRIT_CELL_ANY || high->kind == WRIT_CELL_ANY || same_cell(low, high);
}

// Amounts, numbers, percentages and quantities: what there can be more of.
static bool is_amount(const Checker *checker, const Decision *decision, uint32_t column)
{
    return check_type_is_numeric(checker, decision->input->fields[decision->columns[column]].type);
}

// The column in which `high` has more than `low` and nothing else differs; WRIT_NONE: none.
static uint32_t column_of_more(const Checker *checker, const Decision *decision, const Row *low,
                               const Row *high)
{
    uint32_t found = WRIT_NONE;
    for (uint32_t i = 0; i < decision->column_count; i++) {
        if (is_amount(checker, decision, i) && follows(&low->cells[i], &high->cells[i])) {
            if (found != WRIT_NONE) {
                return WRIT_NONE;
            }
            found = i;
        } else if (!meet(&low->cells[i], &high->cells[i])) {
            return WRIT_NONE;
        }
    }
    return found;
}

// Two rows that differ in one amount, and which of them asks for less authority.
typedef struct Trend {
    uint32_t count;
    const Row *less; // Of the first such pair: the row that needs less,
    const Row *more; // and the one that needs more.
} Trend;

static void note_pair(Trend *trend, const Row *less, const Row *more)
{
    if (trend->count++ == 0) {
        trend->less = less;
        trend->more = more;
    }
}

static void tell(Checker *checker, const Field *field, const Trend *trend, const char *amount)
{
    WritDiag *diag =
        diag_warning(checker->diags, DIAG_LESS_AUTHORITY, trend->less->span,
                     "row %.*s needs less authority than row %.*s, for %s \"%.*s\"",
                     WRIT_TEXT_ARGS(trend->less->label), WRIT_TEXT_ARGS(trend->more->label), amount,
                     WRIT_TEXT_ARGS(field->text));
    diag_label(diag, trend->more->span, "the other row");
    diag_reason(diag, "Elsewhere in the table it is the other way round. Who stands above whom is "
                      "said by \"standing deputy\".");
    diag_hint(diag, "Ask the same roles or higher ones, if this is not meant.");
}

static void compare_rows(Checker *checker, const Decision *decision, uint32_t column,
                         uint32_t result)
{
    Trend rising = {0}; // The more of it, the more authority.
    Trend falling = {0};
    for (uint32_t high = 0; high < decision->row_count; high++) {
        for (uint32_t low = 0; low < decision->row_count; low++) {
            const Row *lower = &decision->rows[low];
            const Row *higher = &decision->rows[high];
            if (column_of_more(checker, decision, lower, higher) != column) {
                continue;
            }
            if (asks_less(lower->results[result], higher->results[result])) {
                note_pair(&falling, higher, lower);
            } else if (asks_less(higher->results[result], lower->results[result])) {
                note_pair(&rising, lower, higher);
            }
        }
    }
    const Field *field = &decision->input->fields[decision->columns[column]];
    if (rising.count > 0 && falling.count > 0) {
        bool more = falling.count <= rising.count;
        tell(checker, field, more ? &falling : &rising, more ? "more" : "less");
    }
}

void check_decision_authority(Checker *checker, const Symbol *symbol)
{
    const Decision *decision = symbol->decision;
    if (!decision->checked || decision->row_count > AUTHORITY_ROWS_MAX) {
        return;
    }
    for (uint32_t i = 0; i < decision->result_count; i++) {
        TypeId type = decision->output->fields[decision->results[i]].type;
        if (check_type_is(checker, type, WRIT_TYPE_LIST)) {
            type = check_type(checker, type)->index;
        }
        for (uint32_t column = 0;
             check_type_is(checker, type, WRIT_TYPE_ROLE) && column < decision->column_count;
             column++) {
            compare_rows(checker, decision, column, i);
        }
    }
}
