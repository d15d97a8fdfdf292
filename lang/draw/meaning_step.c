// A step: what it waits for, who may do it, until when, and what then.
#include <assert.h>

#include "draw/meaning.h"
#include "draw/passing.h"

// --- What it does ------------------------------------------------------------------------------

static void add_outcome_names(Phrases *phrases, Phrase *phrase, const WritStep *step)
{
    phrase_add_words(phrases, phrase, step->handler_count > 0 ? ": " : "");
    for (uint32_t i = 0; i < step->handler_count; i++) {
        const char *between = i == 0 ? "" : i + 1 < step->handler_count ? ", " : " or ";
        phrase_add_words(phrases, phrase, between);
        phrase_add(phrases, phrase, PIECE_STRONG,
                   phrases->plan->handlers[step->handlers_start + i].outcome);
    }
}

static void add_seconds(Phrases *phrases, Phrase *phrase, int64_t ms)
{
    WritBuffer words = {0};
    if (ms % 60000 == 0) {
        writ_buffer_format(&words, "%lld minute%s", (long long)(ms / 60000),
                           ms == 60000 ? "" : "s");
    } else {
        writ_buffer_format(&words, "%lld second%s", (long long)(ms / 1000), ms == 1000 ? "" : "s");
    }
    phrase_add(phrases, phrase, PIECE_PLAIN, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
}

static void add_call(Phrases *phrases, Phrase *phrase, const WritStep *step)
{
    const WritHook *hook = &phrases->plan->hooks[step->callee];
    phrase_add(phrases, phrase, PIECE_STRONG, hook->name);
    phrase_add_words(phrases, phrase, " to answer");
    add_outcome_names(phrases, phrase, step);
    phrase_add_words(phrases, phrase, ", for at most ");
    add_seconds(phrases, phrase, hook->timeout_ms);
    if (hook->retries > 0) {
        WritBuffer words = {0};
        writ_buffer_format(&words, ", and again up to %u time%s", (unsigned)hook->retries,
                           hook->retries == 1 ? "" : "s");
        phrase_add(phrases, phrase, PIECE_PLAIN, writ_buffer_text(&words));
        writ_buffer_dispose(&words);
    }
}

static void add_wait(Phrases *phrases, Phrase *phrase, const WritStep *step)
{
    const WritEventType *event = &phrases->plan->events[step->callee];
    phrase_add_words(phrases, phrase, "the message ");
    phrase_add(phrases, phrase, PIECE_STRONG, writ_text_last_name(event->name));
    if (step->condition != WRIT_NONE) {
        phrase_add_words(phrases, phrase, ", where ");
        phrase_add_expr(phrases, phrase, step->condition);
    }
}

static void say_waiting(Meaning *meaning, const WritStep *step)
{
    Phrases *phrases = &meaning->sheet.phrases;
    Phrase *fact = sheet_add_fact(&meaning->sheet, "Waits for");
    switch (step->act) {
    case WRIT_ACT_DO:
    case WRIT_ACT_APPROVE:
        phrase_add_performer(phrases, fact, &step->performer);
        phrase_add_words(phrases, fact, " to answer");
        add_outcome_names(phrases, fact, step);
        return;
    case WRIT_ACT_CALL:
        add_call(phrases, fact, step);
        return;
    case WRIT_ACT_WAIT:
        add_wait(phrases, fact, step);
        return;
    case WRIT_ACT_DECIDE:
    case WRIT_ACT_ACTIONS:
        phrase_add_words(phrases, fact, "nothing: it is done at once");
        return;
    }
    WRIT_UNREACHABLE();
}

static void say_decision(Meaning *meaning, const WritStep *step)
{
    Phrases *phrases = &meaning->sheet.phrases;
    Phrase *fact = sheet_add_fact(&meaning->sheet, "Decides");
    phrase_add(phrases, fact, PIECE_PLAIN, phrases->plan->targets[step->target].text);
    phrase_add_words(phrases, fact, " by the table ");
    phrase_add(phrases, fact, PIECE_STRONG,
               writ_text_last_name(phrases->plan->decisions[step->callee].name));
}

static void say_act(Meaning *meaning, const WritStep *step)
{
    Phrases *phrases = &meaning->sheet.phrases;
    switch (step->act) {
    case WRIT_ACT_DO:
        meaning_add_text(meaning, "Asks", step->instruction);
        break;
    case WRIT_ACT_APPROVE:
        meaning_add_words(meaning, "Asks", "to approve what is shown, or not");
        break;
    case WRIT_ACT_CALL:
        meaning_add_text(meaning, "Calls", phrases->plan->hooks[step->callee].title);
        break;
    case WRIT_ACT_DECIDE:
        say_decision(meaning, step);
        break;
    case WRIT_ACT_WAIT:
        break;
    case WRIT_ACT_ACTIONS:
        if (phrases->plan->lists[step->then].count > 0) {
            phrase_add_actions(phrases, sheet_add_fact(&meaning->sheet, "Does"), step->then);
        }
        break;
    }
    say_waiting(meaning, step);
}

// --- Who ---------------------------------------------------------------------------------------

static void say_members(Meaning *meaning, const WritPerformer *performer)
{
    Phrases *phrases = &meaning->sheet.phrases;
    const WritPlan *plan = phrases->plan;
    for (uint32_t i = 0; i < performer->party_count; i++) {
        const WritParty *party = &plan->parties[performer->parties_start + i];
        if (party->kind != WRIT_PARTY_ROLE) {
            continue;
        }
        const WritRole *role = &plan->roles[party->index];
        Phrase *fact = sheet_add_fact(&meaning->sheet, "That is");
        if (performer->party_count > 1) {
            phrase_add(phrases, fact, PIECE_PLAIN, phrases_title(phrases, role->title, role->name));
            phrase_add_words(phrases, fact, ": ");
        }
        phrase_add_words(phrases, fact, party->unit != WRIT_NONE ? "those of the unit among " : "");
        meaning_add_members(meaning, fact, role->group);
    }
}

static void say_people(Meaning *meaning, const WritStep *step)
{
    Phrases *phrases = &meaning->sheet.phrases;
    Phrase *fact = sheet_add_fact(&meaning->sheet, "Who may do it");
    phrase_add_performer(phrases, fact, &step->performer);
    if (step->never_count > 0) {
        phrase_add_words(phrases, fact, ", never ");
        phrase_add_parties(phrases, fact, step->never_start, step->never_count, ", ");
    }
    phrase_add_words(phrases, fact,
                     step->substitutes ? "; whoever stands in for them may, too"
                                       : "; no substitute may");
    say_members(meaning, &step->performer);
    uint32_t nobody = step->on_nobody != WRIT_NONE ? step->on_nobody : phrases->plan->on_nobody;
    if (nobody != WRIT_NONE) {
        phrase_add_actions(phrases, sheet_add_fact(&meaning->sheet, "If nobody may"), nobody);
    }
}

static void say_shown(Meaning *meaning, const WritStep *step)
{
    Phrases *phrases = &meaning->sheet.phrases;
    for (uint32_t i = 0; i < step->show_count; i++) {
        Phrase *fact = i == 0 ? sheet_add_fact(&meaning->sheet, "Shows")
                              : &meaning->sheet.first->last_row->cells[1];
        phrase_add_words(phrases, fact, i > 0 ? ", " : "");
        phrase_add(phrases, fact, PIECE_PLAIN, phrases->plan->shown[step->shows_start + i].text);
    }
    if (step->fill_count > 0) {
        phrase_add_targets(phrases, sheet_add_fact(&meaning->sheet, "To be filled in"),
                           step->fills_start, step->fill_count);
    }
    for (uint32_t i = 0; i < step->need_count; i++) {
        const WritNeed *need = &phrases->plan->needs[step->needs_start + i];
        Phrase *fact = sheet_add_fact(&meaning->sheet, "Must hold");
        phrase_add(phrases, fact, PIECE_PLAIN, need->text);
        phrase_add_words(phrases, fact, need->because.length > 0 ? ", because " : "");
        phrase_add(phrases, fact, PIECE_PLAIN, need->because);
    }
}

// --- Until when --------------------------------------------------------------------------------

static void say_deadline(Meaning *meaning, uint32_t node)
{
    Phrases *phrases = &meaning->sheet.phrases;
    const WritDeadline *deadline = &phrases->plan->nodes[node].deadline;
    bool step = phrases->plan->nodes[node].kind == WRIT_NODE_STEP;
    Phrase *fact = sheet_add_fact(&meaning->sheet, "Until");
    sheet_add_by_when(&meaning->sheet, fact, deadline);
    if (deadline->kind == WRIT_DEADLINE_AFTER && deadline->since == WRIT_NONE) {
        phrase_add_words(phrases, fact,
                         node == 0 ? " after the case began"
                         : step    ? " after it was reached"
                                   : " after it began");
    }
    if (deadline->calendar != WRIT_NONE) {
        phrase_add_words(phrases, sheet_add_fact(&meaning->sheet, "Counted on"), "");
        phrase_add_expr(phrases, &meaning->sheet.first->last_row->cells[1], deadline->calendar);
    }
}

void meaning_say_time(Meaning *meaning, uint32_t node)
{
    Phrases *phrases = &meaning->sheet.phrases;
    const WritDeadline *deadline = &phrases->plan->nodes[node].deadline;
    bool said = deadline->kind != WRIT_DEADLINE_NONE || deadline->no_deadline_because.length > 0;
    if (said || deadline->rung_count > 0) {
        say_deadline(meaning, node);
    }
    if (deadline->pauses != WRIT_NONE) {
        phrase_add_expr(phrases, sheet_add_fact(&meaning->sheet, "Clock pauses while"),
                        deadline->pauses);
    }
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        const WritRung *rung = &phrases->plan->rungs[deadline->rungs_start + i];
        Phrase *fact = sheet_add_fact(&meaning->sheet, "On the way");
        phrase_add_rung_when(phrases, fact, rung);
        phrase_add_words(phrases, fact, ": ");
        phrase_add_actions(phrases, fact, rung->actions);
    }
    if (deadline->kind != WRIT_DEADLINE_NONE) {
        phrase_add_actions(phrases, sheet_add_fact(&meaning->sheet, "If overdue"),
                           deadline->on_overdue);
    }
}

// --- What then ---------------------------------------------------------------------------------

static void say_outcomes(Meaning *meaning, uint32_t number, const WritStep *step)
{
    Phrases *phrases = &meaning->sheet.phrases;
    for (uint32_t i = 0; i < step->handler_count; i++) {
        const WritOutcomeHandler *handler = &phrases->plan->handlers[step->handlers_start + i];
        WritBuffer what = {0};
        writ_buffer_format(&what, "On %.*s", WRIT_TEXT_ARGS(handler->outcome));
        WritText label = writ_arena_text(phrases->arena, writ_buffer_text(&what));
        writ_buffer_dispose(&what);
        Phrase *cells = sheet_add_row(&meaning->sheet, meaning->sheet.first);
        phrase_add(phrases, &cells[0], PIECE_STRONG, label);
        phrase_add_actions(phrases, &cells[1], handler->actions);
    }
    if (step->on_no_answer != WRIT_NONE) {
        phrase_add_actions(phrases, sheet_add_fact(&meaning->sheet, "If no answer comes"),
                           step->on_no_answer);
    }
    if (passing_of(phrases->arena, phrases->plan)[number]) {
        meaning_add_next(phrases, sheet_add_fact(&meaning->sheet, "Next comes"), number);
    }
}

static void say_undo(Meaning *meaning, const WritStep *step)
{
    const WritPlan *plan = meaning->sheet.phrases.plan;
    uint32_t undo = step->act == WRIT_ACT_CALL ? plan->hooks[step->callee].undo : step->undo;
    if (undo != WRIT_NONE) {
        meaning_add_text(meaning, "Undone with", plan->hooks[undo].name);
    } else if (step->act == WRIT_ACT_CALL &&
               plan->hooks[step->callee].effect == WRIT_EFFECT_WRITES) {
        meaning_add_words(meaning, "Undone with", "nothing: it cannot be undone");
    }
}

void meaning_step(Meaning *meaning)
{
    Sheet *sheet = &meaning->sheet;
    Phrases *phrases = &sheet->phrases;
    uint32_t number = meaning->thing.node;
    const WritStep *step = &phrases->plan->steps[phrases->plan->nodes[number].step];
    meaning_add_beginning(meaning, sheet_add_fact(sheet, "Begins"), number);
    if (step->only_if != WRIT_NONE) {
        phrase_add_expr(phrases, sheet_add_fact(sheet, "Only if"), step->only_if);
    }
    say_act(meaning, step);
    if (step->act == WRIT_ACT_DO || step->act == WRIT_ACT_APPROVE) {
        say_people(meaning, step);
        say_shown(meaning, step);
    }
    meaning_say_time(meaning, number);
    say_outcomes(meaning, number, step);
    if (step->mark_count > 0) {
        phrase_add_milestones(phrases, sheet_add_fact(sheet, "Marks"), step->marks_start,
                              step->mark_count);
    }
    say_undo(meaning, step);
    for (uint32_t i = 0; i < step->tag_count; i++) {
        meaning_add_text(meaning, "Tagged",
                         writ_text_last_name(phrases->plan->texts[step->tags_start + i]));
    }
    meaning_say_rules(meaning, number);
}
