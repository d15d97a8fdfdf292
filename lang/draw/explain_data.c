// Decisions and types.
#include "draw/explain.h"

// --- Decisions ---------------------------------------------------------------------------------

static void say_fields(Explaining *explaining, const char *what, uint32_t record)
{
    const WritTypes *types = &explaining->sheet.phrases.plan->types;
    for (uint32_t i = 0; i < types->records[record].field_count; i++) {
        WritBuffer words = {0};
        writ_buffer_add(&words, types->records[record].fields[i].name);
        writ_buffer_add_string(&words, " : ");
        writ_types_print(&words, types, types->records[record].fields[i].type);
        explain_add_text(explaining, what, writ_buffer_text(&words));
        writ_buffer_dispose(&words);
    }
}

void explain_decision(Explaining *explaining)
{
    uint32_t index = explain_speak_of_first(explaining);
    if (index == WRIT_NONE) {
        explain_say_lines(explaining, "What it decides", EXPLAIN_BEHIND_HEADING);
    } else {
        const WritDecision *decision = &explaining->sheet.phrases.plan->decisions[index];
        say_fields(explaining, "Given", decision->input);
        say_fields(explaining, "Gives", decision->output);
        sheet_say_decision(&explaining->sheet, decision, "Its rows");
    }
    explain_say_uses(explaining);
}

// --- Types -------------------------------------------------------------------------------------

void explain_record(Explaining *explaining)
{
    explain_say_lines(explaining, "Its fields", EXPLAIN_BEHIND_HEADING);
    explain_say_uses(explaining);
}

static void say_order(Explaining *explaining)
{
    uint32_t index = explain_speak_of_first(explaining);
    if (index != WRIT_NONE && explaining->sheet.phrases.plan->types.choices[index].ordered) {
        explain_add_words(explaining, "Ordered", "from the lowest to the highest");
    }
}

void explain_choice(Explaining *explaining)
{
    say_order(explaining);
    explain_say_lines(explaining, "Its values", EXPLAIN_WITH_HEADING);
    explain_say_uses(explaining);
}

void explain_unit(Explaining *explaining)
{
    explain_say_uses(explaining);
}
