// A scanner for git's configuration syntax, as far as names of sections and settings and plain
// values need it:
//
//     [core]
//         repositoryformatversion = 0     ; a comment
//     [extensions] objectFormat = sha1
//     [remote "origin"]
//         promisor = true
//
// Section and setting names are compared without case. A value may be quoted and may go on behind
// a backslash at the end of a line. What does not fit is an error, so that nothing hides in text
// that git reads in another way than we do.
#include "book/config.h"

#include <assert.h>
#include <string.h>

#include "book/printable.h"
#include "book/regular.h"

enum { SECTION_BYTES_MAX = 64, KEY_BYTES_MAX = 64, VALUE_BYTES_MAX = 4096 };

typedef struct Word {
    char text[KEY_BYTES_MAX];
    size_t length;
} Word;

typedef struct Scan {
    const char *at, *end;
    unsigned line;
    Word section; // Without its second part, as in `[remote "origin"]`.
    Word key;
    char value[VALUE_BYTES_MAX]; // NUL-terminated; what a reader compares is far shorter.
    size_t value_length;
    bool has_value; // `key` alone means true.
} Scan;

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
}

static bool add_lower(Word *word, char byte)
{
    if (word->length + 1 >= sizeof word->text) {
        return false;
    }
    word->text[word->length++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    word->text[word->length] = '\0';
    return true;
}

static bool scan_name(Scan *scan, Word *word)
{
    *word = (Word){0};
    while (scan->at < scan->end && is_name_byte(*scan->at)) {
        if (!add_lower(word, *scan->at)) {
            return false;
        }
        scan->at++;
    }
    return word->length > 0;
}

static void skip_blanks(Scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r')) {
        scan->at++;
    }
}

static void skip_comment(Scan *scan)
{
    while (scan->at < scan->end && *scan->at != '\n') {
        scan->at++;
    }
}

// The part in quotation marks of `[remote "origin"]`, which may hold any byte but a line end.
static bool skip_subsection(Scan *scan)
{
    scan->at++;
    while (scan->at < scan->end && *scan->at != '"') {
        if (*scan->at == '\\') {
            scan->at++;
        }
        if (scan->at == scan->end || *scan->at == '\n' || *scan->at == '\0') {
            return false;
        }
        scan->at++;
    }
    if (scan->at == scan->end) {
        return false;
    }
    scan->at++;
    return true;
}

static bool scan_section(Scan *scan)
{
    scan->at++; // The bracket.
    if (!scan_name(scan, &scan->section)) {
        return false;
    }
    // `[remote.origin]` is an old spelling of `[remote "origin"]`.
    char *dot = strchr(scan->section.text, '.');
    if (dot != NULL) {
        *dot = '\0';
    }
    skip_blanks(scan);
    if (scan->at < scan->end && *scan->at == '"' && !skip_subsection(scan)) {
        return false;
    }
    if (scan->at == scan->end || *scan->at != ']') {
        return false;
    }
    scan->at++;
    return true;
}

static bool add_value_byte(Scan *scan, char byte)
{
    if (byte == '\0' || scan->value_length + 1 >= sizeof scan->value) {
        return false;
    }
    scan->value[scan->value_length++] = byte;
    return true;
}

// What follows a backslash: an escaped character, or the end of the line, behind which the value
// goes on.
static bool scan_escape(Scan *scan)
{
    scan->at++;
    if (scan->at < scan->end && *scan->at == '\r') {
        scan->at++;
    }
    if (scan->at == scan->end) {
        return false;
    }
    char byte = *scan->at++;
    switch (byte) {
    case '\n':
        scan->line++;
        return true;
    case '\\':
    case '"':
        return add_value_byte(scan, byte);
    case 'n':
    case 't':
    case 'b':
        return add_value_byte(scan, ' ');
    default:
        return false;
    }
}

static bool scan_value(Scan *scan)
{
    bool quoted = false;
    skip_blanks(scan);
    while (scan->at < scan->end && *scan->at != '\n') {
        char byte = *scan->at;
        if (byte == '\\') {
            if (!scan_escape(scan)) {
                return false;
            }
            continue;
        }
        if (!quoted && (byte == '#' || byte == ';')) {
            skip_comment(scan);
            break;
        }
        if (byte == '"') {
            quoted = !quoted;
        } else if (!add_value_byte(scan, byte)) {
            return false;
        }
        scan->at++;
    }
    while (scan->value_length > 0 && strchr(" \t\r", scan->value[scan->value_length - 1]) != NULL) {
        scan->value_length--;
    }
    scan->value[scan->value_length] = '\0';
    return !quoted;
}

static bool scan_setting(Scan *scan)
{
    scan->value_length = 0;
    scan->value[0] = '\0';
    scan->has_value = false;
    if (scan->section.length == 0 || !scan_name(scan, &scan->key)) {
        return false;
    }
    skip_blanks(scan);
    if (scan->at < scan->end && *scan->at == '=') {
        scan->at++;
        scan->has_value = true;
        return scan_value(scan);
    }
    if (scan->at < scan->end && (*scan->at == '#' || *scan->at == ';')) {
        skip_comment(scan);
    }
    return scan->at == scan->end || *scan->at == '\n';
}

static bool is_setting(const Scan *scan, const char *section, const char *key)
{
    return strcmp(scan->section.text, section) == 0 && strcmp(scan->key.text, key) == 0;
}

static bool is_value(const Scan *scan, const char *value)
{
    return scan->has_value && strcasecmp(scan->value, value) == 0;
}

static bool is_off(const Scan *scan)
{
    return is_value(scan, "false") || is_value(scan, "no") || is_value(scan, "off") ||
           is_value(scan, "0") || is_value(scan, "");
}

static WritStatus refuse_partial(WritError *error)
{
    writ_fail(
        error, WRIT_INVALID,
        "the repository is a partial clone: objects that are missing would have to be fetched");
    return writ_hint(error, "Clone it in full (git clone without --filter) and use the new clone.");
}

// Extensions that change nothing about what is read here are let pass, by name.
static WritStatus check_extension(const Scan *scan, WritError *error)
{
    static const char *const harmless[] = {"noop", "preciousobjects", "worktreeconfig",
                                           "relativeworktrees"};
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        if (strcmp(scan->key.text, harmless[i]) == 0) {
            return WRIT_OK;
        }
    }
    if (strcmp(scan->key.text, "partialclone") == 0) {
        return refuse_partial(error);
    }
    if (strcmp(scan->key.text, "objectformat") == 0) {
        if (is_value(scan, "sha1")) {
            return WRIT_OK;
        }
        writ_fail(error, WRIT_INVALID,
                  "the repository names its objects by another hash than SHA-1");
        return writ_hint(error, "Make the book in a repository of the usual kind (git init "
                                "--object-format=sha1).");
    }
    if (strcmp(scan->key.text, "refstorage") == 0 && is_value(scan, "files")) {
        return WRIT_OK;
    }
    char name[PRINTABLE_BYTES];
    printable(name, writ_text(scan->key.text));
    writ_fail(error, WRIT_INVALID, "the repository uses the extension %s, which is not known here",
              name);
    return writ_hint(error,
                     "Make the book in a repository without extensions, or with a newer writ.");
}

static WritStatus check_setting(const Scan *scan, WritError *error)
{
    if (is_setting(scan, "core", "repositoryformatversion") && !is_value(scan, "0") &&
        !is_value(scan, "1")) {
        char value[PRINTABLE_BYTES];
        printable(value, writ_text(scan->value));
        writ_fail(error, WRIT_INVALID,
                  "the repository has format version %s; only 0 and 1 are known", value);
        return writ_hint(error, "A newer git made it: use a newer writ, or make the book anew.");
    }
    if (strcmp(scan->section.text, "extensions") == 0) {
        return check_extension(scan, error);
    }
    if (is_setting(scan, "remote", "partialclonefilter") ||
        (is_setting(scan, "remote", "promisor") && !is_off(scan))) {
        return refuse_partial(error);
    }
    return WRIT_OK;
}

static WritStatus fail_line(const Scan *scan, WritError *error)
{
    writ_fail(error, WRIT_INVALID, "line %u of the repository's configuration cannot be read",
              scan->line);
    return writ_hint(error, "Run \"git config --list --local\": it says what is wrong there.");
}

WritStatus config_check_text(WritText text, WritError *error)
{
    Scan scan = {
        .at = text.data, .end = text.length > 0 ? text.data + text.length : text.data, .line = 1};
    if (text.length >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0) {
        scan.at += 3;
    }
    while (scan.at < scan.end) {
        skip_blanks(&scan);
        if (scan.at == scan.end) {
            break;
        }
        bool read = true;
        bool setting = false;
        if (*scan.at == '\n') {
            scan.at++;
            scan.line++;
        } else if (*scan.at == '#' || *scan.at == ';') {
            skip_comment(&scan);
        } else if (*scan.at == '[') {
            read = scan_section(&scan);
        } else {
            read = setting = scan_setting(&scan);
        }
        if (!read) {
            return fail_line(&scan, error);
        }
        WritStatus status = setting ? check_setting(&scan, error) : WRIT_OK;
        if (status != WRIT_OK) {
            return status;
        }
    }
    return WRIT_OK;
}

WritStatus config_check(int common, WritError *error)
{
    WritBuffer bytes = {0};
    WritStatus status = regular_read(&bytes, common, "config", CONFIG_BYTES_MAX, error);
    if (status == WRIT_NOT_FOUND) {
        status = WRIT_OK;
    } else if (status == WRIT_OK) {
        status = config_check_text(writ_buffer_text(&bytes), error);
    }
    writ_buffer_dispose(&bytes);
    return status;
}
