// The lines of a decision, its columns, and its cells as constants.
#include "check/decisions.h"

#include <assert.h>

#include "check/builtins.h"
#include "check/data.h"
#include "check/exprs.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/outside.h"
#include "check/places.h"
#include "check/types.h"
#include "check/wording.h"

void check_decision_shell(Checker *checker, Symbol *symbol)
{
    Decision *decision = writ_arena_alloc(checker->arena, sizeof *decision);
    decision->entry.order = symbol->qualified;
    decision->name = symbol->qualified;
    decision->title = check_plain_text(checker, symbol->decl->title);
    decision->symbol = symbol;
    decision->policy = WRIT_HIT_EXACTLY_ONE;
    symbol->decision = decision;
}

// --- Input and output ---------------------------------------------------------------------

typedef struct Lines {
    ParamList given;
    ParamList gives;
    WritSpan policy;
    WritHitPolicy hit;
    int64_t from;
    int64_t through;
    WritSpan dated;
} Lines;

static void read_policy(Checker *checker, Lines *lines, const TreeDecisionLine *line)
{
    if (lines->policy.start != 0) {
        check_tell_line_twice(checker, line->span, lines->policy, "which rows match");
        return;
    }
    lines->policy = line->span;
    lines->hit = line->kind == TREE_DECISION_ONE_ROW     ? WRIT_HIT_EXACTLY_ONE
                 : line->kind == TREE_DECISION_FIRST_ROW ? WRIT_HIT_FIRST
                                                         : WRIT_HIT_EVERY;
}

static void read_force(Checker *checker, Lines *lines, const TreeMeta *meta)
{
    if (lines->dated.start != 0) {
        check_tell_line_twice(checker, meta->span, lines->dated, "in force from");
        return;
    }
    lines->dated = meta->span;
    if (!check_date(checker, meta->from, &lines->from) ||
        (meta->through != NULL && !check_date(checker, meta->through, &lines->through))) {
        return;
    }
    if (lines->through < lines->from) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_IN_FORCE, meta->span, "this ends before it begins");
        diag_hint(diag, "Write the first day, then the last one.");
        lines->through = lines->from;
    }
}

static Lines read_lines(Checker *checker, const TreeDecision *tree)
{
    Lines lines = {.from = WRIT_DATE_DAYS_MIN, .through = WRIT_DATE_DAYS_MAX};
    for (const TreeDecisionLine *line = tree->lines.first; line != NULL; line = line->next) {
        switch (line->kind) {
        case TREE_DECISION_META:
            if (line->meta->kind == TREE_META_IN_FORCE) {
                read_force(checker, &lines, line->meta);
            } else {
                check_meta(checker, line->meta);
            }
            break;
        case TREE_DECISION_GIVEN:
            check_params_add(checker, &lines.given, &line->params);
            break;
        case TREE_DECISION_GIVES:
            check_params_add(checker, &lines.gives, &line->params);
            break;
        case TREE_DECISION_ONE_ROW:
        case TREE_DECISION_FIRST_ROW:
        case TREE_DECISION_EVERY_ROW:
            read_policy(checker, &lines, line);
            break;
        }
    }
    return lines;
}

static Record *params_record(Checker *checker, const Symbol *symbol, const ParamList *params,
                             const char *side, uint32_t more)
{
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%.*s %s", WRIT_TEXT_ARGS(symbol->qualified), side);
    RecordNames names = {
        .name = symbol->text,
        .qualified = check_scratch_text(checker),
        .span = symbol->span,
    };
    return check_params_record(checker, symbol->module, names, params, more);
}

static void tell_lacks(Checker *checker, const Symbol *symbol, const char *what, const char *hint)
{
    WritDiag *diag =
        diag_error(checker->diags, DIAG_DECISION_LACKS, symbol->span,
                   "the decision \"%.*s\" does not say %s", WRIT_TEXT_ARGS(symbol->text), what);
    diag_hint(diag, "%s", hint);
}

// One result as its value, several as a record; of every row that matches a list of these.
static TypeId result_type_of(Checker *checker, const Decision *decision)
{
    const Record *output = decision->output;
    TypeId type = output->field_count == 1 ? output->fields[0].type : output->type;
    if (decision->policy != WRIT_HIT_EVERY || type == TYPE_UNKNOWN) {
        return type;
    }
    if (check_type_is_optional(checker, type)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_LIST_ELEMENT, output->fields[0].span,
                                    "an element of a list is never missing");
        diag_reason(diag, "\"every row that matches\" gives a list of what the rows give.");
        diag_hint(diag, "Remove \"optional\": a row that gives nothing need not be there.");
        return TYPE_UNKNOWN;
    }
    return check_type_list(checker, type);
}

void check_decision_types(Checker *checker, Symbol *symbol)
{
    Decision *decision = symbol->decision;
    if (decision->input != NULL || decision->reading) {
        return;
    }
    decision->reading = true;
    Lines lines = read_lines(checker, &symbol->decl->decision);
    decision->policy = lines.hit;
    decision->from = lines.from;
    decision->through = lines.through;
    decision->dated = lines.dated;
    decision->input = params_record(checker, symbol, &lines.given, "given",
                                    check_path_column_count(checker, symbol));
    decision->output = params_record(checker, symbol, &lines.gives, "gives", 0);
    if (lines.given.count == 0) {
        tell_lacks(checker, symbol, "what it is given", "Add \"given NAME : TYPE\".");
    }
    if (lines.gives.count == 0) {
        tell_lacks(checker, symbol, "what it gives", "Add \"gives NAME : TYPE\".");
    }
    if (lines.policy.start == 0) {
        tell_lacks(checker, symbol, "which rows match",
                   "Add \"exactly one row must match\", \"first row that matches\" or \"every row "
                   "that matches\".");
        decision->later = true; // No proof without a policy.
    }
    decision->result_type = result_type_of(checker, decision);
    if (symbol->version_of != NULL) {
        check_decision_types(checker, symbol->version_of);
        check_decision_version(checker, symbol);
    }
}

TypeId check_result_type(Checker *checker, Symbol *symbol)
{
    check_decision_types(checker, symbol);
    return symbol->decision->result_type; // TYPE_UNKNOWN while it is being read.
}

// --- Columns ------------------------------------------------------------------------------

static bool tell_column(Checker *checker, WritSpan span, const Record *record, const char *what)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_TABLE_COLUMN, span, "%s", what);
    diag_label(diag, record->span, "declared here");
    diag_hint(diag,
              "Give each \"gives\" a column right of \"||\", and each \"given\" one left of it, "
              "for itself or one of its fields, or a place in a result.");
    return false;
}

// Can a cell say something about values of this type?
static bool is_column_type(Checker *checker, TypeId type)
{
    if (type == TYPE_UNKNOWN) {
        return false;
    }
    const WritType *column = check_type(checker, type);
    return check_type_is_key(checker, type) && column->kind != WRIT_TYPE_PERSON &&
           (column->kind != WRIT_TYPE_MONEY || column->currency != 0);
}

typedef struct Columns {
    uint32_t *fields;
    uint32_t count;
    bool *seen;
} Columns;

// Notes the column of a field, or of NO_FIELD where nothing is declared for it.
static bool add_column(Checker *checker, const TreePath *path, const Record *record,
                       uint32_t number, Columns *columns)
{
    if (number == NO_FIELD) {
        return tell_column(checker, path->span, record, "nothing is declared for this column");
    }
    if (columns->seen[number]) {
        return tell_column(checker, path->span, record, "this column stands here twice");
    }
    columns->seen[number] = true;
    columns->fields[columns->count++] = number;
    return true;
}

static uint32_t field_called(const Record *record, const TreeName *name)
{
    const Field *field = check_names_find(&record->by_name, name->name);
    return field == NULL ? NO_FIELD : (uint32_t)(field - record->fields);
}

static Columns columns_for(Checker *checker, const TreePaths *paths, const Record *record)
{
    size_t most = (size_t)record->field_count + paths->count;
    return (Columns){
        .fields = writ_arena_array(checker->arena, paths->count, sizeof(uint32_t)),
        .seen = writ_arena_array(checker->arena, most, sizeof(bool)),
    };
}

static bool read_conditions(Checker *checker, const Symbol *symbol, const TreePaths *paths,
                            Columns *columns)
{
    Record *input = symbol->decision->input;
    *columns = columns_for(checker, paths, input);
    bool sound = true;
    for (const TreePath *path = paths->first; path != NULL; path = path->next) {
        uint32_t number = field_called(input, path->parts.first);
        if (number != NO_FIELD && path->parts.count > 1) {
            number = check_path_column(checker, symbol, path);
            if (number == NO_FIELD) { // Told.
                sound = false;
                continue;
            }
        }
        sound = add_column(checker, path, input, number, columns) && sound;
    }
    return sound;
}

static bool read_results_head(Checker *checker, const TreePaths *paths, const Record *output,
                              Columns *columns)
{
    *columns = columns_for(checker, paths, output);
    bool sound = true;
    for (const TreePath *path = paths->first; path != NULL; path = path->next) {
        uint32_t number =
            path->parts.count > 1 ? NO_FIELD : field_called(output, path->parts.first);
        sound = add_column(checker, path, output, number, columns) && sound;
    }
    return sound;
}

static bool has_all_columns(Checker *checker, WritSpan head, const Record *record, const bool *seen)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        // A path may be a column of another version alone.
        if (!seen[i] && !record->fields[i].is_computed) {
            writ_buffer_clear(checker->scratch);
            writ_buffer_format(checker->scratch, "the table has no column for \"%.*s\"",
                               WRIT_TEXT_ARGS(record->fields[i].text));
            return tell_column(checker, head, record, check_scratch_text(checker).data);
        }
    }
    return true;
}

// What is given is asked about in a column or used in a result.
static bool is_all_used(Checker *checker, const Decision *decision, WritSpan head)
{
    bool *used = writ_arena_array(checker->arena, decision->input->field_count, sizeof *used);
    for (uint32_t i = 0; i < decision->column_count; i++) {
        used[decision->columns[i]] = true;
        check_expr_mark_fields(decision->input->fields[decision->columns[i]].computed, used);
    }
    for (uint32_t row = 0; row < decision->row_count; row++) {
        for (uint32_t i = 0; i < decision->result_count; i++) {
            check_expr_mark_fields(decision->rows[row].results[i], used);
        }
    }
    for (uint32_t i = 0; i < decision->input->field_count; i++) {
        TypeId type = decision->input->fields[i].type;
        if (used[i] && check_type_is(checker, type, WRIT_TYPE_MONEY) &&
            check_type(checker, type)->currency_field != WRIT_NONE) {
            used[check_type(checker, type)->currency_field] = true;
        }
    }
    return has_all_columns(checker, head, decision->input, used);
}

static void tell_type(Checker *checker, const Field *field)
{
    WritSpan span = field->computed != NULL ? field->computed->span : field->span;
    WritDiag *diag =
        diag_error(checker->diags, DIAG_TABLE_COLUMN, span, "a cell cannot be compared with %s",
                   check_type_text(checker, field->type));
    if (check_type_record(checker, field->type) != NULL) {
        diag_hint(diag, "Name one of its fields: \"%.*s.FIELD\".", WRIT_TEXT_ARGS(field->text));
    } else {
        diag_hint(diag, "Give the decision a number, a text, a choice, or an amount in a "
                        "fixed currency.");
    }
}

static bool have_cell_types(Checker *checker, const Decision *decision)
{
    bool sound = true;
    for (uint32_t i = 0; i < decision->column_count; i++) {
        const Field *field = &decision->input->fields[decision->columns[i]];
        if (!is_column_type(checker, field->type)) {
            sound = false;
            if (field->type != TYPE_UNKNOWN) {
                tell_type(checker, field);
            }
        }
    }
    return sound;
}

static bool read_head(Checker *checker, const Symbol *symbol, const TreeTable *table)
{
    Decision *decision = symbol->decision;
    Columns columns;
    Columns results;
    bool sound = read_conditions(checker, symbol, &table->conditions, &columns);
    sound = read_results_head(checker, &table->results, decision->output, &results) && sound;
    sound = sound && has_all_columns(checker, table->head, decision->output, results.seen);
    decision->columns = columns.fields;
    decision->column_count = columns.count;
    decision->results = results.fields;
    decision->result_count = results.count;
    return sound && have_cell_types(checker, decision);
}

// --- Cells --------------------------------------------------------------------------------

// A value of a cell; NULL when it is wrong (told).
static const Expr *read_value(Scope *scope, const TreeExpr *tree, const Field *field)
{
    Wanted wanted = {
        .type = check_type_required(scope->checker, field->type),
        .what = "this column",
        .declared = field->span,
    };
    Expr *expr = check_expr_as(scope, tree, wanted);
    if (check_expr_is_unknown(expr)) {
        return NULL;
    }
    if (expr->operation == WRIT_OP_NEGATE && expr->a->operation == WRIT_OP_CONSTANT) {
        WritValue value = expr->a->constant;
        value.number = writ_decimal_negate(value.number);
        return check_expr_constant(scope, expr->type, expr->span, value);
    }
    if (expr->operation != WRIT_OP_CONSTANT) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_NOT_CONSTANT, expr->span,
                                    "a condition of a table is a fixed value");
        diag_hint(diag, "Write the value itself.");
        return NULL;
    }
    return expr;
}

static bool tell_cell(Checker *checker, WritSpan span, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_TABLE_CELL, span, "%s", what);
    diag_hint(diag, "%s", hint);
    return false;
}

static bool is_range_sound(Checker *checker, const Cell *cell, const Field *field)
{
    if (!check_type_is_ordered(checker, field->type)) {
        return tell_cell(checker, cell->span, "values of this column have no order",
                         "List the values: \"a, b\" or \"not a\".");
    }
    if (cell->low == NULL || cell->high == NULL) {
        return true;
    }
    int order;
    if (!writ_value_compare(cell->low->constant, cell->high->constant, &order)) {
        return tell_cell(checker, cell->span, "these two cannot be compared",
                         "Write both in the same unit.");
    }
    bool empty = order > 0 || (order == 0 && (cell->low_open || cell->high_open));
    return !empty || tell_cell(checker, cell->span, "no value lies in this range",
                               "Write the lower value first.");
}

static bool read_range(Scope *scope, const TreeCell *tree, const Field *field, Cell *cell)
{
    cell->kind = WRIT_CELL_BETWEEN;
    cell->low_open = tree->kind == TREE_CELL_ABOVE || tree->kind == TREE_CELL_ABOVE_UP_TO ||
                     tree->kind == TREE_CELL_ABOVE_BELOW;
    cell->high_open = tree->kind == TREE_CELL_BELOW || tree->kind == TREE_CELL_ABOVE_BELOW ||
                      tree->kind == TREE_CELL_TO_BELOW;
    if (tree->low != NULL) {
        cell->low = read_value(scope, tree->low, field);
    }
    if (tree->high != NULL) {
        cell->high = read_value(scope, tree->high, field);
    }
    bool sound =
        (tree->low == NULL) == (cell->low == NULL) && (tree->high == NULL) == (cell->high == NULL);
    return sound && is_range_sound(scope->checker, cell, field);
}

static bool read_values(Scope *scope, const TreeCell *tree, const Field *field, Cell *cell)
{
    cell->kind = tree->kind == TREE_CELL_VALUES ? WRIT_CELL_ONE_OF : WRIT_CELL_NOT_ONE_OF;
    cell->values.items =
        writ_arena_array(scope->checker->arena, tree->values.count, sizeof(Expr *));
    bool sound = true;
    for (const TreeExpr *value = tree->values.first; value != NULL; value = value->next) {
        const Expr *expr = read_value(scope, value, field);
        sound = sound && expr != NULL;
        if (expr != NULL) {
            cell->values.items[cell->values.count++] = (Expr *)(uintptr_t)expr;
        }
    }
    return sound;
}

static bool read_presence(Scope *scope, const TreeCell *tree, const Field *field, Cell *cell)
{
    cell->kind = tree->kind == TREE_CELL_MISSING ? WRIT_CELL_MISSING : WRIT_CELL_PRESENT;
    return check_type_is_optional(scope->checker, field->type) ||
           tell_cell(scope->checker, tree->span, "this value is never missing",
                     "Write \"any\", or declare the \"given\" as \"optional\".");
}

static bool read_cell(Scope *scope, const TreeCell *tree, const Field *field, Cell *cell)
{
    cell->span = tree->span;
    cell->text = check_wording_cell(scope->checker, tree);
    switch (tree->kind) {
    case TREE_CELL_ANY:
        cell->kind = WRIT_CELL_ANY;
        return true;
    case TREE_CELL_MISSING:
    case TREE_CELL_PRESENT:
        return read_presence(scope, tree, field, cell);
    case TREE_CELL_BELOW:
    case TREE_CELL_UP_TO:
    case TREE_CELL_ABOVE:
    case TREE_CELL_ABOVE_UP_TO:
    case TREE_CELL_ABOVE_BELOW:
    case TREE_CELL_OR_MORE:
    case TREE_CELL_TO:
    case TREE_CELL_TO_BELOW:
        return read_range(scope, tree, field, cell);
    case TREE_CELL_VALUES:
    case TREE_CELL_NOT_VALUES:
        return read_values(scope, tree, field, cell);
    }
    WRIT_UNREACHABLE();
}

// --- Rows ---------------------------------------------------------------------------------

typedef struct Table {
    Checker *checker;
    Decision *decision;
    Scope conditions;
    Scope results;
    NameTable labels; // To TreeRow.
} Table;

static bool tell_width(Table *table, const TreeRow *tree, uint32_t found, uint32_t needed,
                       const char *side)
{
    WritDiag *diag =
        diag_error(table->checker->diags, DIAG_TABLE_WIDTH, tree->span,
                   "row %.*s has %u cell%s %s \"||\", and the table has %u column%s there",
                   WRIT_TEXT_ARGS(tree->label->text), (unsigned)found, found == 1 ? "" : "s", side,
                   (unsigned)needed, needed == 1 ? "" : "s");
    diag_hint(diag, "Give the row a cell for each column. A condition that does not matter is "
                    "\"any\".");
    return false;
}

static bool is_row_shaped(Table *table, const TreeRow *tree)
{
    const Decision *decision = table->decision;
    const TreeRow *before = check_names_find(&table->labels, tree->label->name);
    if (before != NULL) {
        WritDiag *diag = diag_error(table->checker->diags, DIAG_TABLE_LABEL, tree->label->span,
                                    "two rows are called %.*s", WRIT_TEXT_ARGS(tree->label->text));
        diag_label(diag, before->label->span, "the other one");
        diag_hint(diag, "Give one of the rows another label: records of what was decided cite it.");
        return false;
    }
    (void)check_names_put(&table->labels, table->checker->arena, tree->label->name,
                          (void *)(uintptr_t)tree);
    if (tree->conditions.count != decision->column_count) {
        return tell_width(table, tree, tree->conditions.count, decision->column_count, "before");
    }
    return tree->results.count == decision->result_count ||
           tell_width(table, tree, tree->results.count, decision->result_count, "after");
}

// --- Results ------------------------------------------------------------------------------

// What a cell of results holds: NULL when that is no value (told).
static Expr *tell_no_result(Table *table, const TreeCell *tree, bool list)
{
    (void)tell_cell(table->checker, tree->span,
                    list ? "a result is a value, or several" : "a result is one value",
                    list ? "Write the values with commas between them, or \"none\"."
                         : "Write the value. Conditions stand left of \"||\".");
    return NULL;
}

// A value that is a list already: a list that is given, what a formula gives.
static bool is_whole_list(Table *table, const TreeExpr *tree)
{
    return (tree->kind == TREE_EXPR_PATH &&
            check_is_variable(&table->results, tree->path->parts.first)) ||
           tree->kind == TREE_EXPR_CALL;
}

// `sales_manager, finance_controller` in a column of lists; `none` is the list without elements.
static Expr *read_list(Table *table, const TreeCell *tree, Wanted wanted)
{
    Checker *checker = table->checker;
    wanted.type = check_type(checker, wanted.type)->index;
    if (!check_type_is_plain(checker, wanted.type)) {
        (void)tell_cell(checker, tree->span, "a cell lists only what is no record and no list",
                        "Name a list of the \"given\", or ask a formula for one.");
        return NULL;
    }
    Expr **items = writ_arena_array(checker->arena, tree->values.count, sizeof(Expr *));
    uint32_t count = 0;
    bool sound = true;
    for (const TreeExpr *value = tree->values.first; value != NULL; value = value->next) {
        if (value->kind == TREE_EXPR_NONE && tree->values.count == 1) {
            break;
        }
        items[count] = check_expr_as(&table->results, value, wanted);
        sound = sound && !check_expr_is_unknown(items[count++]);
    }
    if (!sound) {
        return NULL;
    }
    Expr *expr = check_expr_new(&table->results, WRIT_OP_LIST,
                                check_type_list(checker, wanted.type), tree->span);
    check_expr_items(expr, items, count);
    return expr;
}

// NULL when the cell is wrong (told).
static Expr *read_result(Table *table, const TreeCell *tree, Wanted wanted)
{
    bool list = check_type_is(table->checker, wanted.type, WRIT_TYPE_LIST) &&
                !check_type_is_optional(table->checker, wanted.type);
    if (tree->kind != TREE_CELL_VALUES || (tree->values.count > 1 && !list)) {
        return tell_no_result(table, tree, list);
    }
    if (list && !(tree->values.count == 1 && is_whole_list(table, tree->values.first))) {
        return read_list(table, tree, wanted);
    }
    Expr *expr = check_expr_as(&table->results, tree->values.first, wanted);
    return check_expr_is_unknown(expr) ? NULL : expr;
}

static bool read_results(Table *table, const TreeRow *tree, Row *row)
{
    const Decision *decision = table->decision;
    const Record *output = decision->output;
    Expr **by_field = writ_arena_array(table->checker->arena, output->field_count, sizeof(Expr *));
    bool sound = true;
    // Currencies before the amounts that are in them.
    for (uint32_t pass = 0; pass < 2; pass++) {
        const TreeCell *cell = tree->results.first;
        for (uint32_t i = 0; i < decision->result_count; i++, cell = cell->next) {
            const Field *field = &output->fields[decision->results[i]];
            if (check_type_is(table->checker, field->type, WRIT_TYPE_CURRENCY) != (pass == 0)) {
                continue;
            }
            Wanted wanted = {
                .type = field->type,
                .currency =
                    check_sibling_currency(table->checker, output, decision->results[i], by_field),
                .what = "this column",
                .declared = field->span,
            };
            Expr *expr = read_result(table, cell, wanted);
            sound = sound && expr != NULL;
            by_field[decision->results[i]] = expr;
            row->results[i] = expr;
        }
    }
    return sound;
}

static bool read_row(Table *table, const TreeRow *tree)
{
    Decision *decision = table->decision;
    if (!is_row_shaped(table, tree)) {
        return false;
    }
    Row *row = &decision->rows[decision->row_count++];
    row->label = tree->label->text;
    row->span = tree->span;
    row->cells = writ_arena_array(table->checker->arena, decision->column_count, sizeof(Cell));
    row->results = writ_arena_array(table->checker->arena, decision->result_count, sizeof(Expr *));
    const TreeCell *cell = tree->conditions.first;
    bool sound = true;
    for (uint32_t i = 0; i < decision->column_count; i++, cell = cell->next) {
        const Field *field = &decision->input->fields[decision->columns[i]];
        sound = read_cell(&table->conditions, cell, field, &row->cells[i]) && sound;
    }
    return read_results(table, tree, row) && sound;
}

void check_decision_rows(Checker *checker, Symbol *symbol)
{
    Decision *decision = symbol->decision;
    const TreeTable *tree = symbol->decl->decision.table;
    if (decision->input->field_count == 0 || decision->output->field_count == 0 ||
        !read_head(checker, symbol, tree)) {
        return;
    }
    Table table = {
        .checker = checker,
        .decision = decision,
        .conditions = {.checker = checker,
                       .module = symbol->module,
                       .constant = "a condition of a table"},
        .results = {.checker = checker,
                    .module = symbol->module,
                    .self = decision->input,
                    .self_place = check_place_root(checker, decision->input->type, 0, NULL)},
    };
    decision->rows = writ_arena_array(checker->arena, tree->rows.count, sizeof(Row));
    decision->checked = !decision->later;
    for (const TreeRow *row = tree->rows.first; row != NULL && check_has_room(checker, row->span);
         row = row->next) {
        decision->checked = read_row(&table, row) && decision->checked;
    }
    decision->checked = decision->checked && is_all_used(checker, decision, tree->head);
}
