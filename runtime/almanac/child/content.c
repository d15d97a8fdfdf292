#include "almanac/child/content.h"

#include <string.h>

ContentReader content_reader(WritText bytes)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t skipped = bytes.length >= 3 && memcmp(bytes.data, mark, 3) == 0 ? 3 : 0;
    return (ContentReader){.rest = {bytes.data + skipped, bytes.length - skipped}, .line = 1};
}

void content_reader_dispose(ContentReader *reader)
{
    writ_buffer_dispose(&reader->unfolded);
}

// --- Lines -------------------------------------------------------------------------------------

// One line as it stands in the file, without its end: CRLF, LF or CR, or several CR before an LF,
// which some mailers leave.
static WritText take_raw(ContentReader *reader)
{
    WritText rest = reader->rest;
    size_t length = 0;
    while (length < rest.length && rest.data[length] != '\n' && rest.data[length] != '\r') {
        length++;
    }
    size_t taken = length;
    while (taken < rest.length && rest.data[taken] == '\r') {
        taken++;
    }
    bool has_feed = taken < rest.length && rest.data[taken] == '\n';
    taken = has_feed ? taken + 1 : taken > length ? length + 1 : taken;
    reader->rest = (WritText){rest.data + taken, rest.length - taken};
    reader->line++;
    return (WritText){rest.data, length};
}

static bool goes_on(const ContentReader *reader)
{
    return reader->rest.length > 0 && (reader->rest.data[0] == ' ' || reader->rest.data[0] == '\t');
}

static void add_piece(ContentReader *reader, WritText piece, bool *is_long)
{
    if (reader->unfolded.length + piece.length > CONTENT_LINE_BYTES_MAX) {
        *is_long = true;
        return;
    }
    writ_buffer_add(&reader->unfolded, piece);
}

// The next line, unfolded; characters may have been cut in two by the folding.
static void unfold(ContentLine *line, ContentReader *reader)
{
    writ_buffer_clear(&reader->unfolded);
    line->line = reader->line;
    add_piece(reader, take_raw(reader), &line->is_long);
    while (goes_on(reader)) {
        WritText piece = take_raw(reader);
        add_piece(reader, (WritText){piece.data + 1, piece.length - 1}, &line->is_long);
    }
}

static bool is_empty(WritText text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != ' ' && text.data[i] != '\t') {
            return false;
        }
    }
    return true;
}

// --- Parts -------------------------------------------------------------------------------------

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

// A name at the start of `rest`; empty when there is none.
static WritText take_name(WritText *rest)
{
    size_t length = 0;
    while (length < rest->length && is_name_byte(rest->data[length])) {
        length++;
    }
    WritText name = {rest->data, length};
    *rest = (WritText){rest->data + length, rest->length - length};
    return name;
}

// A parameter's value, quoted or not, up to the next `;` or `:` outside quotes. Of a list in
// quotes all is one value: no parameter that is used here has several.
static bool take_value(WritText *value, WritText *rest)
{
    bool quoted = false;
    size_t length = 0;
    while (length < rest->length &&
           (quoted || (rest->data[length] != ';' && rest->data[length] != ':'))) {
        quoted = rest->data[length] == '"' ? !quoted : quoted;
        length++;
    }
    *value = (WritText){rest->data, length};
    *rest = (WritText){rest->data + length, rest->length - length};
    if (value->length >= 2 && value->data[0] == '"' && value->data[length - 1] == '"') {
        *value = (WritText){value->data + 1, length - 2};
    }
    return !quoted;
}

static bool take_parameters(ContentLine *line, WritText *rest)
{
    while (rest->length > 0 && rest->data[0] == ';') {
        *rest = (WritText){rest->data + 1, rest->length - 1};
        ContentParameter parameter = {.name = take_name(rest)};
        if (parameter.name.length == 0 || rest->length == 0 || rest->data[0] != '=' ||
            line->parameter_count == CONTENT_PARAMETERS_MAX) {
            return false;
        }
        *rest = (WritText){rest->data + 1, rest->length - 1};
        if (!take_value(&parameter.value, rest)) {
            return false;
        }
        line->parameters[line->parameter_count++] = parameter;
    }
    return true;
}

static bool cut(ContentLine *line, WritText text)
{
    line->name = take_name(&text);
    if (line->is_long && line->name.length > 0) {
        return true; // Its parameters may be what is long.
    }
    if (line->name.length == 0 || !take_parameters(line, &text) || text.length == 0 ||
        text.data[0] != ':') {
        return false;
    }
    line->value = (WritText){text.data + 1, text.length - 1};
    return true;
}

static ContentResult check_bytes(WritText text, WritError *error)
{
    if (text.length > 0 && memchr(text.data, '\0', text.length) != NULL) {
        writ_fail(error, WRIT_INVALID, "the line has a zero byte: this is no text");
        (void)writ_hint(error, "Get the file again from where it comes from.");
        return CONTENT_WRONG;
    }
    if (!writ_text_is_utf8(text)) {
        writ_fail(error, WRIT_INVALID, "the line is not UTF-8");
        (void)writ_hint(error, "Export the file again as UTF-8, or save it so in an editor.");
        return CONTENT_WRONG;
    }
    return CONTENT_LINE;
}

ContentResult content_next(ContentLine *line, ContentReader *reader, WritError *error)
{
    do {
        if (reader->rest.length == 0) {
            line->line = reader->line;
            return CONTENT_END;
        }
        *line = (ContentLine){0};
        unfold(line, reader);
    } while (is_empty(writ_buffer_text(&reader->unfolded)));
    WritText text = writ_buffer_text(&reader->unfolded);
    ContentResult result = check_bytes(text, error);
    if (result == CONTENT_LINE && !cut(line, text)) {
        writ_fail(error, WRIT_INVALID,
                  "the line is none of iCalendar: a name and \":\" are "
                  "missing");
        (void)writ_hint(error, "A line that goes on begins with a space. If a text with line ends "
                               "was pasted in, put it into one line.");
        return CONTENT_WRONG;
    }
    return result;
}

bool content_is(WritText name, const char *word)
{
    if (name.length != strlen(word)) {
        return false;
    }
    for (size_t i = 0; i < name.length; i++) {
        char byte = name.data[i];
        if ((byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte) != word[i]) {
            return false;
        }
    }
    return true;
}

const WritText *content_parameter(const ContentLine *line, const char *name)
{
    for (uint32_t i = 0; i < line->parameter_count; i++) {
        if (content_is(line->parameters[i].name, name)) {
            return &line->parameters[i].value;
        }
    }
    return NULL;
}
