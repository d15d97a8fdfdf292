#include "host/rates_in_force.h"

#include "host/host.h"

static const char in_force[] = "rates";

void rates_dispose(WritHost *host)
{
    writ_arena_free(host->rates.arena);
    host->rates = (RatesInForce){.arena = NULL};
}

static WritStatus use(WritHost *host, WritText bytes, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_RATES_ARENA_BYTES);
    WritRates set;
    WritStatus status = writ_rates_decode(&set, arena, writ_arena_text(arena, bytes), error);
    if (status != WRIT_OK) {
        writ_arena_free(arena);
        return status;
    }
    rates_dispose(host);
    host->rates = (RatesInForce){arena, set, writ_rates_version(bytes)};
    return WRIT_OK;
}

WritStatus rates_load(WritHost *host, WritError *error)
{
    WritBuffer bytes = {0};
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_META, writ_text(in_force), &bytes, error);
    if (status == WRIT_OK) {
        status = use(host, writ_buffer_text(&bytes), error);
    } else if (status == WRIT_NOT_FOUND) {
        rates_dispose(host);
        status = WRIT_OK;
    }
    writ_buffer_dispose(&bytes);
    return status;
}

WritStatus rates_put(WritHost *host, const WritRates *set, WritError *error)
{
    if (set->table_count == 0 && host->rates.arena == NULL) {
        return WRIT_OK;
    }
    WritBuffer bytes = {0};
    writ_rates_encode(&bytes, set);
    WritHash version = writ_rates_version(writ_buffer_text(&bytes));
    WritStatus status = WRIT_OK;
    if (!writ_hash_equal(&version, &host->rates.version)) {
        status = use(host, writ_buffer_text(&bytes), error);
        if (status == WRIT_OK) {
            writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_text(in_force),
                                 writ_buffer_text(&bytes));
        }
    }
    writ_buffer_dispose(&bytes);
    return status;
}

const WritRates *rates_now(const WritHost *host)
{
    return host->rates.arena == NULL ? NULL : &host->rates.set;
}
