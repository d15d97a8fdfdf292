#include "table/meant.h"

#include <string.h>

#include "writ/csv.h"

static bool is_digit(WritText text, size_t at)
{
    return at < text.length && text.data[at] >= '0' && text.data[at] <= '9';
}

static bool is_at(WritText text, size_t at, const char *bytes)
{
    size_t length = strlen(bytes);
    return at + length <= text.length && memcmp(text.data + at, bytes, length) == 0;
}

static bool is_word(WritText text, size_t at)
{
    unsigned char byte = at < text.length ? (unsigned char)text.data[at] : ' ';
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static size_t blank_bytes(WritText text, size_t at)
{
    if (is_at(text, at, "\xc2\xa0")) {
        return 2;
    }
    if (is_at(text, at, "\xe2\x80\xaf")) {
        return 3;
    }
    return at < text.length && strchr(" \t\n", text.data[at]) != NULL && text.data[at] != '\0' ? 1
                                                                                               : 0;
}

// --- The same -----------------------------------------------------------------------------------

// A reader of what a cell says, byte by byte, its other ways to write that left out.
typedef struct Reading {
    WritText text;
    size_t at;
    bool quoted;
    bool in_number; // Behind a digit that begins or goes on a number.
    bool fraction;  // And behind its point.
} Reading;

// A blank and three digits, no more, go on with a number.
static size_t group_bytes(const Reading *reading)
{
    size_t blank = blank_bytes(reading->text, reading->at);
    size_t digits = reading->at + blank;
    bool three = is_digit(reading->text, digits) && is_digit(reading->text, digits + 1) &&
                 is_digit(reading->text, digits + 2) && !is_digit(reading->text, digits + 3);
    return blank > 0 && three && reading->in_number && !reading->fraction ? blank : 0;
}

// The zeros behind the point that nothing else follows, with the point where only they follow it.
static size_t idle_bytes(const Reading *reading)
{
    size_t at = reading->at;
    WritText text = reading->text;
    bool point =
        reading->in_number && !reading->fraction && is_at(text, at, ".") && is_digit(text, at + 1);
    if (!point && !reading->fraction) {
        return 0;
    }
    at += point ? 1 : 0;
    while (is_at(text, at, "0")) {
        at++;
    }
    bool ends = !is_digit(text, at) && !is_at(text, at, ".");
    return ends ? at - reading->at : 0;
}

static void step_over_blanks(Reading *reading)
{
    for (size_t blank; (blank = blank_bytes(reading->text, reading->at)) > 0;) {
        reading->at += blank;
    }
}

static void note_number(Reading *reading, char byte)
{
    bool digit = byte >= '0' && byte <= '9';
    bool point = byte == '.' && reading->in_number && !reading->fraction;
    bool in_word = reading->at >= 2 && is_word(reading->text, reading->at - 2);
    reading->fraction = point || (reading->fraction && digit);
    reading->in_number = point || (digit && (reading->in_number || !in_word));
}

// The next byte that says something; 0: the end.
static char next_byte(Reading *reading)
{
    if (!reading->quoted) {
        size_t left_out = group_bytes(reading) + idle_bytes(reading);
        reading->at += left_out;
        if (left_out == 0 && blank_bytes(reading->text, reading->at) > 0) {
            step_over_blanks(reading);
            reading->in_number = false;
            reading->fraction = false;
            return ' ';
        }
    }
    if (reading->at == reading->text.length) {
        return 0;
    }
    char byte = reading->text.data[reading->at++];
    reading->quoted = byte == '"' ? !reading->quoted : reading->quoted;
    note_number(reading, byte);
    return byte;
}

bool table_means_same(WritText a, WritText b)
{
    Reading left = {.text = a};
    Reading right = {.text = b};
    for (;;) {
        char byte = next_byte(&left);
        if (byte != next_byte(&right)) {
            return false;
        }
        if (byte == 0) {
            return true;
        }
    }
}

// --- Turned into something else -----------------------------------------------------------------

// Digits alone, with one point or comma at most.
static bool is_bare_number(WritText cell)
{
    size_t at = is_at(cell, 0, "-") ? 1 : 0;
    bool digits = is_digit(cell, at);
    uint32_t points = 0;
    for (; at < cell.length && points <= 1; at++) {
        points += cell.data[at] == '.' || cell.data[at] == ',' ? 1 : 0;
        if (!is_digit(cell, at) && cell.data[at] != '.' && cell.data[at] != ',') {
            return false;
        }
    }
    return digits && points <= 1;
}

// Outside of quotes.
static bool has_sign(WritText cell, char sign)
{
    bool quoted = false;
    for (size_t i = 0; i < cell.length; i++) {
        quoted = cell.data[i] == '"' ? !quoted : quoted;
        if (!quoted && cell.data[i] == sign) {
            return true;
        }
    }
    return false;
}

// "7,5": one number where people write a comma, two in the language.
static bool has_comma_in_number(WritText cell)
{
    bool quoted = false;
    for (size_t i = 0; i < cell.length; i++) {
        quoted = cell.data[i] == '"' ? !quoted : quoted;
        if (!quoted && cell.data[i] == ',' && i > 0 && is_digit(cell, i - 1) &&
            is_digit(cell, i + 1)) {
            return true;
        }
    }
    return false;
}

// Three numbers with one sign between them, and no date of the language.
static bool is_foreign_date(WritText cell)
{
    char sign = 0;
    uint32_t parts = 1;
    size_t first = 0;
    for (size_t i = 0; i < cell.length; i++) {
        if (is_digit(cell, i)) {
            first += parts == 1 ? 1 : 0;
            continue;
        }
        bool parting = strchr("./-", cell.data[i]) != NULL && cell.data[i] != '\0';
        if (!parting || (sign != 0 && cell.data[i] != sign) || !is_digit(cell, i + 1)) {
            return false;
        }
        sign = cell.data[i];
        parts++;
    }
    bool ours = sign == '-' && first == 4 && cell.length == strlen("2026-03-02");
    return parts == 3 && first > 0 && !ours;
}

const char *table_suspects(WritText cell, WritText was, const char **hint)
{
    if (cell.length == 0) {
        *hint = "Write what it was. A condition that does not matter is \"any\".";
        return "the cell is empty";
    }
    if (cell.data[0] == '#') {
        *hint = "Write what it was, and keep the column as text.";
        return "the spreadsheet shows a fault of its own";
    }
    if (is_foreign_date(cell)) {
        *hint = "Write a date as year-month-day, 2026-03-02, and keep the column as text.";
        return "day and month could be either";
    }
    if (is_bare_number(cell) && has_sign(was, '%') && !has_sign(cell, '%')) {
        *hint = "Write it with its sign, as 5%: the spreadsheet may have made 0.05 of that.";
        return "is it a percentage?";
    }
    if (has_comma_in_number(cell)) {
        *hint = "Write one number with a point, 7.5, and two with a blank, 7, 5.";
        return "is it one number or two?";
    }
    return NULL;
}

// --- What would be computed ---------------------------------------------------------------------

bool table_would_be_computed(WritText cell)
{
    return cell.length > 0 && cell.data[0] != '\0' && strchr("=+-@", cell.data[0]) != NULL;
}

WritText table_without_apostrophe(WritText cell)
{
    WritText rest = cell.length > 0 ? (WritText){cell.data + 1, cell.length - 1} : cell;
    return is_at(cell, 0, "'") && table_would_be_computed(rest) ? writ_csv_trim(rest) : cell;
}
