// Exchange rates: reference data of a book, dated and versioned. Pure.
//
// A table says what one unit of its base currency costs in other currencies on some days. Between
// two of the others the rate goes over the base: amount * price of the target / price of the
// source, worked out exactly and rounded once, half away from zero (processes.md N9).
#ifndef WRIT_RATES_H
#define WRIT_RATES_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/decimal.h"
#include "writ/hash.h"
#include "writ/types.h"

enum {
    WRIT_RATE_TABLES_MAX = 16,
    WRIT_RATES_MAX = 50000, // Of one table.
    WRIT_RATE_FILE_BYTES_MAX = 1 << 20,
    WRIT_RATE_FILE_PROBLEMS_MAX = 20, // Told of one file; the rest of it is not read.
    WRIT_RATE_DIGITS_MAX = 15,        // Of a price, zeros in front left out.
    WRIT_RATE_AGE_DAYS_MAX = 366,
    WRIT_RATE_PLACES_MAX = 10,
    WRIT_RATE_MINOR_UNIT = 255, // As places: those of the currency that is converted to.
    WRIT_RATE_TEXT_BYTES_MAX = 1000,
    WRIT_RATES_BYTES_MAX = 32 << 20, // Of an encoded set.
};

// An arena of this size is enough to decode any set.
#define WRIT_RATES_ARENA_BYTES ((size_t)128 << 20)

typedef struct WritRate {
    WritCode currency;
    int64_t day;       // Days since 1970-01-01.
    WritDecimal price; // Of one unit of the base in `currency`; above zero.
} WritRate;

typedef struct WritRateTable {
    WritText name; // Qualified.
    WritText title;
    WritCode base;
    uint32_t days_old_max;
    uint8_t places;  // Of what is converted, or WRIT_RATE_MINOR_UNIT.
    WritRate *rates; // Of a sorted set: by currency as text, then day; each once.
    uint32_t rate_count;
} WritRateTable;

typedef struct WritRates {
    WritRateTable *tables; // Of a sorted set: by name, each once.
    uint32_t table_count;
} WritRates;

// --- Sets --------------------------------------------------------------------------------------

void writ_rate_table_sort(WritRateTable *table);
void writ_rates_sort(WritRates *set); // Its tables, and what is in them.

// A sorted set as canonical bytes, whose SHA-256 is its version.
void writ_rates_encode(WritBuffer *out, const WritRates *set);
WritHash writ_rates_version(WritText bytes);
// Borrows the bytes. WRIT_LIMIT: a later writ wrote them, or a bound is passed. WRIT_INVALID: they
// are no set of rates.
WRIT_NODISCARD WritStatus writ_rates_decode(WritRates *set, WritArena *arena, WritText bytes,
                                            WritError *error);

// By qualified name; NULL: there is none.
const WritRateTable *writ_rates_find(const WritRates *set, WritText name);
// Whether the table has a price of the currency on any day, or it is the base.
bool writ_rates_have(const WritRateTable *table, WritCode currency);
// The last day of any price; INT64_MIN: there is none.
int64_t writ_rates_last_day(const WritRateTable *table);

// --- Converting --------------------------------------------------------------------------------

// The last price of `currency`, which is not the base, of `day` or before. WRIT_NOT_FOUND: there is
// none. WRIT_LIMIT: it is older than the table allows.
WRIT_NODISCARD WritStatus writ_rates_on(const WritRate **rate, const WritRateTable *table,
                                        WritCode currency, int64_t day, WritError *error);

// How many places amounts in a currency have (ISO 4217); 2 where nothing else is known.
int writ_rates_minor_places(WritCode currency);

typedef struct WritConversion {
    WritDecimal amount;
    const WritRate *from; // NULL: from the base.
    const WritRate *to;   // NULL: to the base.
} WritConversion;

// `from` and `to` differ. Errors as of writ_rates_on; WRIT_LIMIT also where the amount has so many
// digits that it could not be converted exactly.
WRIT_NODISCARD WritStatus writ_rates_convert(WritConversion *converted, const WritRateTable *table,
                                             WritDecimal amount, WritCode from, WritCode to,
                                             int64_t day, WritError *error);

// --- Files -------------------------------------------------------------------------------------

// The author's mistake, so it is data and no status.
typedef struct WritRateProblem {
    uint32_t line; // From 1; 0: the file as a whole.
    WritText text; // A sentence without its full stop.
    WritText hint; // What to write instead, a sentence.
} WritRateProblem;

typedef struct WritRateFile {
    WritRate *rates; // In the order of the lines; complete only where there is no problem.
    uint32_t rate_count;
    WritRateProblem *problems;
    uint32_t problem_count;
} WritRateFile;

// Reads lines `date,currency,rate`: "2026-03-02,RON,5.0850". Commas, semicolons or tabs, one kind
// in a file; a first line that names the columns, lines that begin with `#` and empty lines are
// passed over. What could be read in two ways is refused. All lives in `arena`.
void writ_rates_read_csv(WritRateFile *read, WritArena *arena, WritText bytes, WritCode base);

#endif
