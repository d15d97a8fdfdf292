// A measure: over which cases, what of each, what is aimed at, whose it is.
#include "draw/meaning.h"

static const WritMeasure *find(const WritCompilation *compilation, WritText name)
{
    uint32_t count = 0;
    const WritMeasure *measures = writ_compile_measures(compilation, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(measures[i].exprs.name, name)) {
            return &measures[i];
        }
    }
    return NULL;
}

void meaning_measure(Meaning *meaning)
{
    Sheet *sheet = &meaning->sheet;
    Phrases *phrases = &sheet->phrases;
    const WritMeasure *measure = find(meaning->compilation, meaning->declared->name);
    if (measure == NULL) {
        return;
    }
    sheet_add_measure_owner(phrases, sheet_add_fact(sheet, "Owner"), measure);
    meaning_add_text(meaning, "Over the cases of", writ_text_last_name(measure->process));
    sheet_add_measured(phrases, sheet_add_fact(sheet, "Says"), measure);
    if (measure->target_kind != WRIT_TARGET_NONE) {
        sheet_add_measure_target(phrases, sheet_add_fact(sheet, "Target"), measure);
    }
    WritBuffer command = {0};
    writ_buffer_format(&command, "writ measure %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(meaning->declared->name)));
    meaning_add_text(meaning, "Counted by", writ_buffer_text(&command));
    writ_buffer_dispose(&command);
    meaning_say_lines(meaning, "As written", MEANING_BEHIND_HEADING);
}

void meaning_say_measures(Meaning *meaning)
{
    uint32_t count = 0;
    const WritMeasure *measures = writ_compile_measures(meaning->compilation, &count);
    sheet_say_measures(&meaning->sheet, measures, count);
}
