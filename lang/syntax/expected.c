#include "syntax/expected.h"

#include <assert.h>
#include <string.h>

#include "syntax/tokens.h"
#include "syntax/vocabulary.h"

enum {
    LISTED_MAX = 8, // More are summed up in groups.
    LISTED_OF_A_GROUP = 3,
};

static void add_entry(WritBuffer *out, const VocabularyEntry *entry)
{
    if (entry->place == PLACE_CLASS) {
        writ_buffer_add_string(out, entry->text);
    } else if (entry->place == PLACE_COMMA) {
        writ_buffer_format(out, "\", %s\"", entry->text);
    } else {
        writ_buffer_format(out, "\"%s\"", entry->text);
    }
}

// Entries that could stand there, each token and each text once, in the order of the vocabulary.
typedef struct Listing {
    const VocabularyEntry *entries[512];
    uint32_t count;
} Listing;

static bool is_listed(const Listing *listing, const VocabularyEntry *entry)
{
    for (uint32_t i = 0; i < listing->count; i++) {
        const VocabularyEntry *other = listing->entries[i];
        bool same_text = strcmp(other->text, entry->text) == 0 && other->place == entry->place;
        if (other->token == entry->token || same_text) {
            return true;
        }
    }
    return false;
}

static void list_entries(Listing *listing, TroubleExpected expected)
{
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        if (trouble_expects(expected, entry->token) && !is_listed(listing, entry)) {
            assert(listing->count < sizeof listing->entries / sizeof listing->entries[0]);
            listing->entries[listing->count++] = entry;
        }
    }
}

static void add_separator(WritBuffer *out, uint32_t index, uint32_t count)
{
    if (index > 0) {
        writ_buffer_add_string(out, index + 1 == count ? " or " : ", ");
    }
}

static bool has_words(const Listing *listing, VocabularyGroup group)
{
    for (uint32_t i = 0; i < listing->count; i++) {
        const VocabularyEntry *entry = listing->entries[i];
        if (entry->group == group && entry->place != PLACE_CLASS) {
            return true;
        }
    }
    return false;
}

// Classes need no group: they say themselves what they are.
static void add_group(WritBuffer *out, const Listing *listing, VocabularyGroup group)
{
    bool words = has_words(listing, group);
    if (words) {
        writ_buffer_format(out, "%s (", vocabulary_group_name(group));
    }
    uint32_t listed = 0;
    for (uint32_t i = 0; i < listing->count; i++) {
        if (listing->entries[i]->group != group) {
            continue;
        }
        if (listed == LISTED_OF_A_GROUP) {
            writ_buffer_add_string(out, ", …");
            break;
        }
        writ_buffer_add_string(out, listed == 0 ? "" : ", ");
        add_entry(out, listing->entries[i]);
        listed++;
    }
    writ_buffer_add_string(out, words ? ")" : "");
}

static void add_groups(WritBuffer *out, const Listing *listing)
{
    bool present[GROUP_COUNT] = {false};
    uint32_t count = 0;
    for (uint32_t i = 0; i < listing->count; i++) {
        VocabularyGroup group = listing->entries[i]->group;
        count += present[group] ? 0 : 1;
        present[group] = true;
    }
    uint32_t index = 0;
    for (int group = 0; group < GROUP_COUNT; group++) {
        if (present[group]) {
            add_separator(out, index, count);
            add_group(out, listing, (VocabularyGroup)group);
            index++;
        }
    }
}

void expected_add(WritBuffer *out, TroubleExpected expected)
{
    Listing listing = {.count = 0};
    list_entries(&listing, expected);
    if (listing.count == 0) {
        writ_buffer_add_string(out, "the end of the file");
        return;
    }
    if (listing.count > LISTED_MAX) {
        add_groups(out, &listing);
        return;
    }
    for (uint32_t i = 0; i < listing.count; i++) {
        add_separator(out, i, listing.count);
        add_entry(out, listing.entries[i]);
    }
}

const char *expected_example(TroubleExpected expected)
{
    static const VocabularyGroup telling[] = {GROUP_WHAT,      GROUP_DATA,     GROUP_WHO,
                                              GROUP_VOTE,      GROUP_SENTENCE, GROUP_SCENARIO,
                                              GROUP_MIGRATION, GROUP_HEADING};
    for (size_t g = 0; g < sizeof telling / sizeof telling[0]; g++) {
        for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
            const VocabularyEntry *entry = vocabulary_entry(i);
            if (entry->group == telling[g] && entry->example[0] != '\0' &&
                trouble_expects(expected, entry->token)) {
                return entry->example;
            }
        }
    }
    return NULL;
}
