// A rule: its sentence, where it holds, and what is known of it; and which rules hold on a step.
#include "draw/meaning.h"

void meaning_rule(Meaning *meaning)
{
    static const char *const heads[] = {"Process", "Known", "Why", NULL};
    uint32_t count = 0;
    const WritRuleVerdict *verdicts = writ_compile_rules(meaning->compilation, &count);
    Phrases *phrases = &meaning->sheet.phrases;
    SheetPart *part = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (!writ_text_equal(verdicts[i].rule, meaning->declared->name)) {
            continue;
        }
        if (part == NULL) {
            meaning_add_text(meaning, "Says", verdicts[i].sentence);
            part = sheet_add_table(&meaning->sheet, "Where it holds", heads);
        }
        Phrase *cells = sheet_add_row(&meaning->sheet, part);
        phrase_add(phrases, &cells[0], PIECE_PLAIN, writ_text_last_name(verdicts[i].process));
        phrase_add(phrases, &cells[1], PIECE_STRONG,
                   writ_text(verdicts[i].proven ? "proven" : "watched"));
        phrase_add_words(phrases, &cells[2], verdicts[i].reason);
    }
    if (part == NULL) {
        meaning_add_words(meaning, "Holds", "nowhere yet: nothing in a process can touch it");
    }
    meaning_say_lines(meaning, "As written", MEANING_BEHIND_HEADING);
}

static bool speaks_of(const WritPlan *plan, const WritRule *rule, uint32_t node)
{
    for (uint32_t i = 0; i < rule->occurrence_count; i++) {
        const WritRuleOccurrence *occurrence = &plan->occurrences[rule->occurrences_start + i];
        if (occurrence->kind == WRIT_OCCURS_STEP && occurrence->index == node) {
            return true;
        }
    }
    return false;
}

void meaning_say_rules(Meaning *meaning, uint32_t node)
{
    static const char *const heads[] = {"Rule", "Says", NULL};
    Phrases *phrases = &meaning->sheet.phrases;
    const WritPlan *plan = phrases->plan;
    SheetPart *part = NULL;
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        const WritRule *rule = &plan->rules[i];
        if (!speaks_of(plan, rule, node)) {
            continue;
        }
        if (part == NULL) {
            part = sheet_add_table(&meaning->sheet, "Rules that speak of it", heads);
        }
        Phrase *cells = sheet_add_row(&meaning->sheet, part);
        phrase_add(phrases, &cells[0], PIECE_STRONG, writ_text_last_name(rule->name));
        phrase_add(phrases, &cells[1], PIECE_PLAIN, rule->sentence);
    }
}
