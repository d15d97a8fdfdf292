// Hooks, events, messages, roles, calendars, ladders. What no process uses is in no plan: of it the
// author's own lines are shown.
#include <assert.h>

#include "draw/meaning.h"
#include "draw/wording.h"

// --- Fields ------------------------------------------------------------------------------------

static void say_fields(Meaning *meaning, const char *what, uint32_t record)
{
    const WritTypes *types = &meaning->sheet.phrases.plan->types;
    WritBuffer words = {0};
    for (uint32_t i = 0; i < types->records[record].field_count; i++) {
        const WritField *field = &types->records[record].fields[i];
        writ_buffer_add_string(&words, i > 0 ? ", " : "");
        writ_buffer_add(&words, field->name);
        writ_buffer_add_string(&words, " : ");
        writ_types_print(&words, types, field->type);
    }
    meaning_add_text(meaning, what, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
}

static void say_count(Meaning *meaning, const char *what, uint64_t count, const char *words)
{
    WritBuffer text = {0};
    writ_buffer_add_number(&text, count);
    writ_buffer_add_string(&text, words);
    meaning_add_text(meaning, what, writ_buffer_text(&text));
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

static void say_retries(Meaning *meaning, const WritHook *hook)
{
    WritBuffer words = {0};
    writ_buffer_format(&words, "for at most %lld seconds", (long long)(hook->timeout_ms / 1000));
    if (hook->retries > 0) {
        writ_buffer_format(&words, ", and again up to %u time%s, ", (unsigned)hook->retries,
                           hook->retries == 1 ? "" : "s");
        if (hook->retry_up_to_ms > hook->retry_every_ms) {
            writ_buffer_format(&words,
                               "first after %lld seconds, then each time after twice as long, at "
                               "most %lld",
                               (long long)(hook->retry_every_ms / 1000),
                               (long long)(hook->retry_up_to_ms / 1000));
        } else {
            writ_buffer_format(&words, "each %lld seconds later",
                               (long long)(hook->retry_every_ms / 1000));
        }
    }
    meaning_add_text(meaning, "Is waited for", writ_buffer_text(&words));
    writ_buffer_dispose(&words);
}

static void say_undo(Meaning *meaning, const WritHook *hook)
{
    const WritPlan *plan = meaning->sheet.phrases.plan;
    if (hook->undo != WRIT_NONE) {
        meaning_add_text(meaning, "Undone with", plan->hooks[hook->undo].name);
    } else if (hook->effect == WRIT_EFFECT_WRITES) {
        meaning_add_words(meaning, "Undone with", "nothing: it cannot be undone");
    }
}

static void say_hook(Meaning *meaning, const WritHook *hook)
{
    Sheet *sheet = &meaning->sheet;
    const WritPlan *plan = sheet->phrases.plan;
    meaning_add_words(meaning, "Changes", effect_words(hook->effect));
    Phrase *fact = sheet_add_fact(sheet, "Is done by");
    phrase_add(&sheet->phrases, fact, PIECE_PLAIN, hook->function);
    phrase_add_words(&sheet->phrases, fact, " in ");
    phrase_add(&sheet->phrases, fact, PIECE_PLAIN, plan->files[hook->file].path);
    say_fields(meaning, "Takes", hook->input);
    say_fields(meaning, "Gives", hook->output);
    phrase_add_texts(&sheet->phrases, sheet_add_fact(sheet, "Answers"), hook->outcomes_start,
                     hook->outcome_count);
    say_retries(meaning, hook);
    for (uint32_t i = 0; i < hook->once_count; i++) {
        fact = sheet_add_fact(sheet, "Is done once per");
        phrase_add_expr(&sheet->phrases, fact, plan->operands[hook->once_start + i]);
    }
    say_undo(meaning, hook);
    if (hook->use_count > 0) {
        phrase_add_texts(&sheet->phrases, sheet_add_fact(sheet, "May use"), hook->uses_start,
                         hook->use_count);
    }
}

void meaning_hook(Meaning *meaning)
{
    uint32_t index = meaning_speak_of_first(meaning);
    if (index == WRIT_NONE) {
        meaning_say_lines(meaning, "What it is", MEANING_BEHIND_HEADING);
    } else {
        say_hook(meaning, &meaning->sheet.phrases.plan->hooks[index]);
    }
    meaning_say_uses(meaning);
}

// --- Events ------------------------------------------------------------------------------------

static void say_addressing(Meaning *meaning, const WritEventType *event)
{
    Sheet *sheet = &meaning->sheet;
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

static void say_early(Meaning *meaning, const WritEventType *event)
{
    if (event->kept_count > 0) {
        WritBuffer words = {0};
        writ_buffer_format(&words, "are kept for %lld %s%s", (long long)event->kept_count,
                           phrases_unit_word(event->kept_unit), event->kept_count == 1 ? "" : "s");
        meaning_add_text(meaning, "Early ones", writ_buffer_text(&words));
        writ_buffer_dispose(&words);
    }
}

static void say_senders(Meaning *meaning, uint32_t event)
{
    const WritPlan *plan = meaning->sheet.phrases.plan;
    for (uint32_t i = 0; i < plan->sender_count; i++) {
        const WritSender *sender = &plan->senders[i];
        if (sender->event == event) {
            WritBuffer words = {0};
            writ_buffer_format(&words, "of %.*s count for %lld seconds",
                               WRIT_TEXT_ARGS(sender->name), (long long)(sender->counts_ms / 1000));
            meaning_add_text(meaning, "Sent times", writ_buffer_text(&words));
            writ_buffer_dispose(&words);
        }
    }
}

void meaning_event(Meaning *meaning)
{
    uint32_t index = meaning_speak_of_first(meaning);
    if (index == WRIT_NONE) {
        meaning_say_lines(meaning, "What it is", MEANING_BEHIND_HEADING);
    } else {
        const WritEventType *event = &meaning->sheet.phrases.plan->events[index];
        say_fields(meaning, "Says", event->record);
        say_addressing(meaning, event);
        say_early(meaning, event);
        say_senders(meaning, index);
    }
    meaning_say_uses(meaning);
}

// --- Messages ----------------------------------------------------------------------------------

void meaning_message(Meaning *meaning)
{
    meaning_say_lines(meaning, "What it says", MEANING_BEHIND_HEADING);
    meaning_say_uses(meaning);
}

// --- Roles -------------------------------------------------------------------------------------

static void say_role(Meaning *meaning, const WritRole *role)
{
    Sheet *sheet = &meaning->sheet;
    const WritPlan *plan = sheet->phrases.plan;
    Phrase *fact = sheet_add_fact(sheet, "Is filled from");
    phrase_add_words(&sheet->phrases, fact, "the group \"");
    phrase_add(&sheet->phrases, fact, PIECE_PLAIN, role->group);
    phrase_add_words(&sheet->phrases, fact, "\" of the directory");
    meaning_add_members(meaning, sheet_add_fact(sheet, "That is"), role->group);
    for (uint32_t i = 0; i < role->deputy_count; i++) {
        const WritRole *deputy = &plan->roles[plan->operands[role->deputies_start + i]];
        meaning_add_text(meaning, i == 0 ? "Standing deputy" : "Then",
                         phrases_title(&sheet->phrases, deputy->title, deputy->name));
    }
}

void meaning_role(Meaning *meaning)
{
    uint32_t index = meaning_speak_of_first(meaning);
    if (index == WRIT_NONE) {
        meaning_say_lines(meaning, "What it is", MEANING_BEHIND_HEADING);
    } else {
        say_role(meaning, &meaning->sheet.phrases.plan->roles[index]);
    }
    meaning_say_uses(meaning);
}

// --- Calendars ---------------------------------------------------------------------------------

static const WritBookCalendar *find_calendar(const Meaning *meaning)
{
    uint32_t count;
    const WritBookCalendar *all = writ_compile_calendars(meaning->compilation, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(all[i].rules.name, meaning->thing.name)) {
            return &all[i];
        }
    }
    return NULL;
}

static void say_directory(Meaning *meaning)
{
    const WritDirectory *directory = writ_compile_directory(meaning->compilation);
    uint32_t count = 0;
    for (uint32_t i = 0; i < directory->unit_count; i++) {
        const WritDirectoryUnit *unit = &directory->units[i];
        if (writ_text_equal(unit->calendar, meaning->thing.name)) {
            meaning_add_text(meaning, "Unit", unit->title.length > 0 ? unit->title : unit->name);
        }
    }
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        if (!writ_text_equal(person->calendar, meaning->thing.name)) {
            continue;
        }
        if (count++ < MEANING_PERSONS_SHOWN) {
            meaning_add_text(meaning, "Person",
                             person->name.length > 0 ? person->name : person->id);
        }
    }
    if (count > MEANING_PERSONS_SHOWN) {
        say_count(meaning, "Person", count - MEANING_PERSONS_SHOWN, " more");
    }
}

void meaning_calendar(Meaning *meaning)
{
    const WritBookCalendar *calendar = find_calendar(meaning);
    WritBuffer words = {0};
    if (calendar != NULL) {
        wording_add_day(&words, calendar->rules.last_day);
        meaning_add_text(meaning, "Is known through", writ_buffer_text(&words));
        writ_buffer_clear(&words);
    }
    say_directory(meaning);
    writ_buffer_format(&words, "writ calendar show %.*s draws a month of it",
                       WRIT_TEXT_ARGS(writ_text_last_name(meaning->thing.name)));
    meaning_add_text(meaning, "To look at it", writ_buffer_text(&words));
    writ_buffer_dispose(&words);
    meaning_say_lines(meaning, "When it is open", MEANING_BEHIND_HEADING);
    meaning_say_uses(meaning);
}

// --- Exchange rates ----------------------------------------------------------------------------

void meaning_rates(Meaning *meaning)
{
    const WritRateTable *table =
        writ_rates_find(writ_compile_rates(meaning->compilation), meaning->thing.name);
    WritBuffer words = {0};
    if (table != NULL && table->rate_count > 0) {
        wording_add_day(&words, writ_rates_last_day(table));
        meaning_add_text(meaning, "The last rates are of", writ_buffer_text(&words));
    }
    writ_buffer_dispose(&words);
    meaning_say_lines(meaning, "Which rates, and how old", MEANING_BEHIND_HEADING);
    meaning_say_uses(meaning);
}

// --- Ladders -----------------------------------------------------------------------------------

void meaning_ladder(Meaning *meaning)
{
    meaning_add_words(meaning, "Is counted from",
                      "when the step was reached, or the stage or case began, that uses it");
    meaning_say_lines(meaning, "What happens on the way to the deadline", MEANING_BEHIND_HEADING);
    meaning_say_uses(meaning);
}
