// `converted`: amounts in another currency, with the exchange rates in force.
#include "eval/walk.h"

enum { STEPS_A_CONVERSION = 8 };
static const int64_t MICROS_A_DAY = INT64_C(86400000000);

static WritStatus find_table(const WritExchange *exchange, WritText name,
                             const WritRateTable **table, WritError *error)
{
    *table = exchange == NULL ? NULL : writ_rates_find(exchange->rates, name);
    if (*table != NULL) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "the book has no exchange rates \"%.*s\" any more",
                    WRIT_TEXT_ARGS(name));
    (void)writ_hint(error, "Bring them back: cases that began with them convert with them.");
    return WRIT_NOT_FOUND;
}

// The local day of the effective instant where the process counts, else that in UTC.
static WritStatus find_day(const Walk *walk, int64_t *day)
{
    const WritScope *scope = walk->scope;
    if (walk->plan->calendar.length == 0) {
        int64_t rest = scope->effective % MICROS_A_DAY;
        *day = scope->effective / MICROS_A_DAY - (rest < 0 ? 1 : 0);
        return WRIT_OK;
    }
    const WritCalendar *calendar = NULL;
    WritStatus status =
        writ_clockwork_find(scope->clockwork, walk->plan->calendar, &calendar, walk->error);
    if (status == WRIT_OK) {
        *day = writ_zone_local(writ_calendar_zone(calendar), scope->effective).day;
    }
    return status;
}

static void note(const WritExchange *exchange, const WritRateTable *table, const WritRate *rate)
{
    if (rate != NULL && exchange->used != NULL) {
        exchange->used(exchange->self, table, rate);
    }
}

static WritStatus convert(Walk *walk, const WritValue *amount, WritCode to, WritText name,
                          WritDecimal *result)
{
    const WritExchange *exchange = walk->scope->exchange;
    const WritRateTable *table;
    WritConversion converted;
    int64_t day = 0;
    WritStatus status = find_table(exchange, name, &table, walk->error);
    if (status == WRIT_OK) {
        status = find_day(walk, &day);
    }
    if (status == WRIT_OK) {
        status = writ_rates_convert(&converted, table, amount->number, amount->tag, to, day,
                                    walk->error);
    }
    if (status == WRIT_OK) {
        note(exchange, table, converted.from);
        note(exchange, table, converted.to);
        *result = converted.amount;
    }
    return status;
}

const WritValue *walk_conversion(Walk *walk, uint32_t number, WritValue *room)
{
    const WritExpr *expr = &walk->plan->exprs[number];
    const uint32_t *operands = walk->plan->operands + expr->b;
    WritValue own;
    const WritValue *amount = walk_present(walk, operands[0], room);
    const WritValue *target = amount == NULL ? NULL : walk_present(walk, operands[1], &own);
    if (target == NULL || !walk_spend(walk, STEPS_A_CONVERSION)) {
        return NULL;
    }
    WritValue result = {.kind = WRIT_VALUE_MONEY, .tag = target->tag, .number = amount->number};
    // Nothing has to be known of what stays as it is, nor of the sum of no amounts.
    if (amount->tag != target->tag && amount->tag != 0) {
        WritText name = walk->plan->constants[walk->plan->exprs[operands[2]].a].text;
        WritStatus status = convert(walk, amount, target->tag, name, &result.number);
        if (status != WRIT_OK) {
            return walk_name(walk, number, status);
        }
    }
    *room = result;
    return room;
}
