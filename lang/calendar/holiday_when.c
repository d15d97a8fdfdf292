// The first column of a holiday file. It is cut into words, numbers and signs, which are then read
// from left to right; each form is one function.
#include "calendar/holiday_when.h"

#include <assert.h>
#include <string.h>

#include "writ/nearest.h"
#include "writ/value.h"

enum { TOKENS_MAX = 24, WORD_BYTES_MAX = 24, SHOWN_BYTES_MAX = 60, NUMBER_MAX = 99999 };

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_PLUS,
    TOKEN_MINUS,
} TokenKind;

typedef struct Token {
    TokenKind kind;
    char word[WORD_BYTES_MAX + 1]; // In small letters.
    int32_t number;
    size_t digits;
} Token;

typedef struct Words {
    WritText text;
    Token tokens[TOKENS_MAX + 1]; // The last is an end.
    size_t next;
    WritError *error;
} Words;

static const char forms[] =
    "Write 2026-12-25, \"2026-12-24 to 2027-01-02\", \"every 25 December\", \"easter + 1 day\", "
    "\"orthodox easter\", \"first monday of may\" or \"saturday on or after 20 June\".";

static WritText shown(WritText text)
{
    return writ_text_cut(text, SHOWN_BYTES_MAX);
}

static WritStatus refuse(Words *words, const char *why)
{
    return writ_fail(words->error, WRIT_INVALID, "\"%.*s\" %s", WRIT_TEXT_ARGS(shown(words->text)),
                     why);
}

static WritStatus refuse_as_no_day(Words *words)
{
    refuse(words, "says no day");
    return writ_hint(words->error, "%s", forms);
}

// --- Words -------------------------------------------------------------------------------------

static char small(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool is_letter(char byte)
{
    return small(byte) >= 'a' && small(byte) <= 'z';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

// A minus as keyboards, word processors and typesetters write it: 0 when there is none.
static size_t minus_bytes(WritText text, size_t at)
{
    static const char *const signs[] = {"-", "\xe2\x88\x92", "\xe2\x80\x93"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t length = strlen(signs[i]);
        if (text.length - at >= length && memcmp(text.data + at, signs[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

static size_t take_letters(Token *token, WritText text, size_t at)
{
    size_t length = 0;
    while (at + length < text.length && is_letter(text.data[at + length])) {
        if (length < WORD_BYTES_MAX) {
            token->word[length] = small(text.data[at + length]);
        }
        length++;
    }
    token->kind = TOKEN_WORD;
    return length;
}

static size_t take_digits(Token *token, WritText text, size_t at)
{
    size_t length = 0;
    while (at + length < text.length && is_digit(text.data[at + length])) {
        int32_t number = token->number * 10 + (text.data[at + length] - '0');
        token->number = number < NUMBER_MAX ? number : NUMBER_MAX;
        length++;
    }
    token->kind = TOKEN_NUMBER;
    token->digits = length;
    return length;
}

// One token at `at`, which is no blank: the bytes that it takes, 0 when no form has it.
static size_t take_token(Token *token, WritText text, size_t at)
{
    if (is_letter(text.data[at])) {
        return take_letters(token, text, at);
    }
    if (is_digit(text.data[at])) {
        return take_digits(token, text, at);
    }
    token->kind = text.data[at] == '+' ? TOKEN_PLUS : TOKEN_MINUS;
    return text.data[at] == '+' ? 1 : minus_bytes(text, at);
}

static WritStatus cut(Words *words)
{
    size_t count = 0;
    for (size_t at = 0; at < words->text.length;) {
        char byte = words->text.data[at];
        if (byte == ' ' || byte == '\t') {
            at++;
            continue;
        }
        if (count == TOKENS_MAX) {
            return refuse_as_no_day(words);
        }
        size_t taken = take_token(&words->tokens[count], words->text, at);
        if (taken == 0 && (byte == '/' || byte == '.') && count > 0 &&
            words->tokens[count - 1].kind == TOKEN_NUMBER) {
            refuse(words, "can be read in more than one way");
            return writ_hint(words->error, "Write the year, the month and the day: 2026-12-25.");
        }
        if (taken == 0) {
            return refuse_as_no_day(words);
        }
        count++;
        at += taken;
    }
    words->tokens[count].kind = TOKEN_END;
    return count > 0 ? WRIT_OK : refuse_as_no_day(words);
}

static const Token *peek(const Words *words, size_t ahead)
{
    size_t at = words->next + ahead;
    return &words->tokens[at <= TOKENS_MAX ? at : TOKENS_MAX];
}

static bool word_is(const Words *words, size_t ahead, const char *word)
{
    const Token *token = peek(words, ahead);
    return token->kind == TOKEN_WORD && strcmp(token->word, word) == 0;
}

static bool take_word(Words *words, const char *word)
{
    bool found = word_is(words, 0, word);
    words->next += found ? 1 : 0;
    return found;
}

// --- Names of months, weekdays and places --------------------------------------------------------

static const char *const months[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};
static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
static const char *const places[] = {"first", "second", "third", "fourth", "fifth"};
static const char *const endings[] = {"st", "nd", "rd", "th", "th"};
static const char *const other_words[] = {"every", "easter", "orthodox", "last", "of",  "on",
                                          "or",    "after",  "before",   "day",  "days"};

enum {
    MONTHS = 12,
    WEEKDAYS = 7,
    PLACES = 5,
    OTHERS = sizeof other_words / sizeof other_words[0],
    SHORT_NAME_BYTES = 3,
};

// The index of the word in a list, -1 when it is not there. Names of three letters and more may be
// cut: "Dec", "Sept".
static int find_name(const Token *token, const char *const *names, int count, bool may_be_cut)
{
    size_t length = strlen(token->word);
    for (int i = 0; i < count && token->kind == TOKEN_WORD; i++) {
        if (strcmp(names[i], token->word) == 0 || (may_be_cut && length >= SHORT_NAME_BYTES &&
                                                   strncmp(names[i], token->word, length) == 0)) {
            return i;
        }
    }
    return -1;
}

static int month_at(const Words *words, size_t ahead)
{
    return find_name(peek(words, ahead), months, MONTHS, true) + 1; // 0: none
}

static int weekday_at(const Words *words, size_t ahead)
{
    return find_name(peek(words, ahead), weekdays, WEEKDAYS, true);
}

// "first", "2nd", "last", "second last": the place and the tokens that it takes, 0 for none.
static int32_t place_at(const Words *words, size_t *taken)
{
    const Token *token = peek(words, 0);
    int32_t place = find_name(token, places, PLACES, false) + 1;
    *taken = place > 0 ? 1 : 0;
    if (token->kind == TOKEN_NUMBER && token->number >= 1 && token->number <= PLACES &&
        word_is(words, 1, endings[token->number - 1])) {
        place = token->number;
        *taken = 2;
    }
    if (word_is(words, *taken, "last")) {
        *taken += 1;
        return place > 0 ? -place : -1;
    }
    return place;
}

static WritStatus refuse_word(Words *words)
{
    const Token *token = peek(words, 0);
    if (token->kind != TOKEN_WORD) {
        return refuse_as_no_day(words);
    }
    WritNearest nearest = writ_nearest(writ_text(token->word));
    const struct {
        const char *const *names;
        size_t count;
    } lists[] = {{months, MONTHS}, {weekdays, WEEKDAYS}, {places, PLACES}, {other_words, OTHERS}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t j = 0; j < lists[i].count; j++) {
            writ_nearest_offer(&nearest, writ_text(lists[i].names[j]));
        }
    }
    if (nearest.best.length == 0 || writ_text_is(nearest.best, token->word)) {
        return refuse_as_no_day(words);
    }
    refuse(words, "says no day");
    return writ_hint(words->error, "Did you mean \"%.*s\" by \"%s\"? %s",
                     WRIT_TEXT_ARGS(nearest.best), token->word, forms);
}

// --- Dates -------------------------------------------------------------------------------------

static WritStatus find_day(int64_t *day, Words *words, int32_t year, int month, int32_t of_month)
{
    WritDate date = {year, (uint8_t)month, (uint8_t)of_month};
    if (year >= 1 && year <= 9999 && month >= 1 && month <= MONTHS && of_month >= 1 &&
        of_month <= 31 && writ_date_to_days(date, day)) {
        return WRIT_OK;
    }
    refuse(words, "is a date that no calendar has");
    return writ_hint(words->error, "Check the month and its length, and years from 1 to 9999.");
}

static bool is_iso_date(const Words *words)
{
    return peek(words, 0)->kind == TOKEN_NUMBER && peek(words, 0)->digits == 4 &&
           peek(words, 1)->kind == TOKEN_MINUS && peek(words, 2)->kind == TOKEN_NUMBER &&
           peek(words, 3)->kind == TOKEN_MINUS && peek(words, 4)->kind == TOKEN_NUMBER;
}

// "25 December", "25th of December", "December 25": the tokens that it takes, 0 for none.
static size_t month_day_at(const Words *words, int *month, int32_t *day)
{
    if (peek(words, 0)->kind == TOKEN_NUMBER) {
        size_t ahead = 1;
        ahead += find_name(peek(words, ahead), endings, PLACES, false) >= 0 ? 1 : 0;
        ahead += word_is(words, ahead, "of") ? 1 : 0;
        *day = peek(words, 0)->number;
        *month = month_at(words, ahead);
        return *month > 0 && peek(words, 0)->digits <= 2 ? ahead + 1 : 0;
    }
    *month = month_at(words, 0);
    *day = peek(words, 1)->number;
    if (*month == 0 || peek(words, 1)->kind != TOKEN_NUMBER || peek(words, 1)->digits > 2) {
        return 0;
    }
    return 2 + (find_name(peek(words, 2), endings, PLACES, false) >= 0 ? 1 : 0);
}

static bool is_written_date(const Words *words)
{
    int month;
    int32_t day;
    size_t taken = month_day_at(words, &month, &day);
    return taken > 0 && peek(words, taken)->kind == TOKEN_NUMBER && peek(words, taken)->digits == 4;
}

static WritStatus read_date(int64_t *day, Words *words)
{
    if (is_iso_date(words)) {
        int32_t year = peek(words, 0)->number;
        int month = peek(words, 2)->number;
        int32_t of_month = peek(words, 4)->number;
        words->next += 5;
        return find_day(day, words, year, month, of_month);
    }
    int month;
    int32_t of_month;
    words->next += month_day_at(words, &month, &of_month);
    int32_t year = peek(words, 0)->number;
    words->next++;
    return find_day(day, words, year, month, of_month);
}

static WritStatus read_dates(When *when, Words *words)
{
    when->kind = WHEN_DATES;
    WritStatus status = read_date(&when->first_day, words);
    when->last_day = when->first_day;
    if (status != WRIT_OK || !(take_word(words, "to") || take_word(words, "through"))) {
        return status;
    }
    if (!is_iso_date(words) && !is_written_date(words)) {
        refuse(words, "does not say through which day");
        return writ_hint(words->error, "Write both dates: 2026-12-24 to 2027-01-02.");
    }
    status = read_date(&when->last_day, words);
    if (status == WRIT_OK && when->last_day < when->first_day) {
        refuse(words, "ends before it begins");
        return writ_hint(words->error, "Write the earlier date first.");
    }
    return status;
}

// --- Feasts ------------------------------------------------------------------------------------

static WritStatus read_month_day(WritFeast *feast, Words *words)
{
    static const int32_t lengths[MONTHS] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month;
    size_t taken = month_day_at(words, &month, &feast->day_of_month);
    if (taken == 0) {
        return refuse_word(words);
    }
    words->next += taken;
    feast->month = month;
    if (feast->day_of_month < 1 || feast->day_of_month > lengths[month - 1]) {
        refuse(words, "is a date that no year has");
        return writ_hint(words->error, "%c%s has %d days.", months[month - 1][0] - 'a' + 'A',
                         months[month - 1] + 1, lengths[month - 1]);
    }
    return WRIT_OK;
}

// "monday of may", behind its place.
static WritStatus read_nth_weekday(WritFeast *feast, Words *words, int32_t nth)
{
    feast->kind = WRIT_FEAST_WEEKDAY;
    feast->nth = nth;
    feast->weekday = weekday_at(words, 0);
    if (feast->weekday < 0) {
        return refuse_word(words);
    }
    words->next++;
    if (!take_word(words, "of") && !take_word(words, "in")) {
        return refuse_word(words);
    }
    feast->month = month_at(words, 0);
    if (feast->month == 0) {
        return refuse_word(words);
    }
    words->next++;
    return WRIT_OK;
}

// "saturday on or after 20 June"
static WritStatus read_weekday_beside(WritFeast *feast, Words *words)
{
    feast->weekday = weekday_at(words, 0);
    words->next++;
    bool exact = word_is(words, 0, "on") && word_is(words, 1, "or") &&
                 (word_is(words, 2, "after") || word_is(words, 2, "before"));
    if (!exact) {
        refuse(words, "does not say which weekday of the year");
        return writ_hint(words->error, "Write \"on or after\" or \"on or before\" and the date "
                                       "that still counts (monday on or before 24 May), or a "
                                       "place in a month (first monday of may).");
    }
    feast->kind = word_is(words, 2, "after") ? WRIT_FEAST_WEEKDAY_FROM : WRIT_FEAST_WEEKDAY_UNTIL;
    words->next += 3;
    return read_month_day(feast, words);
}

static WritStatus read_base(WritFeast *feast, Words *words)
{
    bool every = take_word(words, "every");
    size_t taken;
    int32_t place = place_at(words, &taken);
    if (place != 0) {
        words->next += taken;
        return read_nth_weekday(feast, words, place);
    }
    bool orthodox = word_is(words, 0, "orthodox") && word_is(words, 1, "easter");
    words->next += orthodox ? 1 : 0;
    if (take_word(words, "easter")) {
        feast->kind = orthodox ? WRIT_FEAST_ORTHODOX_EASTER : WRIT_FEAST_EASTER;
        feast->offset += take_word(words, "monday") ? 1 : 0;
        (void)take_word(words, "sunday");
        return WRIT_OK;
    }
    if (weekday_at(words, 0) >= 0) {
        return read_weekday_beside(feast, words);
    }
    feast->kind = WRIT_FEAST_DATE;
    WritStatus status = read_month_day(feast, words);
    if (status == WRIT_OK && !every) {
        refuse(words, "does not say of which year");
        return writ_hint(words->error, "Write the year with it, or \"every\" before it for all "
                                       "years.");
    }
    return status;
}

// "2 days", the number of days; behind a sign or before "after" and "before".
static bool take_days(int32_t *days, Words *words)
{
    *days = peek(words, 0)->number;
    if (peek(words, 0)->kind != TOKEN_NUMBER ||
        !(word_is(words, 1, "day") || word_is(words, 1, "days"))) {
        return false;
    }
    words->next += 2;
    return true;
}

static WritStatus read_feast(WritFeast *feast, Words *words)
{
    int32_t days;
    if (take_days(&days, words)) {
        bool before = take_word(words, "before");
        if (!before && !take_word(words, "after")) {
            return refuse_word(words);
        }
        feast->offset = before ? -days : days;
    }
    WritStatus status = read_base(feast, words);
    if (status != WRIT_OK) {
        return status;
    }
    TokenKind sign = peek(words, 0)->kind;
    if (sign == TOKEN_PLUS || sign == TOKEN_MINUS) {
        words->next++;
        if (!take_days(&days, words)) {
            refuse(words, "does not say how many days");
            return writ_hint(words->error, "Write a number and \"days\": easter + 1 day.");
        }
        feast->offset += sign == TOKEN_PLUS ? days : -days;
    }
    if (feast->offset > WRIT_FEAST_OFFSET_DAYS_MAX || feast->offset < -WRIT_FEAST_OFFSET_DAYS_MAX) {
        refuse(words, "is too far from the day that it counts from");
        return writ_hint(words->error, "At most %d days may be added or subtracted.",
                         WRIT_FEAST_OFFSET_DAYS_MAX);
    }
    return WRIT_OK;
}

WritStatus when_read(When *when, WritText text, WritError *error)
{
    assert(error != NULL);
    Words words = {.text = text, .error = error};
    *when = (When){.kind = WHEN_FEAST};
    WritStatus status = cut(&words);
    if (status != WRIT_OK) {
        return status;
    }
    status = is_iso_date(&words) || is_written_date(&words) ? read_dates(when, &words)
                                                            : read_feast(&when->feast, &words);
    return status == WRIT_OK && peek(&words, 0)->kind != TOKEN_END ? refuse_word(&words) : status;
}

// --- Years -------------------------------------------------------------------------------------

static bool take_year(int32_t *year, Words *words)
{
    const Token *token = peek(words, 0);
    if (token->kind != TOKEN_NUMBER || token->digits != 4 || token->number < 1) {
        return false;
    }
    *year = token->number;
    words->next++;
    return true;
}

WritStatus when_read_years(WritFeast *feast, WritText text, WritError *error)
{
    assert(error != NULL);
    Words words = {.text = text, .error = error};
    WritStatus status = cut(&words);
    if (status != WRIT_OK) {
        return status;
    }
    bool read;
    if (take_word(&words, "from")) {
        read = take_year(&feast->first_year, &words);
    } else if (take_word(&words, "until") || take_word(&words, "through")) {
        read = take_year(&feast->last_year, &words);
    } else {
        read = take_year(&feast->first_year, &words);
        feast->last_year = feast->first_year;
        if (read && (take_word(&words, "to") || take_word(&words, "through"))) {
            read = take_year(&feast->last_year, &words);
        }
    }
    if (!read || peek(&words, 0)->kind != TOKEN_END) {
        refuse(&words, "names no years");
        return writ_hint(error, "Write \"2026\", \"2026 to 2028\", \"from 2026\" or \"until "
                                "2028\" (that year included).");
    }
    if (feast->last_year != 0 && feast->last_year < feast->first_year) {
        refuse(&words, "ends before it begins");
        return writ_hint(error, "Write the earlier year first.");
    }
    return WRIT_OK;
}
