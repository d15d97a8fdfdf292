// The way from a name to its explanation, and what its makers share.
#include "draw/explain.h"

#include <assert.h>
#include <string.h>

void explain_speak_of(Explaining *explaining, const WritPlan *plan)
{
    explaining->sheet.phrases.plan = plan;
    explaining->sheet.phrases.labels = NULL;
}

bool explain_is_told_apart(const Explaining *explaining)
{
    uint32_t count;
    uint32_t same = 0;
    const WritDeclared *own = explaining->declared;
    const WritDeclared *all = writ_compile_declared(explaining->compilation, &count);
    for (uint32_t i = 0; i < count; i++) {
        same += all[i].kind == own->kind && writ_text_equal(all[i].in_plan, own->in_plan) ? 1 : 0;
    }
    return same == 1;
}

uint32_t explain_speak_of_first(Explaining *explaining)
{
    if (!explain_is_told_apart(explaining)) {
        return WRIT_NONE;
    }
    for (uint32_t i = 0; i < writ_compile_plan_count(explaining->compilation); i++) {
        const WritPlan *plan = writ_compile_plan(explaining->compilation, i);
        uint32_t index = explain_index(plan, explaining->declared);
        if (index != WRIT_NONE) {
            explain_speak_of(explaining, plan);
            return index;
        }
    }
    return WRIT_NONE;
}

void explain_add_text(Explaining *explaining, const char *what, WritText text)
{
    if (text.length > 0) {
        phrase_add(&explaining->sheet.phrases, sheet_add_fact(&explaining->sheet, what),
                   PIECE_PLAIN, text);
    }
}

void explain_add_words(Explaining *explaining, const char *what, const char *words)
{
    explain_add_text(explaining, what, writ_text(words));
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

void explain_add_members(Explaining *explaining, Phrase *phrase, WritText group)
{
    Phrases *phrases = &explaining->sheet.phrases;
    const WritDirectory *directory = writ_compile_directory(explaining->compilation);
    uint32_t count = 0;
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        const WritMembership *membership = membership_in(person, group);
        if (membership == NULL) {
            continue;
        }
        if (count < EXPLAIN_PERSONS_SHOWN) {
            phrase_add_words(phrases, phrase, count > 0 ? ", " : "");
            add_member(phrases, phrase, person, membership->unit);
        }
        count++;
    }
    if (count == 0) {
        phrase_add_words(phrases, phrase, "nobody in the directory");
    } else if (count > EXPLAIN_PERSONS_SHOWN) {
        WritBuffer rest = {0};
        writ_buffer_format(&rest, " and %u more", (unsigned)(count - EXPLAIN_PERSONS_SHOWN));
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

void explain_say_lines(Explaining *explaining, const char *heading, ExplainLines from)
{
    static const char *const heads[] = {"Line", NULL};
    SheetPart *part = sheet_add_table(&explaining->sheet, heading, heads);
    WritText rest = explaining->written.text;
    part->kind = SHEET_LINES;
    if (from == EXPLAIN_BEHIND_HEADING) {
        (void)take_line(&rest);
    }
    while (rest.length > 0) {
        WritText line = trimmed(take_line(&rest));
        if (line.length > 0 && line.data[0] != '#' && !begins_with(line, "purpose \"")) {
            Phrase *cells = sheet_add_row(&explaining->sheet, part);
            phrase_add(&explaining->sheet.phrases, &cells[0], PIECE_PLAIN, line);
        }
    }
}

// --- Which thing -------------------------------------------------------------------------------

static void say_place(Explaining *explaining)
{
    WritBuffer place = {0};
    writ_buffer_format(&place, "%.*s, line %u", WRIT_TEXT_ARGS(explaining->written.path),
                       (unsigned)explaining->written.line);
    explain_add_text(explaining, "Stands in", writ_buffer_text(&place));
    writ_buffer_dispose(&place);
}

static void say_kind(Explaining *explaining)
{
    // The facts of a process begin with its name.
    if (explaining->declared != NULL && explaining->declared->kind == WRIT_DECLARED_PROCESS) {
        say_place(explaining);
        return;
    }
    WritBuffer what = {0};
    writ_buffer_format(&what, "%c%s", explaining->thing.kind[0] - 'a' + 'A',
                       explaining->thing.kind + 1);
    explain_add_text(explaining, writ_buffer_string(&what), explaining->thing.name);
    writ_buffer_dispose(&what);
    say_place(explaining);
}

static void explain_node(Explaining *explaining)
{
    const WritPlan *plan = explaining->sheet.phrases.plan;
    if (plan->nodes[explaining->thing.node].kind == WRIT_NODE_STEP) {
        explain_step(explaining);
    } else {
        explain_stage(explaining);
    }
}

static void explain_declared(Explaining *explaining)
{
    switch (explaining->declared->kind) {
    case WRIT_DECLARED_UNIT:
        explain_unit(explaining);
        return;
    case WRIT_DECLARED_CHOICE:
        explain_choice(explaining);
        return;
    case WRIT_DECLARED_RECORD:
        explain_record(explaining);
        return;
    case WRIT_DECLARED_EVENT:
        explain_event(explaining);
        return;
    case WRIT_DECLARED_ROLE:
        explain_role(explaining);
        return;
    case WRIT_DECLARED_CALENDAR:
        explain_calendar(explaining);
        return;
    case WRIT_DECLARED_LADDER:
        explain_ladder(explaining);
        return;
    case WRIT_DECLARED_MESSAGE:
        explain_message(explaining);
        return;
    case WRIT_DECLARED_HOOK:
        explain_hook(explaining);
        return;
    case WRIT_DECLARED_DECISION:
        explain_decision(explaining);
        return;
    case WRIT_DECLARED_MILESTONE:
    case WRIT_DECLARED_TAG:
        explain_say_uses(explaining);
        return;
    case WRIT_DECLARED_PROCESS:
        explain_process(explaining);
        return;
    }
    WRIT_UNREACHABLE();
}

static WritText title_of(const Explaining *explaining, const WritPlan *plan)
{
    WritText title = explaining->declared != NULL ? explaining->declared->title
                                                  : plan->nodes[explaining->thing.node].title;
    return title.length > 0 ? title : phrases_short(explaining->thing.name);
}

static void begin(Explaining *explaining, WritArena *arena)
{
    const Thing *thing = &explaining->thing;
    const WritPlan *plan = NULL;
    if (thing->plan != WRIT_NONE) {
        plan = writ_compile_plan(explaining->compilation, thing->plan);
    }
    if (thing->declaration != WRIT_NONE) {
        uint32_t count;
        explaining->declared =
            &writ_compile_declared(explaining->compilation, &count)[thing->declaration];
        explaining->written = explaining->declared->written;
    } else {
        explaining->written =
            writ_compile_written(explaining->compilation, thing->plan, thing->node);
    }
    sheet_begin(&explaining->sheet, arena, plan, title_of(explaining, plan));
}

WritStatus writ_explain(WritBuffer *out, WritArena *arena, const WritCompilation *compilation,
                        WritText name, WritExplainForm form, WritError *error)
{
    Explaining explaining = {.compilation = compilation};
    WritStatus status = things_find(&explaining.thing, arena, compilation, name, error);
    if (status != WRIT_OK) {
        return status;
    }
    begin(&explaining, arena);
    say_kind(&explaining);
    if (explaining.declared == NULL) {
        explain_node(&explaining);
    } else {
        explain_declared(&explaining);
    }
    sheet_drop_empty_parts(&explaining.sheet);
    if (form == WRIT_EXPLAIN_JSON) {
        explain_print_json(out, &explaining);
    } else {
        sheet_print_text(out, &explaining.sheet);
    }
    sheet_dispose(&explaining.sheet);
    return WRIT_OK;
}
