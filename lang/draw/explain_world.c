// Hooks, events, messages, roles, calendars, ladders. What no process uses is in no plan: of it the
// author's own lines are shown.
#include <assert.h>

#include "draw/explain.h"
#include "draw/wording.h"

// --- Fields ------------------------------------------------------------------------------------

static void say_fields(Explaining *explaining, const char *what, uint32_t record)
{
    const WritTypes *types = &explaining->sheet.phrases.plan->types;
    WritBuffer words = {0};
    for (uint32_t i = 0; i < types->records[record].field_count; i++) {
        const WritField *field = &types->records[record].fields[i];
        writ_buffer_add_string(&words, i > 0 ? ", " : "");
        writ_buffer_add(&words, field->name);
        writ_buffer_add_string(&words, " : ");
        writ_types_print(&words, types, field->type);
    }
    explain_add_text(explaining, what, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
}

static void say_count(Explaining *explaining, const char *what, uint64_t count, const char *words)
{
    WritBuffer text = {0};
    writ_buffer_add_number(&text, count);
    writ_buffer_add_string(&text, words);
    explain_add_text(explaining, what, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

// --- Hooks -------------------------------------------------------------------------------------

static const char *effect_words(WritEffect effect)
{
    switch (effect) {
    case WRIT_EFFECT_COMPUTES:
        return "nothing outside: it only computes";
    case WRIT_EFFECT_READS:
        return "nothing outside: it only reads there";
    case WRIT_EFFECT_WRITES:
        return "something in another system";
    }
    WRIT_UNREACHABLE();
}

static void say_retries(Explaining *explaining, const WritHook *hook)
{
    WritBuffer words = {0};
    writ_buffer_format(&words, "for at most %lld seconds", (long long)(hook->timeout_ms / 1000));
    if (hook->retries > 0) {
        writ_buffer_format(&words,
                           ", and again up to %u time%s, first after %lld seconds, each "
                           "time twice as long, up to %lld",
                           (unsigned)hook->retries, hook->retries == 1 ? "" : "s",
                           (long long)(hook->retry_every_ms / 1000),
                           (long long)(hook->retry_up_to_ms / 1000));
    }
    explain_add_text(explaining, "Is waited for", writ_buffer_text(&words));
    writ_buffer_dispose(&words);
}

static void say_undo(Explaining *explaining, const WritHook *hook)
{
    const WritPlan *plan = explaining->sheet.phrases.plan;
    if (hook->undo != WRIT_NONE) {
        explain_add_text(explaining, "Undone with", plan->hooks[hook->undo].name);
    } else if (hook->effect == WRIT_EFFECT_WRITES) {
        explain_add_words(explaining, "Undone with", "nothing: it cannot be undone");
    }
}

static void say_hook(Explaining *explaining, const WritHook *hook)
{
    Sheet *sheet = &explaining->sheet;
    const WritPlan *plan = sheet->phrases.plan;
    explain_add_words(explaining, "Changes", effect_words(hook->effect));
    Phrase *fact = sheet_add_fact(sheet, "Is done by");
    phrase_add(&sheet->phrases, fact, PIECE_PLAIN, hook->function);
    phrase_add_words(&sheet->phrases, fact, " in ");
    phrase_add(&sheet->phrases, fact, PIECE_PLAIN, plan->files[hook->file].path);
    say_fields(explaining, "Takes", hook->input);
    say_fields(explaining, "Gives", hook->output);
    phrase_add_texts(&sheet->phrases, sheet_add_fact(sheet, "Answers"), hook->outcomes_start,
                     hook->outcome_count);
    say_retries(explaining, hook);
    for (uint32_t i = 0; i < hook->once_count; i++) {
        fact = sheet_add_fact(sheet, "Is done once per");
        phrase_add_expr(&sheet->phrases, fact, plan->operands[hook->once_start + i]);
    }
    say_undo(explaining, hook);
    if (hook->use_count > 0) {
        phrase_add_texts(&sheet->phrases, sheet_add_fact(sheet, "May use"), hook->uses_start,
                         hook->use_count);
    }
}

void explain_hook(Explaining *explaining)
{
    uint32_t index = explain_speak_of_first(explaining);
    if (index == WRIT_NONE) {
        explain_say_lines(explaining, "What it is", EXPLAIN_BEHIND_HEADING);
    } else {
        say_hook(explaining, &explaining->sheet.phrases.plan->hooks[index]);
    }
    explain_say_uses(explaining);
}

// --- Events ------------------------------------------------------------------------------------

static void say_addressing(Explaining *explaining, const WritEventType *event)
{
    Sheet *sheet = &explaining->sheet;
    const WritPlan *plan = sheet->phrases.plan;
    const WritRecordType *record = &plan->types.records[event->record];
    Phrase *fact = sheet_add_fact(sheet, "Is for");
    switch (event->addressing) {
    case WRIT_FOR_LONGEST:
        phrase_add_words(&sheet->phrases, fact, "the longest waiting case");
        return;
    case WRIT_FOR_ALL:
        phrase_add_words(&sheet->phrases, fact, "all cases waiting for it");
        return;
    case WRIT_FOR_CASE_WITH:
        break;
    }
    if (event->key_count == 0) {
        phrase_add_words(&sheet->phrases, fact, "no case that is there: it starts one");
        return;
    }
    phrase_add_words(&sheet->phrases, fact, "the case with its ");
    for (uint32_t i = 0; i < event->key_count; i++) {
        phrase_add_words(&sheet->phrases, fact, i > 0 ? ", " : "");
        phrase_add(&sheet->phrases, fact, PIECE_PLAIN,
                   record->fields[plan->operands[event->keys_start + i]].name);
    }
}

void explain_event(Explaining *explaining)
{
    uint32_t index = explain_speak_of_first(explaining);
    if (index != WRIT_NONE) {
        const WritEventType *event = &explaining->sheet.phrases.plan->events[index];
        say_fields(explaining, "Says", event->record);
        say_addressing(explaining, event);
    }
    explain_say_lines(explaining, "As it is written", EXPLAIN_BEHIND_HEADING);
    explain_say_uses(explaining);
}

// --- Messages ----------------------------------------------------------------------------------

void explain_message(Explaining *explaining)
{
    explain_say_lines(explaining, "What it says", EXPLAIN_BEHIND_HEADING);
    explain_say_uses(explaining);
}

// --- Roles -------------------------------------------------------------------------------------

static void say_role(Explaining *explaining, const WritRole *role)
{
    Sheet *sheet = &explaining->sheet;
    const WritPlan *plan = sheet->phrases.plan;
    Phrase *fact = sheet_add_fact(sheet, "Is filled from");
    phrase_add_words(&sheet->phrases, fact, "the group \"");
    phrase_add(&sheet->phrases, fact, PIECE_PLAIN, role->group);
    phrase_add_words(&sheet->phrases, fact, "\" of the directory");
    explain_add_members(explaining, sheet_add_fact(sheet, "That is"), role->group);
    for (uint32_t i = 0; i < role->deputy_count; i++) {
        const WritRole *deputy = &plan->roles[plan->operands[role->deputies_start + i]];
        explain_add_text(explaining, i == 0 ? "Standing deputy" : "Then",
                         phrases_title(&sheet->phrases, deputy->title, deputy->name));
    }
}

void explain_role(Explaining *explaining)
{
    uint32_t index = explain_speak_of_first(explaining);
    if (index == WRIT_NONE) {
        explain_say_lines(explaining, "What it is", EXPLAIN_BEHIND_HEADING);
    } else {
        say_role(explaining, &explaining->sheet.phrases.plan->roles[index]);
    }
    explain_say_uses(explaining);
}

// --- Calendars ---------------------------------------------------------------------------------

static const WritBookCalendar *find_calendar(const Explaining *explaining)
{
    uint32_t count;
    const WritBookCalendar *all = writ_compile_calendars(explaining->compilation, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(all[i].rules.name, explaining->thing.name)) {
            return &all[i];
        }
    }
    return NULL;
}

static void say_directory(Explaining *explaining)
{
    const WritDirectory *directory = writ_compile_directory(explaining->compilation);
    uint32_t count = 0;
    for (uint32_t i = 0; i < directory->unit_count; i++) {
        const WritDirectoryUnit *unit = &directory->units[i];
        if (writ_text_equal(unit->calendar, explaining->thing.name)) {
            explain_add_text(explaining, "Unit", unit->title.length > 0 ? unit->title : unit->name);
        }
    }
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        if (!writ_text_equal(person->calendar, explaining->thing.name)) {
            continue;
        }
        if (count++ < EXPLAIN_PERSONS_SHOWN) {
            explain_add_text(explaining, "Person",
                             person->name.length > 0 ? person->name : person->id);
        }
    }
    if (count > EXPLAIN_PERSONS_SHOWN) {
        say_count(explaining, "Person", count - EXPLAIN_PERSONS_SHOWN, " more");
    }
}

void explain_calendar(Explaining *explaining)
{
    const WritBookCalendar *calendar = find_calendar(explaining);
    WritBuffer words = {0};
    if (calendar != NULL) {
        wording_add_day(&words, calendar->rules.last_day);
        explain_add_text(explaining, "Is known through", writ_buffer_text(&words));
        writ_buffer_clear(&words);
    }
    say_directory(explaining);
    writ_buffer_format(&words, "writ calendar show %.*s draws a month of it",
                       WRIT_TEXT_ARGS(phrases_short(explaining->thing.name)));
    explain_add_text(explaining, "To look at it", writ_buffer_text(&words));
    writ_buffer_dispose(&words);
    explain_say_lines(explaining, "When it is open", EXPLAIN_BEHIND_HEADING);
    explain_say_uses(explaining);
}

// --- Ladders -----------------------------------------------------------------------------------

void explain_ladder(Explaining *explaining)
{
    explain_add_words(explaining, "Is counted from",
                      "when the step was reached, or the stage or case began, that uses it");
    explain_say_lines(explaining, "What happens on the way to the deadline",
                      EXPLAIN_BEHIND_HEADING);
    explain_say_uses(explaining);
}
