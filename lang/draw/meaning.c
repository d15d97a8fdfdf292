// The way from a name to its explanation, and what its makers share.
#include "draw/meaning.h"

#include <assert.h>
#include <string.h>

void meaning_speak_of(Meaning *meaning, const WritPlan *plan)
{
    meaning->sheet.phrases.plan = plan;
    meaning->sheet.phrases.labels = NULL;
}

bool meaning_is_told_apart(const Meaning *meaning)
{
    uint32_t count;
    uint32_t same = 0;
    const WritDeclared *own = meaning->declared;
    const WritDeclared *all = writ_compile_declared(meaning->compilation, &count);
    for (uint32_t i = 0; i < count; i++) {
        bool other = !writ_text_equal(all[i].name, own->name);
        same += other && all[i].kind == own->kind && writ_text_equal(all[i].in_plan, own->in_plan)
                    ? 1
                    : 0;
    }
    return same == 0;
}

uint32_t meaning_speak_of_first(Meaning *meaning)
{
    if (!meaning_is_told_apart(meaning)) {
        return WRIT_NONE;
    }
    for (uint32_t i = 0; i < writ_compile_plan_count(meaning->compilation); i++) {
        const WritPlan *plan = writ_compile_plan(meaning->compilation, i);
        uint32_t index = meaning_index(plan, meaning->declared);
        if (index != WRIT_NONE) {
            meaning_speak_of(meaning, plan);
            return index;
        }
    }
    return WRIT_NONE;
}

void meaning_add_text(Meaning *meaning, const char *what, WritText text)
{
    if (text.length > 0) {
        phrase_add(&meaning->sheet.phrases, sheet_add_fact(&meaning->sheet, what), PIECE_PLAIN,
                   text);
    }
}

void meaning_add_words(Meaning *meaning, const char *what, const char *words)
{
    meaning_add_text(meaning, what, writ_text(words));
}

// --- People ------------------------------------------------------------------------------------

static void add_member(Phrases *phrases, Phrase *phrase, const WritPerson *person, WritText unit)
{
    phrase_add(phrases, phrase, PIECE_PLAIN, person->name.length > 0 ? person->name : person->id);
    if (unit.length > 0) {
        phrase_add_words(phrases, phrase, " of ");
        phrase_add(phrases, phrase, PIECE_PLAIN, unit);
    }
}

static const WritMembership *membership_in(const WritPerson *person, WritText group)
{
    for (uint32_t i = 0; i < person->membership_count; i++) {
        if (writ_text_equal(person->memberships[i].group, group)) {
            return &person->memberships[i];
        }
    }
    return NULL;
}

void meaning_add_members(Meaning *meaning, Phrase *phrase, WritText group)
{
    Phrases *phrases = &meaning->sheet.phrases;
    const WritDirectory *directory = writ_compile_directory(meaning->compilation);
    uint32_t count = 0;
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        const WritMembership *membership = membership_in(person, group);
        if (membership == NULL) {
            continue;
        }
        if (count < MEANING_PERSONS_SHOWN) {
            phrase_add_words(phrases, phrase, count > 0 ? ", " : "");
            add_member(phrases, phrase, person, membership->unit);
        }
        count++;
    }
    if (count == 0) {
        phrase_add_words(phrases, phrase, "nobody in the directory");
    } else if (count > MEANING_PERSONS_SHOWN) {
        WritBuffer rest = {0};
        writ_buffer_format(&rest, " and %u more", (unsigned)(count - MEANING_PERSONS_SHOWN));
        phrase_add(phrases, phrase, PIECE_PLAIN, writ_buffer_text(&rest));
        writ_buffer_dispose(&rest);
    }
}

// --- As it is written --------------------------------------------------------------------------

static WritText take_line(WritText *rest)
{
    const char *end = memchr(rest->data, '\n', rest->length);
    size_t length = end == NULL ? rest->length : (size_t)(end - rest->data);
    size_t taken = end == NULL ? length : length + 1;
    WritText line = {rest->data, length};
    *rest = (WritText){rest->data + taken, rest->length - taken};
    return line;
}

static WritText trimmed(WritText line)
{
    while (line.length > 0 && (line.data[0] == ' ' || line.data[0] == '\r')) {
        line = (WritText){line.data + 1, line.length - 1};
    }
    while (line.length > 0 && strchr(" \r", line.data[line.length - 1]) != NULL) {
        line.length--;
    }
    return line;
}

static bool begins_with(WritText line, const char *word)
{
    size_t length = strlen(word);
    return line.length >= length && memcmp(line.data, word, length) == 0;
}

void meaning_say_lines(Meaning *meaning, const char *heading, MeaningLines from)
{
    static const char *const heads[] = {"Line", NULL};
    SheetPart *part = sheet_add_table(&meaning->sheet, heading, heads);
    WritText rest = meaning->written.text;
    part->kind = SHEET_LINES;
    if (from == MEANING_BEHIND_HEADING) {
        (void)take_line(&rest);
    }
    while (rest.length > 0) {
        WritText line = trimmed(take_line(&rest));
        if (line.length > 0 && line.data[0] != '#' && !begins_with(line, "purpose \"")) {
            Phrase *cells = sheet_add_row(&meaning->sheet, part);
            phrase_add(&meaning->sheet.phrases, &cells[0], PIECE_PLAIN, line);
        }
    }
}

// --- Which thing -------------------------------------------------------------------------------

static void say_place(Meaning *meaning)
{
    WritBuffer place = {0};
    writ_buffer_format(&place, "%.*s, line %u", WRIT_TEXT_ARGS(meaning->written.path),
                       (unsigned)meaning->written.line);
    meaning_add_text(meaning, "Stands in", writ_buffer_text(&place));
    writ_buffer_dispose(&place);
}

static void say_kind(Meaning *meaning)
{
    // The facts of a process begin with its name.
    if (meaning->declared != NULL && meaning->declared->kind == WRIT_DECLARED_PROCESS) {
        say_place(meaning);
        return;
    }
    WritBuffer what = {0};
    writ_buffer_format(&what, "%c%s", meaning->thing.kind[0] - 'a' + 'A', meaning->thing.kind + 1);
    meaning_add_text(meaning, writ_buffer_string(&what), meaning->thing.name);
    writ_buffer_dispose(&what);
    say_place(meaning);
}

static void meaning_node(Meaning *meaning)
{
    const WritPlan *plan = meaning->sheet.phrases.plan;
    if (plan->nodes[meaning->thing.node].kind == WRIT_NODE_STEP) {
        meaning_step(meaning);
    } else {
        meaning_stage(meaning);
    }
}

static void meaning_declared(Meaning *meaning)
{
    switch (meaning->declared->kind) {
    case WRIT_DECLARED_UNIT:
        meaning_unit(meaning);
        return;
    case WRIT_DECLARED_CHOICE:
        meaning_choice(meaning);
        return;
    case WRIT_DECLARED_RECORD:
        meaning_record(meaning);
        return;
    case WRIT_DECLARED_EVENT:
        meaning_event(meaning);
        return;
    case WRIT_DECLARED_ROLE:
        meaning_role(meaning);
        return;
    case WRIT_DECLARED_CALENDAR:
        meaning_calendar(meaning);
        return;
    case WRIT_DECLARED_RATES:
        meaning_rates(meaning);
        return;
    case WRIT_DECLARED_LADDER:
        meaning_ladder(meaning);
        return;
    case WRIT_DECLARED_MESSAGE:
        meaning_message(meaning);
        return;
    case WRIT_DECLARED_HOOK:
        meaning_hook(meaning);
        return;
    case WRIT_DECLARED_DECISION:
        meaning_decision(meaning);
        return;
    case WRIT_DECLARED_FORMULA:
        meaning_formula(meaning);
        return;
    case WRIT_DECLARED_MILESTONE:
    case WRIT_DECLARED_TAG:
        meaning_say_uses(meaning);
        return;
    case WRIT_DECLARED_RULE:
        meaning_rule(meaning);
        return;
    case WRIT_DECLARED_MEASURE:
        meaning_measure(meaning);
        return;
    case WRIT_DECLARED_PROCESS:
        meaning_process(meaning);
        return;
    case WRIT_DECLARED_SCENARIO:
        meaning_scenario(meaning);
        return;
    }
    WRIT_UNREACHABLE();
}

static WritText title_of(const Meaning *meaning, const WritPlan *plan)
{
    WritText title = meaning->declared != NULL ? meaning->declared->title
                                               : plan->nodes[meaning->thing.node].title;
    return title.length > 0 ? title : writ_text_last_name(meaning->thing.name);
}

static void begin(Meaning *meaning, WritArena *arena)
{
    const Thing *thing = &meaning->thing;
    const WritPlan *plan = NULL;
    if (thing->plan != WRIT_NONE) {
        plan = writ_compile_plan(meaning->compilation, thing->plan);
    }
    if (thing->declaration != WRIT_NONE) {
        uint32_t count;
        meaning->declared =
            &writ_compile_declared(meaning->compilation, &count)[thing->declaration];
        meaning->written = meaning->declared->written;
    } else {
        meaning->written = writ_compile_written(meaning->compilation, thing->plan, thing->node);
    }
    sheet_begin(&meaning->sheet, arena, plan, title_of(meaning, plan));
}

WritStatus writ_explain(WritBuffer *out, WritArena *arena, const WritCompilation *compilation,
                        WritText name, WritExplainForm form, WritError *error)
{
    Meaning meaning = {.compilation = compilation};
    WritStatus status = things_find(&meaning.thing, arena, compilation, name, error);
    if (status != WRIT_OK) {
        return status;
    }
    begin(&meaning, arena);
    say_kind(&meaning);
    if (meaning.declared == NULL) {
        meaning_node(&meaning);
    } else {
        meaning_declared(&meaning);
    }
    sheet_drop_empty_parts(&meaning.sheet);
    if (form == WRIT_EXPLAIN_JSON) {
        meaning_print_json(out, &meaning);
    } else {
        sheet_print_text(out, &meaning.sheet);
    }
    sheet_dispose(&meaning.sheet);
    return WRIT_OK;
}
