#include "support/store_dump.h"

#include "writ/bytes.h"

static WritVisit add_entry(void *context, const WritJournalEntry *entry)
{
    WritBuffer *out = context;
    writ_put_uint(out, entry->sequence);
    writ_put_uint(out, entry->case_number);
    writ_put_uint(out, entry->previous);
    writ_put_text(out, entry->bytes);
    return WRIT_VISIT_ON;
}

static WritVisit add_row(void *context, WritText key, WritText value)
{
    writ_put_text(context, key);
    writ_put_text(context, value);
    return WRIT_VISIT_ON;
}

WritStatus store_dump(WritStore *store, WritBuffer *out, WritError *error)
{
    static const WritFamily families[] = {
#define WRIT_FAMILY(NAME, number, keys, name, key, line) WRIT_FAMILY_##NAME,
#include "writ/families.def"
#undef WRIT_FAMILY
    };
    writ_put_uint(out, writ_store_next_sequence(store));
    WritStatus status = writ_store_journal_scan(store, 1, add_entry, out, error);
    for (size_t i = 0; i < sizeof families / sizeof families[0] && status == WRIT_OK; i++) {
        writ_put_uint(out, families[i]);
        WritStoreRange all = {.family = families[i]};
        status = writ_store_scan(store, &all, add_row, out, error);
    }
    return status;
}
