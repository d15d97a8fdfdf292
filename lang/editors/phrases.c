// Sets follow from where the lexer takes a phrase.
#include "editors/phrases.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "writ/status.h"

static PhraseSet set_of_condition(const VocabularyEntry *entry)
{
    switch (entry->condition) {
    case WHEN_ON_DEADLINE_LINE:
        return PHRASES_DEADLINE;
    case WHEN_ON_CHECK_LINE:
        return PHRASES_CHECK;
    case WHEN_ON_APPLIES_LINE:
        return PHRASES_APPLIES;
    case WHEN_IN_TABLE_HEAD:
    case WHEN_AFTER_BARS:
        return PHRASES_TABLE;
    case WHEN_ON_NAME_LINE:
    case WHEN_AFTER_SUBJECT:
    case WHEN_AFTER_SUBJECT_OR_SYSTEM:
    case WHEN_AFTER_UNIT:
        return PHRASES_SENTENCE;
    case WHEN_AFTER_NUMBER:
    case WHEN_AFTER_NUMBER_OR_EVERY:
        return PHRASES_AFTER_NUMBER;
    case WHEN_AFTER_ORDINAL:
        return PHRASES_AFTER_ORDINAL;
    case WHEN_AFTER_MAY:
        return PHRASES_MAY;
    case WHEN_ALWAYS:
    case WHEN_CHANGES_LATER_FOLLOWS:
    case WHEN_HAPPENS_FOLLOWS:
        return PHRASES_FIRST;
    }
    WRIT_UNREACHABLE();
}

static bool is_in(const VocabularyEntry *entry, PhraseSet set)
{
    bool always = entry->condition == WHEN_ALWAYS;
    switch (entry->place) {
    case PLACE_CLASS:
    case PLACE_SIGN:
        return false;
    case PLACE_LINE:
        return set == (entry->group == GROUP_HEADING ? PHRASES_HEADING : PHRASES_FIRST);
    case PLACE_COMMA:
        return set == PHRASES_COMMA;
    case PLACE_INSIDE:
        return set == (always ? PHRASES_LATER : set_of_condition(entry));
    case PLACE_ANYWHERE:
        return always ? set == PHRASES_FIRST || set == PHRASES_LATER
                      : set == set_of_condition(entry);
    }
    WRIT_UNREACHABLE();
}

static int by_length_then_text(const void *a, const void *b)
{
    const char *x = *(const char *const *)a;
    const char *y = *(const char *const *)b;
    size_t x_length = strlen(x);
    size_t y_length = strlen(y);
    return x_length != y_length ? (x_length > y_length ? -1 : 1) : strcmp(x, y);
}

size_t phrases_of(PhraseSet set, const char *phrases[PHRASES_MAX])
{
    size_t count = 0;
    const VocabularyEntry *entry;
    for (size_t i = 0; (entry = vocabulary_entry(i)) != NULL; i++) {
        if (is_in(entry, set)) {
            assert(count < PHRASES_MAX);
            phrases[count++] = entry->text;
        }
    }
    qsort(phrases, count, sizeof *phrases, by_length_then_text);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || strcmp(phrases[kept - 1], phrases[i]) != 0) {
            phrases[kept++] = phrases[i];
        }
    }
    return kept;
}
