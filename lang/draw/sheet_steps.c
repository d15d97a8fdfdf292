// What is done, by whom, until when, and what is decided by tables.
#include <assert.h>

#include "draw/sheet_parts.h"
#include "draw/wording.h"

static const WritStep *step_of(const WritPlan *plan, uint32_t node)
{
    return plan->nodes[node].kind == WRIT_NODE_STEP ? &plan->steps[plan->nodes[node].step] : NULL;
}

// A step of one of these acts, or NULL.
static const WritStep *step_that(const WritPlan *plan, uint32_t node, WritAct one, WritAct other)
{
    const WritStep *step = step_of(plan, node);
    return step != NULL && (step->act == one || step->act == other) ? step : NULL;
}

static void add_only_if(Sheet *sheet, Phrase *phrase, const WritStep *step)
{
    if (step->only_if != WRIT_NONE) {
        phrase_add_words(&sheet->phrases, phrase, ", only if ");
        phrase_add_expr(&sheet->phrases, phrase, step->only_if);
    }
}

// --- People ------------------------------------------------------------------------------------

static void add_shown(Sheet *sheet, Phrase *phrase, const WritStep *step)
{
    for (uint32_t i = 0; i < step->show_count; i++) {
        phrase_add_words(&sheet->phrases, phrase, i > 0 ? ", " : "; sees ");
        phrase_add(&sheet->phrases, phrase, PIECE_PLAIN,
                   sheet->phrases.plan->shown[step->shows_start + i].text);
    }
}

static void add_needs(Sheet *sheet, Phrase *phrase, const WritStep *step)
{
    for (uint32_t i = 0; i < step->need_count; i++) {
        const WritNeed *need = &sheet->phrases.plan->needs[step->needs_start + i];
        phrase_add_words(&sheet->phrases, phrase, "; needs ");
        phrase_add(&sheet->phrases, phrase, PIECE_PLAIN, need->text);
    }
}

static void add_task(Sheet *sheet, Phrase *phrase, uint32_t node, const WritStep *step)
{
    Phrases *phrases = &sheet->phrases;
    sheet_add_place(sheet, phrase, node);
    if (step->instruction.length > 0) {
        phrase_add_words(phrases, phrase, ". ");
        phrase_add(phrases, phrase, PIECE_PLAIN, step->instruction);
    }
    add_only_if(sheet, phrase, step);
    add_shown(sheet, phrase, step);
    if (step->fill_count > 0) {
        phrase_add_words(phrases, phrase, "; fills in ");
        phrase_add_targets(phrases, phrase, step->fills_start, step->fill_count);
    }
    add_needs(sheet, phrase, step);
}

void sheet_add_by_when(Sheet *sheet, Phrase *phrase, const WritDeadline *deadline)
{
    phrase_add_deadline(&sheet->phrases, phrase, deadline);
    if (deadline->kind == WRIT_DEADLINE_NONE) {
        phrase_add_words(&sheet->phrases, phrase, "no deadline");
        phrase_add_words(&sheet->phrases, phrase,
                         deadline->no_deadline_because.length > 0 ? ": " : "");
        phrase_add(&sheet->phrases, phrase, PIECE_PLAIN, deadline->no_deadline_because);
    }
}

static void visit_person(Sheet *sheet, SheetPart *part, uint32_t node)
{
    Phrases *phrases = &sheet->phrases;
    const WritStep *step = step_that(phrases->plan, node, WRIT_ACT_DO, WRIT_ACT_APPROVE);
    if (step == NULL) {
        return;
    }
    Phrase *cells = sheet_add_row(sheet, part);
    phrase_add_performer(phrases, &cells[0], &step->performer);
    if (step->never_count > 0) {
        phrase_add_words(phrases, &cells[0], ", never ");
        phrase_add_parties(phrases, &cells[0], step->never_start, step->never_count, ", ");
    }
    add_task(sheet, &cells[1], node, step);
    sheet_add_by_when(sheet, &cells[2], &phrases->plan->nodes[node].deadline);
    sheet_add_outcomes(sheet, &cells[3], step);
}

void sheet_say_people(Sheet *sheet)
{
    static const char *const heads[] = {"Who", "Does what", "By when", "What comes of it", NULL};
    sheet_visit_nodes(sheet, sheet_add_table(sheet, "Who does what, by when", heads), visit_person);
}

// --- Systems -----------------------------------------------------------------------------------

static void visit_call(Sheet *sheet, SheetPart *part, uint32_t node)
{
    Phrases *phrases = &sheet->phrases;
    const WritStep *step = step_that(phrases->plan, node, WRIT_ACT_CALL, WRIT_ACT_CALL);
    if (step == NULL) {
        return;
    }
    const WritHook *hook = &phrases->plan->hooks[step->callee];
    Phrase *cells = sheet_add_row(sheet, part);
    sheet_add_place(sheet, &cells[0], node);
    add_only_if(sheet, &cells[0], step);
    phrase_add(phrases, &cells[1], PIECE_PLAIN, hook->name);
    phrase_add_words(phrases, &cells[1], hook->title.length > 0 ? ": " : "");
    phrase_add(phrases, &cells[1], PIECE_PLAIN, hook->title);
    if (hook->undo != WRIT_NONE) {
        phrase_add_words(phrases, &cells[1], "; can be undone");
    }
    sheet_add_outcomes(sheet, &cells[2], step);
    phrase_add_actions(phrases, &cells[3], step->on_no_answer);
}

void sheet_say_systems(Sheet *sheet)
{
    static const char *const heads[] = {"Where", "What is asked of a system", "What comes of it",
                                        "If it fails or gives no answer", NULL};
    sheet_visit_nodes(sheet, sheet_add_table(sheet, "What other systems do", heads), visit_call);
}

// --- Waiting -----------------------------------------------------------------------------------

static void visit_wait(Sheet *sheet, SheetPart *part, uint32_t node)
{
    Phrases *phrases = &sheet->phrases;
    const WritStep *step = step_that(phrases->plan, node, WRIT_ACT_WAIT, WRIT_ACT_WAIT);
    if (step == NULL) {
        return;
    }
    const WritEventType *event = &phrases->plan->events[step->callee];
    Phrase *cells = sheet_add_row(sheet, part);
    sheet_add_place(sheet, &cells[0], node);
    add_only_if(sheet, &cells[0], step);
    phrase_add(phrases, &cells[1], PIECE_PLAIN, phrases_title(phrases, event->title, event->name));
    if (step->condition != WRIT_NONE) {
        phrase_add_words(phrases, &cells[1], ", where ");
        phrase_add_expr(phrases, &cells[1], step->condition);
    }
    sheet_add_by_when(sheet, &cells[2], &phrases->plan->nodes[node].deadline);
}

void sheet_say_waits(Sheet *sheet)
{
    static const char *const heads[] = {"Where", "What is waited for", "For how long", NULL};
    sheet_visit_nodes(sheet, sheet_add_table(sheet, "What is waited for", heads), visit_wait);
}

// --- Silence -----------------------------------------------------------------------------------

static void add_place_or_case(Sheet *sheet, Phrase *phrase, uint32_t node)
{
    if (node == 0) {
        phrase_add(&sheet->phrases, phrase, PIECE_STRONG, writ_text("The whole case"));
    } else {
        sheet_add_place(sheet, phrase, node);
    }
}

static void visit_deadline(Sheet *sheet, SheetPart *part, uint32_t node)
{
    Phrases *phrases = &sheet->phrases;
    const WritDeadline *deadline = &phrases->plan->nodes[node].deadline;
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        const WritRung *rung = &phrases->plan->rungs[deadline->rungs_start + i];
        Phrase *cells = sheet_add_row(sheet, part);
        add_place_or_case(sheet, &cells[0], node);
        phrase_add_rung_when(phrases, &cells[1], rung);
        phrase_add_actions(phrases, &cells[2], rung->actions);
    }
    if (deadline->kind != WRIT_DEADLINE_NONE) {
        Phrase *cells = sheet_add_row(sheet, part);
        add_place_or_case(sheet, &cells[0], node);
        phrase_add_words(phrases, &cells[1], "overdue after ");
        phrase_add_deadline(phrases, &cells[1], deadline);
        if (deadline->pauses != WRIT_NONE) {
            phrase_add_words(phrases, &cells[1], "; the clock pauses while ");
            phrase_add_expr(phrases, &cells[1], deadline->pauses);
        }
        phrase_add_actions(phrases, &cells[2], deadline->on_overdue);
    }
}

static void visit_timed(Sheet *sheet, SheetPart *part, uint32_t node)
{
    WritNodeKind kind = sheet->phrases.plan->nodes[node].kind;
    if (kind == WRIT_NODE_STEP || kind == WRIT_NODE_STAGE || kind == WRIT_NODE_DETOUR) {
        visit_deadline(sheet, part, node);
    }
}

void sheet_say_silence(Sheet *sheet)
{
    static const char *const heads[] = {"Where", "When", "Then", NULL};
    SheetPart *part = sheet_add_table(sheet, "When it takes too long", heads);
    if (sheet->within == 0) {
        visit_deadline(sheet, part, 0);
    }
    sheet_visit_nodes(sheet, part, visit_timed);
}

// --- Absence -----------------------------------------------------------------------------------

static void visit_nobody(Sheet *sheet, SheetPart *part, uint32_t node)
{
    const WritStep *step = step_that(sheet->phrases.plan, node, WRIT_ACT_DO, WRIT_ACT_APPROVE);
    if (step == NULL) {
        return;
    }
    if (step->on_nobody != WRIT_NONE) {
        Phrase *cells = sheet_add_row(sheet, part);
        sheet_add_place(sheet, &cells[0], node);
        phrase_add_words(&sheet->phrases, &cells[0], ": nobody may act");
        phrase_add_actions(&sheet->phrases, &cells[1], step->on_nobody);
    }
    if (!step->substitutes) {
        Phrase *cells = sheet_add_row(sheet, part);
        sheet_add_place(sheet, &cells[0], node);
        phrase_add_words(&sheet->phrases, &cells[1], "no substitute may act");
    }
}

static void add_deputies(Sheet *sheet, SheetPart *part, const WritRole *role)
{
    Phrases *phrases = &sheet->phrases;
    const WritPlan *plan = phrases->plan;
    Phrase *cells = sheet_add_row(sheet, part);
    phrase_add(phrases, &cells[0], PIECE_STRONG, phrases_title(phrases, role->title, role->name));
    phrase_add_words(phrases, &cells[0], " is away and has named nobody");
    for (uint32_t i = 0; i < role->deputy_count; i++) {
        const WritRole *deputy = &plan->roles[plan->operands[role->deputies_start + i]];
        phrase_add_words(phrases, &cells[1], i > 0 ? ", then " : "");
        phrase_add(phrases, &cells[1], PIECE_PLAIN,
                   phrases_title(phrases, deputy->title, deputy->name));
    }
    phrase_add_words(phrases, &cells[1], " stands in");
}

void sheet_say_absence(Sheet *sheet)
{
    static const char *const heads[] = {"When", "Then", NULL};
    Phrases *phrases = &sheet->phrases;
    const WritPlan *plan = phrases->plan;
    SheetPart *part = sheet_add_table(sheet, "When somebody is away", heads);
    for (uint32_t i = 0; i < plan->role_count; i++) {
        if (plan->roles[i].deputy_count > 0) {
            add_deputies(sheet, part, &plan->roles[i]);
        }
    }
    sheet_visit_nodes(sheet, part, visit_nobody);
    if (plan->on_nobody != WRIT_NONE) {
        Phrase *cells = sheet_add_row(sheet, part);
        phrase_add_words(phrases, &cells[0], "No permitted person is available");
        phrase_add_actions(phrases, &cells[1], plan->on_nobody);
    }
}

// --- Tables ------------------------------------------------------------------------------------

static const char *policy_words(WritHitPolicy policy)
{
    switch (policy) {
    case WRIT_HIT_EXACTLY_ONE:
        return "Exactly one row matches.";
    case WRIT_HIT_FIRST:
        return "The first row that matches counts.";
    case WRIT_HIT_EVERY:
        return "Every row that matches counts.";
    }
    WRIT_UNREACHABLE();
}

static void add_heads(Sheet *sheet, SheetPart *part, const WritDecision *decision)
{
    const WritPlan *plan = sheet->phrases.plan;
    const WritRecordType *input = &plan->types.records[decision->input];
    const WritRecordType *output = &plan->types.records[decision->output];
    part->columns = 1 + decision->column_count + decision->result_count;
    part->heads = writ_arena_array(sheet->phrases.arena, part->columns, sizeof *part->heads);
    part->heads[0] = writ_text("Row");
    for (uint32_t i = 0; i < decision->column_count; i++) {
        uint32_t field = plan->operands[decision->columns_start + i];
        part->heads[1 + i] = phrases_text(&sheet->phrases, input->fields[field].name);
    }
    for (uint32_t i = 0; i < decision->result_count; i++) {
        uint32_t field = plan->operands[decision->results_start + i];
        WritBuffer head = {0};
        writ_buffer_add_string(&head, "then ");
        writ_buffer_add(&head, output->fields[field].name);
        part->heads[1 + decision->column_count + i] =
            phrases_text(&sheet->phrases, writ_buffer_text(&head));
        writ_buffer_dispose(&head);
    }
}

static void add_table_row(Sheet *sheet, SheetPart *part, const WritDecision *decision,
                          const WritRow *row)
{
    Phrases *phrases = &sheet->phrases;
    Phrase *cells = sheet_add_row(sheet, part);
    phrase_add(phrases, &cells[0], PIECE_MUTED, row->label);
    for (uint32_t i = 0; i < decision->column_count; i++) {
        phrase_add(phrases, &cells[1 + i], PIECE_PLAIN,
                   phrases->plan->cells[row->cells_start + i].text);
    }
    for (uint32_t i = 0; i < decision->result_count; i++) {
        Phrase *cell = &cells[1 + decision->column_count + i];
        WritText result = phrases_expr(phrases, phrases->plan->operands[row->results_start + i]);
        phrase_add(phrases, cell, PIECE_STRONG, result);
    }
}

static void add_day(WritBuffer *out, const char *words, int64_t day)
{
    writ_buffer_add_string(out, words);
    wording_add_date(out, day);
}

// How many rows count, and of a version when it is in force.
static WritText decision_remark(Sheet *sheet, const WritDecision *decision)
{
    WritBuffer words = {0};
    writ_buffer_add_string(&words, policy_words(decision->policy));
    if (decision->has_from || decision->has_through) {
        writ_buffer_add_string(&words, " In force");
        if (decision->has_from) {
            add_day(&words, " from ", decision->from);
        }
        if (decision->has_through) {
            add_day(&words, " through ", decision->through);
        }
        writ_buffer_add_string(&words, ".");
    }
    WritText remark = phrases_text(&sheet->phrases, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
    return remark;
}

void sheet_say_decision(Sheet *sheet, const WritDecision *decision, const char *heading)
{
    static const char *const no_heads[] = {NULL};
    SheetPart *part = sheet_add_table(sheet, heading, no_heads);
    part->remark = decision_remark(sheet, decision);
    add_heads(sheet, part, decision);
    for (uint32_t row = 0; row < decision->row_count; row++) {
        add_table_row(sheet, part, decision,
                      &sheet->phrases.plan->rows[decision->rows_start + row]);
    }
}

void sheet_say_limits(Sheet *sheet)
{
    const WritPlan *plan = sheet->phrases.plan;
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        const WritDecision *decision = &plan->decisions[i];
        WritBuffer heading = {0};
        writ_buffer_add_string(&heading, "What is decided at which limit: ");
        writ_buffer_add(&heading, phrases_title(&sheet->phrases, decision->title, decision->name));
        sheet_say_decision(sheet, decision, "");
        sheet->last->heading = phrases_text(&sheet->phrases, writ_buffer_text(&heading));
        writ_buffer_dispose(&heading);
    }
}
