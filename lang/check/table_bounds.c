// What can come into a column: `such that depth in 0% to 60%` of every field that is handed to it.
//
// A value keeps its `such that` at every write, so a row beyond it never decides, and a gap beyond
// it is none. What is handed over without such bounds leaves the column open.
#include "check/decisions.h"

#include "check/types.h"

// --- What a condition says ----------------------------------------------------------------

static bool is_the_field(const Expr *expr, uint32_t field)
{
    return expr->operation == WRIT_OP_FIELD && expr->a->operation == WRIT_OP_SELF &&
           expr->number == field;
}

static int order_of(const Expr *a, const Expr *b)
{
    int order = 0;
    (void)writ_value_compare(a->constant, b->constant, &order);
    return order;
}

// The bound that is said when none was before or when it is the narrower one.
static void narrow_low(DomainBounds *bounds, const Expr *low, bool open)
{
    int order = bounds->low == NULL ? 1 : order_of(low, bounds->low);
    if (order > 0 || (order == 0 && open)) {
        bounds->low = low;
        bounds->low_open = open;
    }
}

static void narrow_high(DomainBounds *bounds, const Expr *high, bool open)
{
    int order = bounds->high == NULL ? -1 : order_of(high, bounds->high);
    if (order < 0 || (order == 0 && open)) {
        bounds->high = high;
        bounds->high_open = open;
    }
}

typedef enum Side {
    SIDE_LOW,
    SIDE_HIGH,
} Side;

static void narrow(DomainBounds *bounds, Side side, const Expr *bound, bool open)
{
    if (side == SIDE_LOW) {
        narrow_low(bounds, bound, open);
    } else {
        narrow_high(bounds, bound, open);
    }
}

static void read_comparison(DomainBounds *bounds, const Expr *expr, uint32_t field)
{
    bool open = expr->operation == WRIT_OP_LESS || expr->operation == WRIT_OP_GREATER;
    bool less = expr->operation == WRIT_OP_LESS || expr->operation == WRIT_OP_LESS_EQUAL;
    if (is_the_field(expr->a, field) && expr->b->operation == WRIT_OP_CONSTANT) {
        narrow(bounds, less ? SIDE_HIGH : SIDE_LOW, expr->b, open);
    } else if (is_the_field(expr->b, field) && expr->a->operation == WRIT_OP_CONSTANT) {
        narrow(bounds, less ? SIDE_LOW : SIDE_HIGH, expr->a, open);
    }
}

static void read_range(DomainBounds *bounds, const Expr *expr, uint32_t field)
{
    if (is_the_field(expr->a, field) && expr->b->operation == WRIT_OP_CONSTANT &&
        expr->c->operation == WRIT_OP_CONSTANT) {
        narrow_low(bounds, expr->b, false);
        narrow_high(bounds, expr->c, expr->operation == WRIT_OP_IN_RANGE_BELOW);
    }
}

// Parts that say something else about the field only make it narrower: they are left out.
static void read_condition(DomainBounds *bounds, const Expr *expr, uint32_t field)
{
    WritOperation operation = expr->operation;
    if (operation == WRIT_OP_AND) {
        read_condition(bounds, expr->a, field);
        read_condition(bounds, expr->b, field);
    } else if (operation == WRIT_OP_LESS || operation == WRIT_OP_LESS_EQUAL ||
               operation == WRIT_OP_GREATER || operation == WRIT_OP_GREATER_EQUAL) {
        read_comparison(bounds, expr, field);
    } else if (operation == WRIT_OP_IN_RANGE || operation == WRIT_OP_IN_RANGE_BELOW) {
        read_range(bounds, expr, field);
    }
}

// --- Uses ---------------------------------------------------------------------------------

static DomainBounds bounds_of(const Checker *checker, const Expr *arg)
{
    DomainBounds bounds = {.known = BOUNDS_UNKNOWN};
    if (arg->operation != WRIT_OP_FIELD) {
        return bounds;
    }
    const Record *record = check_type_record(checker, arg->a->type);
    const Field *field = &record->fields[arg->number];
    if (field->such_that == NULL || field->such_that->type == TYPE_UNKNOWN) {
        return bounds;
    }
    read_condition(&bounds, field->such_that, arg->number);
    bool some = bounds.low != NULL || bounds.high != NULL;
    bool sound = bounds.low == NULL || bounds.high == NULL ||
                 order_of(bounds.low, bounds.high) < (bounds.low_open || bounds.high_open ? 0 : 1);
    bounds.known = some && sound ? BOUNDS_KNOWN : BOUNDS_UNKNOWN;
    bounds.said = field->span;
    return bounds;
}

static void widen_low(DomainBounds *bounds, const DomainBounds *other)
{
    if (bounds->low == NULL || other->low == NULL) {
        bounds->low = NULL;
        return;
    }
    int order = order_of(other->low, bounds->low);
    if (order < 0 || (order == 0 && !other->low_open)) {
        bounds->low = other->low;
        bounds->low_open = other->low_open;
    }
}

static void widen_high(DomainBounds *bounds, const DomainBounds *other)
{
    if (bounds->high == NULL || other->high == NULL) {
        bounds->high = NULL;
        return;
    }
    int order = order_of(other->high, bounds->high);
    if (order > 0 || (order == 0 && !other->high_open)) {
        bounds->high = other->high;
        bounds->high_open = other->high_open;
    }
}

void check_decision_use(Checker *checker, Decision *decision, const Exprs *args)
{
    if (decision->bounds == NULL) {
        decision->bounds = writ_arena_array(checker->arena, decision->input->field_count + 1,
                                            sizeof *decision->bounds);
    }
    for (uint32_t i = 0; i < args->count; i++) {
        DomainBounds *bounds = &decision->bounds[i];
        const Expr *arg = args->items[i];
        if (arg == NULL || arg->type == TYPE_UNKNOWN || bounds->known == BOUNDS_UNKNOWN) {
            bounds->known = BOUNDS_UNKNOWN;
            continue;
        }
        DomainBounds other = bounds_of(checker, arg);
        if (bounds->known == BOUNDS_UNUSED || other.known == BOUNDS_UNKNOWN) {
            *bounds = other;
            continue;
        }
        widen_low(bounds, &other);
        widen_high(bounds, &other);
    }
}

// A field of a record keeps its `such that` wherever the record came from.
static const DomainBounds *bounds_of_path(Checker *checker, const Expr *path)
{
    DomainBounds *bounds = writ_arena_alloc(checker->arena, sizeof *bounds);
    *bounds = bounds_of(checker, path);
    return bounds->known == BOUNDS_KNOWN ? bounds : NULL;
}

const DomainBounds *check_decision_bounds(Checker *checker, const Decision *decision,
                                          uint32_t field)
{
    if (decision->input->fields[field].computed != NULL) {
        return bounds_of_path(checker, decision->input->fields[field].computed);
    }
    if (decision->symbol->version_of != NULL) {
        decision = decision->symbol->version_of->decision; // Whoever asks, asks by the name.
    }
    if (decision->bounds == NULL || decision->bounds[field].known != BOUNDS_KNOWN) {
        return NULL;
    }
    return &decision->bounds[field];
}
