// Which exchange rates a decision used: noted while expressions are evaluated, and put on the
// record with the event that rests on them. Replay never looks a rate up.
#include "engine/decide.h"

#include <string.h>

// Each price once a block and command: a loop over a list uses the same one many times.
static bool is_noted(const Deciding *d, uint32_t frame, const WritRateTable *table,
                     const WritRate *rate)
{
    for (uint32_t i = 0; i < d->rate_count; i++) {
        const UsedRate *used = &d->rates[i];
        if (used->frame == frame && used->table == table && used->rate == rate) {
            return true;
        }
    }
    return false;
}

void note_rate(Deciding *d, uint32_t frame, const WritRateTable *table, const WritRate *rate)
{
    if (is_noted(d, frame, table, rate)) {
        return;
    }
    if (d->rate_count == d->rate_capacity) {
        uint32_t capacity = d->rate_capacity == 0 ? 8 : 2 * d->rate_capacity;
        UsedRate *rates = writ_arena_array(d->moment->arena, capacity, sizeof *rates);
        if (d->rate_count > 0) {
            memcpy(rates, d->rates, d->rate_count * sizeof *rates);
        }
        d->rates = rates;
        d->rate_capacity = capacity;
    }
    d->rates[d->rate_count++] = (UsedRate){frame, table, rate};
}

WritEvent rate_event(const Deciding *d, const UsedRate *used)
{
    const WritRate *rate = used->rate;
    WritEvent event = writ_event(WRIT_EVENT_RATE_USED);
    event.frame = used->frame;
    event.text = writ_arena_text(d->moment->arena, used->table->name);
    event.value =
        (WritValue){.kind = WRIT_VALUE_MONEY, .tag = rate->currency, .number = rate->price};
    event.values = writ_arena_array(d->moment->arena, 2, sizeof *event.values);
    event.values[0] = (WritValue){.kind = WRIT_VALUE_CURRENCY, .tag = used->table->base};
    event.values[1] = (WritValue){.kind = WRIT_VALUE_DATE, .integer = rate->day};
    event.value_count = 2;
    return event;
}
