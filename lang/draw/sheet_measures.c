// What is measured of the cases of a process once they have ended.
#include "draw/sheet_parts.h"

void sheet_add_measured(Phrases *phrases, Phrase *phrase, const WritMeasure *measure)
{
    WritTypeId type = measure->exprs.exprs[measure->is].type;
    bool share = measure->exprs.types.types[type].kind == WRIT_TYPE_BOOLEAN;
    phrase_add_words(phrases, phrase, share ? "how many of a hundred: " : "the mean of ");
    phrase_add(phrases, phrase, PIECE_STRONG, measure->is_text);
    if (measure->where != WRIT_NONE) {
        phrase_add_words(phrases, phrase, ", of those where ");
        phrase_add(phrases, phrase, PIECE_PLAIN, measure->where_text);
    }
}

void sheet_add_measure_target(Phrases *phrases, Phrase *phrase, const WritMeasure *measure)
{
    if (measure->target_kind != WRIT_TARGET_NONE) {
        phrase_add_words(phrases, phrase,
                         measure->target_kind == WRIT_TARGET_AT_LEAST ? "at least " : "at most ");
        phrase_add(phrases, phrase, PIECE_PLAIN, measure->target_text);
    }
}

void sheet_add_measure_owner(Phrases *phrases, Phrase *phrase, const WritMeasure *measure)
{
    const WritParty *owner = &measure->exprs.owner;
    if (owner->kind == WRIT_PARTY_OWNER) {
        phrase_add_words(phrases, phrase, "process owner");
        return;
    }
    const WritRole *role = &measure->exprs.roles[owner->index];
    phrase_add(phrases, phrase, PIECE_PLAIN, phrases_title(phrases, role->title, role->name));
}

void sheet_say_measures(Sheet *sheet, const WritMeasure *measures, uint32_t count)
{
    static const char *const heads[] = {"Measure", "Of the cases that ended", "Target", "Owner",
                                        NULL};
    Phrases *phrases = &sheet->phrases;
    SheetPart *part = sheet_add_table(sheet, "What is measured", heads);
    for (uint32_t i = 0; i < count; i++) {
        const WritMeasure *measure = &measures[i];
        if (!writ_text_equal(measure->process, phrases->plan->name)) {
            continue;
        }
        Phrase *cells = sheet_add_row(sheet, part);
        phrase_add(phrases, &cells[0], PIECE_STRONG,
                   phrases_title(phrases, measure->exprs.title, measure->exprs.name));
        sheet_add_measured(phrases, &cells[1], measure);
        sheet_add_measure_target(phrases, &cells[2], measure);
        sheet_add_measure_owner(phrases, &cells[3], measure);
    }
}
