// Where processes use a thing: one row a place, with how.
#include <assert.h>

#include "draw/meaning.h"

typedef struct Using {
    Meaning *meaning;
    SheetPart *part;
    uint32_t index; // Of the thing in the present plan's table; WRIT_NONE where it is in none.
} Using;

static Phrases *phrases_of(const Using *using)
{
    return &using->meaning->sheet.phrases;
}

static const WritPlan *plan_of(const Using *using)
{
    return using->meaning->sheet.phrases.plan;
}

// --- Rows --------------------------------------------------------------------------------------

// The cells "Where" and "How" of a new row. Which process it is need not be said where there is
// one.
static Phrase *add_row(Using *using)
{
    Phrase *cells = sheet_add_row(&using->meaning->sheet, using->part);
    if (using->part->columns > 2) {
        phrase_add(phrases_of(using), &cells[2], PIECE_PLAIN,
                   writ_text_last_name(plan_of(using)->name));
    }
    return cells;
}

static void add_at(Using *using, uint32_t node, const char *how)
{
    Phrase *cells = add_row(using);
    if (node == 0) {
        phrase_add_words(phrases_of(using), &cells[0], "the whole case");
    } else {
        sheet_add_place(&using->meaning->sheet, &cells[0], node);
    }
    phrase_add_words(phrases_of(using), &cells[1], how);
}

static Phrase *add_way(Using *using, const Way *way)
{
    Phrase *cells = add_row(using);
    sheet_add_way(&using->meaning->sheet, &cells[0], way);
    return &cells[1];
}

static const WritStep *step_of(const WritPlan *plan, uint32_t node)
{
    return plan->nodes[node].kind == WRIT_NODE_STEP ? &plan->steps[plan->nodes[node].step] : NULL;
}

// --- Roles -------------------------------------------------------------------------------------

static bool has_role(const Using *using, uint32_t start, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const WritParty *party = &plan_of(using)->parties[start + i];
        if (party->kind == WRIT_PARTY_ROLE && party->index == using->index) {
            return true;
        }
    }
    return false;
}

static void add_role_action(void *context, const Way *way, const WritAction *action)
{
    Using *using = context;
    bool tells = action->kind == WRIT_ACTION_NOTIFY;
    if ((!tells && action->kind != WRIT_ACTION_REASSIGN) ||
        !has_role(using, action->parties_start, action->party_count)) {
        return;
    }
    Phrase *how = add_way(using, way);
    phrase_add_words(phrases_of(using), how, tells ? "is told" : "gets the task");
    if (tells && action->message != WRIT_NONE) {
        phrase_add_words(phrases_of(using), how, " ");
        phrase_add(phrases_of(using), how, PIECE_PLAIN,
                   writ_text_last_name(plan_of(using)->messages[action->message].name));
    }
}

static void add_role_head(Using *using)
{
    const WritPlan *plan = plan_of(using);
    if (plan->owner.kind == WRIT_PARTY_ROLE && plan->owner.index == using->index) {
        add_at(using, 0, "is the process owner");
    }
    if (plan->start == WRIT_START_ON_REQUEST &&
        has_role(using, plan->start_parties_start, plan->start_party_count)) {
        add_at(using, 0, "may start it");
    }
    if (plan->cancellation.allowed && has_role(using, plan->cancellation.performer.parties_start,
                                               plan->cancellation.performer.party_count)) {
        add_at(using, 0, "may cancel it");
    }
    for (uint32_t i = 0; i < plan->role_count; i++) {
        const WritRole *role = &plan->roles[i];
        for (uint32_t k = 0; k < role->deputy_count; k++) {
            if (plan->operands[role->deputies_start + k] == using->index) {
                Phrase *cells = add_row(using);
                phrase_add_words(phrases_of(using), &cells[0], "the whole case");
                phrase_add_words(phrases_of(using), &cells[1], "stands in for ");
                phrase_add(phrases_of(using), &cells[1], PIECE_PLAIN,
                           phrases_title(phrases_of(using), role->title, role->name));
            }
        }
    }
}

static bool gives_role(const WritPlan *plan, const WritRow *row, const WritDecision *decision,
                       WritText role)
{
    for (uint32_t i = 0; i < decision->result_count; i++) {
        const WritExpr *expr = &plan->exprs[plan->operands[row->results_start + i]];
        if (expr->operation == WRIT_OP_CONSTANT &&
            plan->constants[expr->a].kind == WRIT_VALUE_ROLE &&
            writ_text_equal(plan->constants[expr->a].text, role)) {
            return true;
        }
    }
    return false;
}

static void add_role_decisions(Using *using)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        const WritDecision *decision = &plan->decisions[i];
        Phrase *cells = NULL;
        for (uint32_t r = 0; r < decision->row_count; r++) {
            const WritRow *row = &plan->rows[decision->rows_start + r];
            if (!gives_role(plan, row, decision, using->meaning->thing.name)) {
                continue;
            }
            if (cells == NULL) {
                cells = add_row(using);
                phrase_add(phrases_of(using), &cells[0], PIECE_STRONG,
                           writ_text_last_name(decision->name));
                phrase_add_words(phrases_of(using), &cells[1], "is given by the table's rows ");
            } else {
                phrase_add_words(phrases_of(using), &cells[1], ", ");
            }
            phrase_add(phrases_of(using), &cells[1], PIECE_PLAIN, row->label);
        }
    }
}

static void add_role(Using *using)
{
    const WritPlan *plan = plan_of(using);
    add_role_head(using);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const WritStep *step = step_of(plan, i);
        if (step == NULL) {
            continue;
        }
        bool person = step->act == WRIT_ACT_DO || step->act == WRIT_ACT_APPROVE;
        if (person && has_role(using, step->performer.parties_start, step->performer.party_count)) {
            add_at(using, i, "may do it");
        }
        if (has_role(using, step->never_start, step->never_count)) {
            add_at(using, i, "may never do it");
        }
    }
    add_role_decisions(using);
    ways_visit_actions(plan, add_role_action, using);
}

// --- The outside world -------------------------------------------------------------------------

static void add_hook(Using *using)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const WritStep *step = step_of(plan, i);
        if (step == NULL) {
            continue;
        }
        if (step->act == WRIT_ACT_CALL && step->callee == using->index) {
            add_at(using, i, "is called");
        }
        if (step->act == WRIT_ACT_CALL && plan->hooks[step->callee].undo == using->index) {
            add_at(using, i, "undoes what was called");
        }
        if (step->undo == using->index) {
            add_at(using, i, "undoes what was done");
        }
    }
}

static void add_event(Using *using)
{
    const WritPlan *plan = plan_of(using);
    if (plan->start == WRIT_START_ON_EVENT && plan->start_event == using->index) {
        add_at(using, 0, "starts it");
    }
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const WritStep *step = step_of(plan, i);
        if (step != NULL && step->act == WRIT_ACT_WAIT && step->callee == using->index) {
            add_at(using, i, "is waited for");
        }
    }
    for (uint32_t i = 0; i < plan->happens_count; i++) {
        if (plan->happens[i].event == using->index) {
            Way way = {WAY_EVENT, 0, i, plan->happens[i].actions};
            phrase_add_words(phrases_of(using), add_way(using, &way),
                             plan->happens[i].stops_work ? "stops the work"
                                                         : "is taken up beside the work");
        }
    }
}

static void add_message_action(void *context, const Way *way, const WritAction *action)
{
    Using *using = context;
    if (action->kind == WRIT_ACTION_NOTIFY && action->message == using->index) {
        Phrase *how = add_way(using, way);
        phrase_add_words(phrases_of(using), how, "to ");
        phrase_add_parties(phrases_of(using), how, action->parties_start, action->party_count,
                           ", ");
    }
}

static void add_decision(Using *using)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const WritStep *step = step_of(plan, i);
        if (step != NULL && step->act == WRIT_ACT_DECIDE && step->callee == using->index) {
            add_at(using, i, "decides ");
            phrase_add(phrases_of(using), &using->part->last_row->cells[1], PIECE_PLAIN,
                       plan->targets[step->target].text);
        }
    }
}

static void add_formula(Using *using)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->expr_count; i++) {
        const WritRecordType *formula = writ_plan_formula(plan, i);
        if (formula != NULL && writ_text_equal(formula->name, using->meaning->declared->in_plan)) {
            add_at(using, 0, "computes with it");
            return;
        }
    }
}

static void add_rates(Using *using)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->expr_count; i++) {
        const WritExpr *expr = &plan->exprs[i];
        if (expr->operation == WRIT_OP_CALL && expr->a == WRIT_BUILTIN_CONVERTED &&
            writ_text_equal(plan->constants[plan->exprs[plan->operands[expr->b + 2]].a].text,
                            using->meaning->thing.name)) {
            add_at(using, 0, "converts with them");
            return;
        }
    }
}

// --- Milestones and tags -----------------------------------------------------------------------

static bool is_among(const WritPlan *plan, uint32_t start, uint32_t count, uint32_t index)
{
    for (uint32_t i = 0; i < count; i++) {
        if (plan->operands[start + i] == index) {
            return true;
        }
    }
    return false;
}

static void add_milestone_action(void *context, const Way *way, const WritAction *action)
{
    Using *using = context;
    if (action->kind == WRIT_ACTION_MARK && action->milestone == using->index) {
        phrase_add_words(phrases_of(using), add_way(using, way), "marks it");
    }
}

static void add_milestone(Using *using)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const WritNode *node = &plan->nodes[i];
        const WritStep *step = step_of(plan, i);
        if (is_among(plan, node->marks_start, node->mark_count, using->index) ||
            (step != NULL && is_among(plan, step->marks_start, step->mark_count, using->index))) {
            add_at(using, i, "marks it when it is done");
        }
    }
    ways_visit_actions(plan, add_milestone_action, using);
    const WritCancellation *said = &plan->cancellation;
    if (said->allowed && is_among(plan, said->marks_start, said->mark_count, using->index)) {
        add_at(using, 0, "a cancellation marks it");
    }
    if (said->allowed && said->only_before == using->index) {
        add_at(using, 0, "may be cancelled only before it");
    }
}

static void add_tag(Using *using)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const WritStep *step = step_of(plan, i);
        for (uint32_t k = 0; step != NULL && k < step->tag_count; k++) {
            if (writ_text_equal(plan->texts[step->tags_start + k], using->meaning->thing.name)) {
                add_at(using, i, "has it");
            }
        }
    }
}

// --- Time --------------------------------------------------------------------------------------

static bool is_calendar(const WritPlan *plan, uint32_t expr, WritText name)
{
    const WritExpr *read = expr == WRIT_NONE ? NULL : &plan->exprs[expr];
    return read != NULL && read->operation == WRIT_OP_CONSTANT &&
           plan->constants[read->a].kind == WRIT_VALUE_CALENDAR &&
           writ_text_equal(plan->constants[read->a].text, name);
}

static void add_calendar(Using *using)
{
    const WritPlan *plan = plan_of(using);
    WritText name = using->meaning->thing.name;
    if (writ_text_equal(plan->calendar, name) ||
        is_calendar(plan, plan->nodes[0].deadline.calendar, name)) {
        add_at(using, 0, "counts on it");
    }
    for (uint32_t i = 1; i < plan->node_count; i++) {
        if (is_calendar(plan, plan->nodes[i].deadline.calendar, name)) {
            add_at(using, i, "its clock counts on it");
        }
    }
}

static void add_ladder(Using *using, uint32_t plan)
{
    uint32_t count;
    const Thing *thing = &using->meaning->thing;
    const WritLadderUse *uses =
        writ_compile_ladder_uses(using->meaning->compilation, thing->declaration, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (uses[i].plan == plan) {
            add_at(using, uses[i].node, "");
            sheet_add_by_when(&using->meaning->sheet, &using->part->last_row->cells[1],
                              &plan_of(using)->nodes[uses[i].node].deadline);
        }
    }
}

// --- Types -------------------------------------------------------------------------------------

// Whether values of a type are, or are lists of, this record, choice or unit.
static bool is_of(const WritPlan *plan, WritTypeId type, WritTypeKind kind, uint32_t index)
{
    const WritType *read = &plan->types.types[type];
    while (read->kind == WRIT_TYPE_LIST) {
        read = &plan->types.types[read->index];
    }
    return read->kind == kind && read->index == index;
}

static void add_fields(Using *using, WritTypeKind kind)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->types.record_count; i++) {
        const WritRecordType *record = &plan->types.records[i];
        for (uint32_t k = 0; k < record->field_count && record->name.length > 0; k++) {
            if (is_of(plan, record->fields[k].type, kind, using->index)) {
                Phrase *cells = add_row(using);
                phrase_add(phrases_of(using), &cells[0], PIECE_STRONG, record->name);
                phrase_add_words(phrases_of(using), &cells[1], "the field ");
                phrase_add(phrases_of(using), &cells[1], PIECE_PLAIN, record->fields[k].name);
            }
        }
    }
}

static void add_type(Using *using, WritTypeKind kind)
{
    const WritPlan *plan = plan_of(using);
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        if (is_of(plan, plan->slots[i].type, kind, using->index)) {
            add_at(using, plan->slots[i].node == 0 ? 0 : sheet_stage_of(plan, plan->slots[i].node),
                   "");
            phrase_add(phrases_of(using), &using->part->last_row->cells[1], PIECE_PLAIN,
                       plan->slots[i].name);
        }
    }
    add_fields(using, kind);
}

// --- Which plans -------------------------------------------------------------------------------

uint32_t meaning_index(const WritPlan *plan, const WritDeclared *declared)
{
    const struct {
        WritDeclaredKind kind;
        uint32_t count;
        size_t size_bytes;
        const void *items;
    } tables[] = {
        {WRIT_DECLARED_ROLE, plan->role_count, sizeof(WritRole), plan->roles},
        {WRIT_DECLARED_HOOK, plan->hook_count, sizeof(WritHook), plan->hooks},
        {WRIT_DECLARED_EVENT, plan->event_count, sizeof(WritEventType), plan->events},
        {WRIT_DECLARED_MESSAGE, plan->message_count, sizeof(WritMessage), plan->messages},
        {WRIT_DECLARED_DECISION, plan->decision_count, sizeof(WritDecision), plan->decisions},
        {WRIT_DECLARED_MILESTONE, plan->milestone_count, sizeof(WritText), plan->milestones},
        {WRIT_DECLARED_RECORD, plan->types.record_count, sizeof(WritRecordType),
         plan->types.records},
        {WRIT_DECLARED_CHOICE, plan->types.choice_count, sizeof(WritChoiceType),
         plan->types.choices},
        {WRIT_DECLARED_UNIT, plan->types.unit_count, sizeof(WritUnit), plan->types.units},
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (uint32_t k = 0; tables[i].kind == declared->kind && k < tables[i].count; k++) {
            // The name is the first member of each of these.
            const char *item = (const char *)tables[i].items + k * tables[i].size_bytes;
            if (writ_text_equal(*(const WritText *)(const void *)item, declared->in_plan)) {
                return k;
            }
        }
    }
    return WRIT_NONE;
}

// Of these the plan has tables by name.
static bool is_listed(WritDeclaredKind kind)
{
    switch (kind) {
    case WRIT_DECLARED_ROLE:
    case WRIT_DECLARED_HOOK:
    case WRIT_DECLARED_EVENT:
    case WRIT_DECLARED_MESSAGE:
    case WRIT_DECLARED_DECISION:
    case WRIT_DECLARED_MILESTONE:
    case WRIT_DECLARED_RECORD:
    case WRIT_DECLARED_CHOICE:
    case WRIT_DECLARED_UNIT:
        return true;
    case WRIT_DECLARED_FORMULA:
    case WRIT_DECLARED_TAG:
    case WRIT_DECLARED_CALENDAR:
    case WRIT_DECLARED_RATES:
    case WRIT_DECLARED_LADDER:
    case WRIT_DECLARED_RULE:
    case WRIT_DECLARED_MEASURE:
    case WRIT_DECLARED_PROCESS:
    case WRIT_DECLARED_SCENARIO:
        return false;
    }
    WRIT_UNREACHABLE();
}

static void add_plan(Using *using, WritDeclaredKind kind, uint32_t plan)
{
    switch (kind) {
    case WRIT_DECLARED_ROLE:
        add_role(using);
        return;
    case WRIT_DECLARED_HOOK:
        add_hook(using);
        return;
    case WRIT_DECLARED_EVENT:
        add_event(using);
        return;
    case WRIT_DECLARED_MESSAGE:
        ways_visit_actions(plan_of(using), add_message_action, using);
        return;
    case WRIT_DECLARED_DECISION:
        add_decision(using);
        return;
    case WRIT_DECLARED_MILESTONE:
        add_milestone(using);
        return;
    case WRIT_DECLARED_RECORD:
        add_type(using, WRIT_TYPE_RECORD);
        return;
    case WRIT_DECLARED_CHOICE:
        add_type(using, WRIT_TYPE_CHOICE);
        return;
    case WRIT_DECLARED_UNIT:
        add_type(using, WRIT_TYPE_QUANTITY);
        return;
    case WRIT_DECLARED_FORMULA:
        add_formula(using);
        return;
    case WRIT_DECLARED_TAG:
        add_tag(using);
        return;
    case WRIT_DECLARED_CALENDAR:
        add_calendar(using);
        return;
    case WRIT_DECLARED_RATES:
        add_rates(using);
        return;
    case WRIT_DECLARED_LADDER:
        add_ladder(using, plan);
        return;
    case WRIT_DECLARED_RULE:
    case WRIT_DECLARED_MEASURE:
    case WRIT_DECLARED_PROCESS:
    case WRIT_DECLARED_SCENARIO:
        return;
    }
    WRIT_UNREACHABLE();
}

void meaning_say_uses(Meaning *meaning)
{
    static const char *const heads[] = {"Where", "How", "Process", NULL};
    static const char *const heads_of_one[] = {"Where", "How", NULL};
    bool one = writ_compile_plan_count(meaning->compilation) == 1;
    const WritPlan *before = meaning->sheet.phrases.plan;
    WritDeclaredKind kind = meaning->declared->kind;
    if (!meaning_is_told_apart(meaning)) {
        return;
    }
    Using using = {
        .meaning = meaning,
        .part = sheet_add_table(&meaning->sheet, "Where it is used", one ? heads_of_one : heads),
    };
    for (uint32_t i = 0; i < writ_compile_plan_count(meaning->compilation); i++) {
        meaning_speak_of(meaning, writ_compile_plan(meaning->compilation, i));
        using.index = meaning_index(plan_of(&using), meaning->declared);
        if (using.index != WRIT_NONE || !is_listed(kind)) {
            add_plan(&using, kind, i);
        }
    }
    meaning_speak_of(meaning, before);
    if (using.part->row_count == 0) {
        meaning_add_words(meaning, "Used", "by no process");
    }
}
