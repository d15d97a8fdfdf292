// From the text of a recurrence rule to its parts: a table of names and bounds, then which parts go
// together.
#include "calendar/recurrence_rule.h"

#include <assert.h>
#include <string.h>

#include "writ/nearest.h"
#include "writ/value.h"

enum { SHOWN_BYTES_MAX = 60, NUMBER_DIGITS_MAX = 9 };

typedef enum PartKind {
    PART_FREQUENCY,
    PART_NUMBER,   // 1 to `max`.
    PART_NUMBERS,  // `min` to `max`, several.
    PART_EITHER,   // The same, or from the end: -1 to -max.
    PART_WEEKDAY,  // "MO"
    PART_WEEKDAYS, // "MO,-1FR"
    PART_UNTIL,
    PART_FOREIGN, // Of other calendars than the Gregorian.
} PartKind;

typedef enum PartName {
    FREQ,
    INTERVAL,
    COUNT,
    UNTIL,
    WKST,
    BYSECOND,
    BYMINUTE,
    BYHOUR,
    BYDAY,
    BYMONTHDAY,
    BYYEARDAY,
    BYWEEKNO,
    BYMONTH,
    BYSETPOS,
    RSCALE,
    SKIP,
    PART_COUNT,
} PartName;

typedef struct Part {
    const char *name;
    PartKind kind;
    int32_t min;
    int32_t max;
} Part;

static const Part parts[PART_COUNT] = {
    [FREQ] = {"FREQ", PART_FREQUENCY, 0, 0},
    [INTERVAL] = {"INTERVAL", PART_NUMBER, 1, WRIT_RECURRENCE_INTERVAL_MAX},
    [COUNT] = {"COUNT", PART_NUMBER, 1, WRIT_RECURRENCE_COUNT_MAX},
    [UNTIL] = {"UNTIL", PART_UNTIL, 0, 0},
    [WKST] = {"WKST", PART_WEEKDAY, 0, 0},
    [BYSECOND] = {"BYSECOND", PART_NUMBERS, 0, 59},
    [BYMINUTE] = {"BYMINUTE", PART_NUMBERS, 0, 59},
    [BYHOUR] = {"BYHOUR", PART_NUMBERS, 0, 23},
    [BYDAY] = {"BYDAY", PART_WEEKDAYS, 1, 53},
    [BYMONTHDAY] = {"BYMONTHDAY", PART_EITHER, 1, 31},
    [BYYEARDAY] = {"BYYEARDAY", PART_EITHER, 1, RECURRENCE_NUMBER_MAX},
    [BYWEEKNO] = {"BYWEEKNO", PART_EITHER, 1, 53},
    [BYMONTH] = {"BYMONTH", PART_NUMBERS, 1, 12},
    [BYSETPOS] = {"BYSETPOS", PART_EITHER, 1, RECURRENCE_NUMBER_MAX},
    [RSCALE] = {"RSCALE", PART_FOREIGN, 0, 0},
    [SKIP] = {"SKIP", PART_FOREIGN, 0, 0},
};

typedef struct Rule {
    RecurrenceRule *read;
    bool has[PART_COUNT];
    WritError *error;
} Rule;

static WritText shown(WritText text)
{
    return writ_text_cut(text, SHOWN_BYTES_MAX);
}

static bool is_word(WritText text, const char *word)
{
    if (text.length != strlen(word)) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        byte = byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
        if (byte != word[i]) {
            return false;
        }
    }
    return true;
}

// What comes before the next `separator`; `rest` goes on behind it.
static WritText take_until(WritText *rest, char separator)
{
    const char *end = rest->length == 0 ? NULL : memchr(rest->data, separator, rest->length);
    size_t length = end == NULL ? rest->length : (size_t)(end - rest->data);
    WritText taken = {rest->data, length};
    size_t gone = end == NULL ? length : length + 1;
    *rest = (WritText){rest->data + gone, rest->length - gone};
    return taken;
}

// The number at the start of `rest`, its sign included; false without one or when it is too long.
static bool take_number(int32_t *number, WritText *rest)
{
    bool negative = rest->length > 0 && rest->data[0] == '-';
    size_t at = rest->length > 0 && (negative || rest->data[0] == '+') ? 1 : 0;
    size_t start = at;
    int32_t value = 0;
    while (at < rest->length && rest->data[at] >= '0' && rest->data[at] <= '9' &&
           at - start < NUMBER_DIGITS_MAX) {
        value = value * 10 + (rest->data[at] - '0');
        at++;
    }
    *rest = (WritText){rest->data + at, rest->length - at};
    *number = negative ? -value : value;
    return at > start;
}

// 0 is Monday, -1 none.
static int32_t find_weekday(WritText text)
{
    static const char *const names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    for (int32_t i = 0; i < 7; i++) {
        if (is_word(text, names[i])) {
            return i;
        }
    }
    return -1;
}

static bool is_digits(WritText text, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return true;
}

static int32_t digits_at(WritText text, size_t from, size_t count)
{
    int32_t value = 0;
    for (size_t i = from; i < from + count; i++) {
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

static bool read_day(int64_t *day, WritText text)
{
    WritDate date = {digits_at(text, 0, 4), (uint8_t)digits_at(text, 4, 2),
                     (uint8_t)digits_at(text, 6, 2)};
    return date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= 31 && writ_date_to_days(date, day);
}

// "20271231", "20271231T235959", "20271231T235959Z"
static bool read_until(RecurrenceRule *rule, WritText text)
{
    enum { DATE_BYTES = 8, TIME_BYTES = 15, INSTANT_BYTES = 16 };
    rule->until_is_date = text.length == DATE_BYTES;
    rule->until_is_utc = text.length == INSTANT_BYTES;
    bool timed = text.length == TIME_BYTES || rule->until_is_utc;
    if ((!rule->until_is_date && !timed) || !is_digits(text, 0, DATE_BYTES) ||
        !read_day(&rule->until.day, text)) {
        return false;
    }
    rule->has_until = true;
    if (rule->until_is_date) {
        return true;
    }
    if ((text.data[8] != 'T' && text.data[8] != 't') || !is_digits(text, 9, 6) ||
        (rule->until_is_utc && text.data[15] != 'Z' && text.data[15] != 'z')) {
        return false;
    }
    int64_t hour = digits_at(text, 9, 2);
    int64_t minute = digits_at(text, 11, 2);
    int64_t second = digits_at(text, 13, 2);
    rule->until.micros = ((hour * 60 + minute) * 60 + (second < 60 ? second : 59)) * 1000000;
    return hour < 24 && minute < 60 && second <= 60;
}

// --- Parts -------------------------------------------------------------------------------------

static WritStatus refuse_value(const Rule *rule, const Part *part, WritText value)
{
    return writ_fail(rule->error, WRIT_INVALID, "%s=%.*s is not a value that %s has", part->name,
                     WRIT_TEXT_ARGS(shown(value)), part->name);
}

static WritStatus read_frequency(const Rule *rule, const Part *part, WritText value)
{
    static const char *const taken[] = {[FREQUENCY_DAILY] = "DAILY",
                                        [FREQUENCY_WEEKLY] = "WEEKLY",
                                        [FREQUENCY_MONTHLY] = "MONTHLY",
                                        [FREQUENCY_YEARLY] = "YEARLY"};
    static const char *const finer[] = {"SECONDLY", "MINUTELY", "HOURLY"};
    for (Frequency i = FREQUENCY_DAILY; i <= FREQUENCY_YEARLY; i++) {
        if (is_word(value, taken[i])) {
            rule->read->frequency = i;
            return WRIT_OK;
        }
    }
    for (size_t i = 0; i < sizeof finer / sizeof finer[0]; i++) {
        if (is_word(value, finer[i])) {
            writ_fail(rule->error, WRIT_INVALID, "FREQ=%s recurs more often than once a day",
                      finer[i]);
            return writ_hint(rule->error, "Write DAILY, WEEKLY, MONTHLY or YEARLY.");
        }
    }
    (void)refuse_value(rule, part, value);
    return writ_hint(rule->error, "Write DAILY, WEEKLY, MONTHLY or YEARLY.");
}

static bool fits(const Part *part, int32_t number)
{
    bool from_end = part->kind == PART_EITHER || part->kind == PART_WEEKDAYS;
    return (number >= part->min && number <= part->max) ||
           (from_end && number <= -part->min && number >= -part->max);
}

static NumberSet *find_set(RecurrenceRule *rule, const Part *part)
{
    switch ((PartName)(part - parts)) {
    case BYSECOND:
        return &rule->seconds;
    case BYMINUTE:
        return &rule->minutes;
    case BYHOUR:
        return &rule->hours;
    case BYMONTHDAY:
        return &rule->month_days;
    case BYYEARDAY:
        return &rule->year_days;
    case BYWEEKNO:
        return &rule->weeks;
    case BYMONTH:
        return &rule->months;
    case BYSETPOS:
        return &rule->positions;
    case FREQ:
    case INTERVAL:
    case COUNT:
    case UNTIL:
    case WKST:
    case BYDAY:
    case RSCALE:
    case SKIP:
    case PART_COUNT:
        break;
    }
    WRIT_UNREACHABLE();
}

static void add_number(NumberSet *set, int32_t number)
{
    set->used = true;
    if (number >= 0) {
        set->forward[number] = true;
    } else {
        set->backward[-number] = true;
    }
}

static bool read_weekday(RecurrenceRule *rule, const Part *part, WritText item)
{
    int32_t place = 0;
    bool placed = item.length > 2;
    if (placed && (!take_number(&place, &item) || !fits(part, place))) {
        return false;
    }
    int32_t weekday = find_weekday(item);
    if (weekday < 0) {
        return false;
    }
    rule->has_weekdays = true;
    rule->has_places = rule->has_places || placed;
    add_number(&rule->weekdays[weekday], place);
    return true;
}

static bool read_item(RecurrenceRule *rule, const Part *part, WritText item)
{
    int32_t number;
    if (part->kind == PART_WEEKDAYS) {
        return read_weekday(rule, part, item);
    }
    if (!take_number(&number, &item) || item.length > 0 || !fits(part, number)) {
        return false;
    }
    if (part == &parts[INTERVAL]) {
        rule->interval = number;
    } else if (part == &parts[COUNT]) {
        rule->count = number;
    } else {
        add_number(find_set(rule, part), number);
    }
    return true;
}

static WritStatus refuse_item(const Rule *rule, const Part *part, WritText item)
{
    (void)refuse_value(rule, part, item);
    if (part->kind == PART_WEEKDAYS) {
        return writ_hint(rule->error,
                         "Write weekdays as MO, TU, WE, TH, FR, SA, SU, with a number up to 53 "
                         "before them where one of several is meant: BYDAY=-1FR.");
    }
    return writ_hint(rule->error, "Write whole numbers from %d to %d%s.", part->min, part->max,
                     part->kind == PART_EITHER ? ", or as many from the end: -1" : "");
}

static WritStatus read_list(const Rule *rule, const Part *part, WritText value)
{
    uint32_t count = 0;
    bool several = part->kind != PART_NUMBER;
    bool ends_with_comma = value.data[value.length - 1] == ',';
    do {
        WritText item = value;
        if (several) {
            item = take_until(&value, ',');
        } else {
            value.length = 0;
        }
        if (!read_item(rule->read, part, item)) {
            return refuse_item(rule, part, item);
        }
        count++;
    } while (value.length > 0 && count < WRIT_RECURRENCE_LIST_MAX);
    if (value.length > 0) {
        writ_fail(rule->error, WRIT_LIMIT, "%s has more than %d values", part->name,
                  WRIT_RECURRENCE_LIST_MAX);
        return writ_hint(rule->error, "Name each value once.");
    }
    return ends_with_comma ? refuse_item(rule, part, (WritText){0}) : WRIT_OK;
}

static WritStatus read_value(const Rule *rule, const Part *part, WritText value)
{
    if (value.length == 0) {
        writ_fail(rule->error, WRIT_INVALID, "%s has no value", part->name);
        return writ_hint(rule->error, "Write %s=…, or take it out.", part->name);
    }
    switch (part->kind) {
    case PART_FREQUENCY:
        return read_frequency(rule, part, value);
    case PART_NUMBER:
    case PART_NUMBERS:
    case PART_EITHER:
    case PART_WEEKDAYS:
        return read_list(rule, part, value);
    case PART_WEEKDAY:
        rule->read->week_start = find_weekday(value);
        if (rule->read->week_start >= 0) {
            return WRIT_OK;
        }
        (void)refuse_value(rule, part, value);
        return writ_hint(rule->error, "Write MO, TU, WE, TH, FR, SA or SU.");
    case PART_UNTIL:
        if (read_until(rule->read, value)) {
            return WRIT_OK;
        }
        (void)refuse_value(rule, part, value);
        return writ_hint(rule->error, "Write a date up to the year 9999, UNTIL=20271231, or with a "
                                      "time, UNTIL=20271231T235959Z.");
    case PART_FOREIGN:
        writ_fail(rule->error, WRIT_INVALID, "%s: rules of other calendars are not taken",
                  part->name);
        return writ_hint(rule->error, "List the days themselves.");
    }
    WRIT_UNREACHABLE();
}

static const Part *find_part(WritText name)
{
    for (PartName i = FREQ; i < PART_COUNT; i++) {
        if (is_word(name, parts[i].name)) {
            return &parts[i];
        }
    }
    return NULL;
}

static WritStatus refuse_name(const Rule *rule, WritText name)
{
    WritNearest nearest = writ_nearest(name);
    for (size_t i = 0; i < PART_COUNT; i++) {
        writ_nearest_offer(&nearest, writ_text(parts[i].name));
    }
    writ_fail(rule->error, WRIT_INVALID, "no recurrence rule has a part \"%.*s\"",
              WRIT_TEXT_ARGS(shown(name)));
    return nearest.best.length > 0
               ? writ_hint(rule->error, "Did you mean %.*s?", WRIT_TEXT_ARGS(nearest.best))
               : writ_hint(rule->error, "A rule looks like FREQ=MONTHLY;BYDAY=-1FR.");
}

static WritStatus read_part(Rule *rule, WritText text)
{
    WritText value = text;
    WritText name = take_until(&value, '=');
    const Part *part = find_part(name);
    if (part == NULL) {
        return refuse_name(rule, name);
    }
    if (rule->has[part - parts]) {
        writ_fail(rule->error, WRIT_INVALID, "%s stands twice", part->name);
        return writ_hint(rule->error, "Write each part once, its values with commas between.");
    }
    rule->has[part - parts] = true;
    return read_value(rule, part, value);
}

// --- Parts that do not go together -------------------------------------------------------------

static WritStatus refuse_pair(const Rule *rule, PartName part, const char *why, const char *what)
{
    writ_fail(rule->error, WRIT_INVALID, "%s %s", parts[part].name, why);
    return writ_hint(rule->error, "%s", what);
}

static bool has_other_lists(const Rule *rule)
{
    for (PartName part = BYSECOND; part < BYSETPOS; part++) {
        if (rule->has[part]) {
            return true;
        }
    }
    return false;
}

static WritStatus check_together(const Rule *rule)
{
    const RecurrenceRule *read = rule->read;
    Frequency frequency = read->frequency;
    if (!rule->has[FREQ]) {
        writ_fail(rule->error, WRIT_INVALID,
                  "the recurrence rule does not say how often: FREQ is missing");
        return writ_hint(rule->error, "Write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.");
    }
    if (rule->has[COUNT] && rule->has[UNTIL]) {
        return refuse_pair(rule, COUNT, "and UNTIL both end the recurrence rule",
                           "Keep one of them.");
    }
    if (rule->has[BYWEEKNO] && frequency != FREQUENCY_YEARLY) {
        return refuse_pair(rule, BYWEEKNO, "needs FREQ=YEARLY", "Write FREQ=YEARLY.");
    }
    if (rule->has[BYYEARDAY] && frequency != FREQUENCY_YEARLY) {
        return refuse_pair(rule, BYYEARDAY, "needs FREQ=YEARLY", "Write FREQ=YEARLY.");
    }
    if (rule->has[BYMONTHDAY] && frequency == FREQUENCY_WEEKLY) {
        return refuse_pair(rule, BYMONTHDAY, "does not go with FREQ=WEEKLY",
                           "Write FREQ=DAILY or FREQ=MONTHLY.");
    }
    if (read->has_places && ((frequency != FREQUENCY_MONTHLY && frequency != FREQUENCY_YEARLY) ||
                             rule->has[BYWEEKNO])) {
        return refuse_pair(rule, BYDAY,
                           "has a number before a weekday, and no month or year to "
                           "count it in",
                           "Write FREQ=MONTHLY, or FREQ=YEARLY without BYWEEKNO.");
    }
    if (rule->has[BYSETPOS] && !has_other_lists(rule)) {
        return refuse_pair(rule, BYSETPOS, "counts in a list, and there is none",
                           "Write another part beside it, such as BYDAY=MO,TU,WE,TH,FR.");
    }
    return WRIT_OK;
}

static WritStatus check_bytes(WritText text, WritError *error)
{
    if (text.length > WRIT_RECURRENCE_BYTES_MAX) {
        writ_fail(error, WRIT_LIMIT, "the recurrence rule is longer than %d bytes",
                  WRIT_RECURRENCE_BYTES_MAX);
        return writ_hint(error, "List the days themselves.");
    }
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] <= ' ' || text.data[i] > '~') {
            writ_fail(error, WRIT_INVALID,
                      "the recurrence rule has a blank or a character that is "
                      "not ASCII");
            return writ_hint(error, "Write it in one piece: FREQ=MONTHLY;BYDAY=-1FR.");
        }
    }
    return WRIT_OK;
}

WritStatus recurrence_read(RecurrenceRule *read, WritText text, WritError *error)
{
    *read = (RecurrenceRule){.interval = 1};
    Rule rule = {.read = read, .error = error};
    WritStatus status = check_bytes(text, error);
    while (status == WRIT_OK && text.length > 0) {
        status = read_part(&rule, take_until(&text, ';')); // One at the end is harmless.
    }
    return status == WRIT_OK ? check_together(&rule) : status;
}

WritStatus writ_recurrence_check(WritText rule, WritError *error)
{
    RecurrenceRule read;
    return recurrence_read(&read, rule, error);
}
