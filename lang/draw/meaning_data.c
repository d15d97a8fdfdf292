// Decisions, formulas, types, scenarios.
#include "draw/meaning.h"

// --- Decisions ---------------------------------------------------------------------------------

// Columns by path are computed, and stand behind what is given.
static bool is_given(const WritField *field)
{
    return field->computed == WRIT_NONE;
}

static void say_fields(Meaning *meaning, const char *what, uint32_t record)
{
    const WritTypes *types = &meaning->sheet.phrases.plan->types;
    const WritRecordType *declared = &types->records[record];
    for (uint32_t i = 0; i < declared->field_count && is_given(&declared->fields[i]); i++) {
        WritBuffer words = {0};
        writ_buffer_add(&words, declared->fields[i].name);
        writ_buffer_add_string(&words, " : ");
        writ_types_print(&words, types, declared->fields[i].type);
        meaning_add_text(meaning, what, writ_buffer_text(&words));
        writ_buffer_dispose(&words);
    }
}

static void say_asking(Meaning *meaning, const WritRecordType *input)
{
    WritBuffer words = {0};
    writ_buffer_format(&words, "writ explain %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(meaning->thing.name)));
    for (uint32_t i = 0; i < input->field_count && is_given(&input->fields[i]); i++) {
        writ_buffer_format(&words, " %.*s=\xe2\x80\xa6", WRIT_TEXT_ARGS(input->fields[i].name));
    }
    meaning_add_text(meaning, "Ask it", writ_buffer_text(&words));
    writ_buffer_dispose(&words);
}

void meaning_decision(Meaning *meaning)
{
    uint32_t index = meaning_speak_of_first(meaning);
    if (index == WRIT_NONE) {
        meaning_say_lines(meaning, "What it decides", MEANING_BEHIND_HEADING);
    } else {
        const WritPlan *plan = meaning->sheet.phrases.plan;
        say_fields(meaning, "Given", plan->decisions[index].input);
        say_fields(meaning, "Gives", plan->decisions[index].output);
        say_asking(meaning, &plan->types.records[plan->decisions[index].input]);
        for (uint32_t i = index; i < plan->decision_count; i++) {
            if (writ_text_equal(plan->decisions[i].name, meaning->declared->in_plan)) {
                sheet_say_decision(&meaning->sheet, &plan->decisions[i], "Its rows");
            }
        }
    }
    meaning_say_uses(meaning);
}

void meaning_formula(Meaning *meaning)
{
    meaning_say_lines(meaning, "What it computes", MEANING_BEHIND_HEADING);
    meaning_say_uses(meaning);
}

// --- Types -------------------------------------------------------------------------------------

void meaning_record(Meaning *meaning)
{
    meaning_say_lines(meaning, "Its fields", MEANING_BEHIND_HEADING);
    meaning_say_uses(meaning);
}

static void say_order(Meaning *meaning)
{
    uint32_t index = meaning_speak_of_first(meaning);
    if (index != WRIT_NONE && meaning->sheet.phrases.plan->types.choices[index].ordered) {
        meaning_add_words(meaning, "Ordered", "from the lowest to the highest");
    }
}

void meaning_choice(Meaning *meaning)
{
    say_order(meaning);
    meaning_say_lines(meaning, "Its values", MEANING_WITH_HEADING);
    meaning_say_uses(meaning);
}

void meaning_unit(Meaning *meaning)
{
    meaning_say_uses(meaning);
}

// --- Scenarios ---------------------------------------------------------------------------------

void meaning_scenario(Meaning *meaning)
{
    WritBuffer words = {0};
    writ_buffer_format(&words, "writ test %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(meaning->thing.name)));
    meaning_add_text(meaning, "Run it", writ_buffer_text(&words));
    writ_buffer_dispose(&words);
    meaning_say_lines(meaning, "What happens, and what must be so then", MEANING_BEHIND_HEADING);
}
