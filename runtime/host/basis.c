#include "host/basis.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

enum { KNOWN_MAX = 256 };

static bool is_same(const WritBasis *one, const WritBasis *other)
{
    return writ_hash_equal(&one->definition, &other->definition) &&
           writ_hash_equal(&one->directory, &other->directory) &&
           writ_hash_equal(&one->calendars, &other->calendars) &&
           writ_hash_equal(&one->rates, &other->rates) &&
           memcmp(one->commit, other->commit, WRIT_COMMIT_BYTES) == 0;
}

// The longest unused one makes room. What is noted stays in front of what is not.
static void remember(Bases *bases, const WritBasis *basis, uint64_t sequence)
{
    if (bases->known == NULL) {
        bases->known = calloc(KNOWN_MAX, sizeof *bases->known);
        assert(bases->known != NULL);
    }
    uint32_t moved = bases->count - bases->noted;
    if (bases->count == KNOWN_MAX) {
        assert(moved > 0);
        moved--;
        bases->count--;
    }
    KnownBasis *place = bases->known + bases->noted;
    memmove(place + 1, place, moved * sizeof *place);
    *place = (KnownBasis){*basis, sequence};
    bases->count++;
}

static const KnownBasis *find_known(const Bases *bases, const WritBasis *basis)
{
    for (uint32_t i = 0; i < bases->count; i++) {
        if (is_same(&bases->known[i].basis, basis)) {
            return &bases->known[i];
        }
    }
    return NULL;
}

// --- In the store ------------------------------------------------------------------------------

static void stored_key(WritBuffer *key, WritText bytes)
{
    WritHash hash = writ_hash(bytes);
    writ_buffer_clear(key);
    writ_buffer_add_string(key, KEY_BASIS);
    writ_put_raw(key, hash.bytes, WRIT_HASH_BYTES);
}

static WritStatus find_stored(WritHost *host, WritText key, uint64_t *sequence, WritError *error)
{
    WritBuffer value = {0};
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_META, key, &value, error);
    if (status == WRIT_OK) {
        WritReader in = writ_reader(writ_buffer_text(&value));
        *sequence = writ_get_uint(&in);
        if (!writ_reader_done(&in)) {
            status = writ_fail(error, WRIT_INVALID, "the basis of a decision is damaged");
        }
    }
    writ_buffer_dispose(&value);
    return status;
}

static uint64_t add_stored(WritHost *host, WritText key, WritText bytes)
{
    WritJournalEntry entry = {.sequence = host->next_sequence++, .bytes = bytes};
    WritBuffer value = {0};
    writ_put_uint(&value, entry.sequence);
    writ_store_batch_append(&host->batch, &entry);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_META, key, writ_buffer_text(&value));
    writ_buffer_dispose(&value);
    return entry.sequence;
}

WritStatus basis_find(WritHost *host, const WritBasis *basis, uint64_t *sequence, WritError *error)
{
    const KnownBasis *known = find_known(&host->bases, basis);
    if (known != NULL) {
        *sequence = known->sequence;
        return WRIT_OK;
    }
    WritBuffer bytes = {0};
    WritBuffer key = {0};
    writ_basis_encode(&bytes, basis);
    stored_key(&key, writ_buffer_text(&bytes));
    WritStatus status = find_stored(host, writ_buffer_text(&key), sequence, error);
    if (status == WRIT_OK) {
        remember(&host->bases, basis, *sequence);
    } else if (status == WRIT_NOT_FOUND) {
        *sequence = add_stored(host, writ_buffer_text(&key), writ_buffer_text(&bytes));
        remember(&host->bases, basis, *sequence);
        host->bases.noted++;
        status = WRIT_OK;
    }
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&key);
    return status;
}

WritStatus basis_read(WritHost *host, uint64_t sequence, WritBasis *basis, WritError *error)
{
    for (uint32_t i = 0; i < host->bases.count; i++) {
        if (host->bases.known[i].sequence == sequence) {
            *basis = host->bases.known[i].basis;
            return WRIT_OK;
        }
    }
    WritJournalEntry entry;
    WritBuffer bytes = {0};
    WritStatus status = writ_store_journal_read(host->store, sequence, &entry, &bytes, error);
    if (status == WRIT_NOT_FOUND || (status == WRIT_OK && entry.case_number != 0)) {
        status = writ_fail(error, WRIT_INVALID, "entry %llu of the journal is no basis",
                           (unsigned long long)sequence);
    }
    if (status == WRIT_OK) {
        status = writ_basis_decode(basis, entry.bytes, error);
    }
    if (status == WRIT_OK) {
        remember(&host->bases, basis, sequence);
    }
    writ_buffer_dispose(&bytes);
    return status;
}

// --- The item under way ------------------------------------------------------------------------

void bases_keep_noted(WritHost *host)
{
    host->bases.noted = 0;
}

void bases_forget_noted(WritHost *host)
{
    Bases *bases = &host->bases;
    bases->count -= bases->noted;
    if (bases->noted > 0) {
        memmove(bases->known, bases->known + bases->noted, bases->count * sizeof *bases->known);
    }
    bases->noted = 0;
}

void bases_dispose(WritHost *host)
{
    free(host->bases.known);
    host->bases = (Bases){0};
}
