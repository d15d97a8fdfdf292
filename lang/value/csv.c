// A file is read byte by byte in one pass; a cell is copied only where quotes were doubled in it.
#include "writ/csv.h"

#include <string.h>

typedef struct Reader {
    WritCsv *csv;
    WritArena *arena;
    WritText bytes;
    size_t at;
    uint32_t line;
    WritText cells[WRIT_CSV_COLUMNS_MAX]; // Of the row that is read.
    uint32_t filled;                      // Up to the last one that holds something.
    uint32_t column;
    WritError *error;
} Reader;

static bool starts_with(WritText text, const char *bytes)
{
    size_t length = strlen(bytes);
    return text.length >= length && memcmp(text.data, bytes, length) == 0;
}

static size_t blank_bytes_first(WritText text)
{
    if (text.length > 0 && strchr(" \t\r\n", text.data[0]) != NULL && text.data[0] != '\0') {
        return 1;
    }
    return starts_with(text, "\xc2\xa0") ? 2 : starts_with(text, "\xe2\x80\xaf") ? 3 : 0;
}

static size_t blank_bytes_last(WritText text)
{
    for (size_t length = 1; length <= 3 && length <= text.length; length++) {
        WritText end = {text.data + text.length - length, length};
        if (blank_bytes_first(end) == length) {
            return length;
        }
    }
    return 0;
}

WritText writ_csv_trim(WritText text)
{
    for (size_t blank; (blank = blank_bytes_first(text)) > 0;) {
        text = (WritText){text.data + blank, text.length - blank};
    }
    for (size_t blank; (blank = blank_bytes_last(text)) > 0;) {
        text.length -= blank;
    }
    return text;
}

// --- Cells --------------------------------------------------------------------------------------

static bool ends_cell(const Reader *reader)
{
    char byte = reader->bytes.data[reader->at];
    return byte == reader->csv->separator || byte == '\n' || byte == '\r';
}

static bool has_more(const Reader *reader)
{
    return reader->at < reader->bytes.length;
}

static WritStatus fail(const Reader *reader, const char *what, const char *hint)
{
    (void)writ_fail(reader->error, WRIT_INVALID, "line %u: %s", (unsigned)reader->line, what);
    return writ_hint(reader->error, "%s", hint);
}

// The inside of quotes: doubled ones are one, and a line ends with "\n".
static WritText unquote(Reader *reader, WritText inside)
{
    char *copy = writ_arena_alloc(reader->arena, inside.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < inside.length; i++) {
        bool line_end = inside.data[i] == '\r';
        bool pair = i + 1 < inside.length && ((line_end && inside.data[i + 1] == '\n') ||
                                              (inside.data[i] == '"' && inside.data[i + 1] == '"'));
        copy[length++] = line_end ? '\n' : inside.data[i];
        i += pair ? 1 : 0;
    }
    return (WritText){copy, length};
}

// Steps over a line end; CRLF is one.
static void pass_line_end(Reader *reader)
{
    bool pair = starts_with(
        (WritText){reader->bytes.data + reader->at, reader->bytes.length - reader->at}, "\r\n");
    reader->at += pair ? 2 : 1;
    reader->line++;
}

static WritStatus read_quoted(Reader *reader, WritText *cell)
{
    size_t start = ++reader->at;
    uint32_t line = reader->line;
    for (;;) {
        if (!has_more(reader)) {
            reader->line = line;
            return fail(reader, "a quote is opened and not closed",
                        "Close it with \"; write a quote inside as \"\".");
        }
        char byte = reader->bytes.data[reader->at];
        if (byte == '\n' || byte == '\r') {
            pass_line_end(reader);
            continue;
        }
        reader->at++;
        bool doubled = byte == '"' && has_more(reader) && reader->bytes.data[reader->at] == '"';
        if (byte == '"' && !doubled) {
            break;
        }
        reader->at += doubled ? 1 : 0;
    }
    *cell = unquote(reader, (WritText){reader->bytes.data + start, reader->at - start - 1});
    if (has_more(reader) && !ends_cell(reader)) {
        return fail(reader, "text stands behind a closed quote",
                    "Put the whole cell into quotes, and a quote inside as \"\".");
    }
    return WRIT_OK;
}

static WritStatus read_plain(Reader *reader, WritText *cell)
{
    size_t start = reader->at;
    for (; has_more(reader) && !ends_cell(reader); reader->at++) {
        if (reader->bytes.data[reader->at] == '"') {
            return fail(reader, "a quote stands inside a cell without quotes",
                        "Put the whole cell into quotes, and a quote inside as \"\".");
        }
    }
    *cell = (WritText){reader->bytes.data + start, reader->at - start};
    return WRIT_OK;
}

static WritStatus keep_cell(Reader *reader, WritText cell)
{
    cell = writ_csv_trim(cell);
    if (cell.length > 0 && reader->column >= WRIT_CSV_COLUMNS_MAX) {
        (void)writ_fail(reader->error, WRIT_LIMIT, "line %u: the row has more than %d columns",
                        (unsigned)reader->line, WRIT_CSV_COLUMNS_MAX);
        return writ_hint(reader->error, "Take out what does not belong to the table.");
    }
    if (reader->column < WRIT_CSV_COLUMNS_MAX) {
        reader->cells[reader->column] = cell;
    }
    reader->column++;
    reader->filled = cell.length > 0 ? reader->column : reader->filled;
    return WRIT_OK;
}

// --- Rows ---------------------------------------------------------------------------------------

static WritStatus keep_row(Reader *reader, uint32_t line)
{
    WritCsv *csv = reader->csv;
    if (reader->filled == 0) {
        return WRIT_OK;
    }
    if (csv->row_count == WRIT_CSV_ROWS_MAX) {
        (void)writ_fail(reader->error, WRIT_LIMIT, "line %u: the file has more than %d rows",
                        (unsigned)line, WRIT_CSV_ROWS_MAX);
        return writ_hint(reader->error, "Take out what does not belong to the table.");
    }
    WritCsvRow *row = &csv->rows[csv->row_count++];
    row->line = line;
    row->count = reader->filled;
    row->cells = writ_arena_array(reader->arena, reader->filled, sizeof *row->cells);
    memcpy(row->cells, reader->cells, reader->filled * sizeof *row->cells);
    return WRIT_OK;
}

static WritStatus read_row(Reader *reader)
{
    uint32_t line = reader->line;
    WritStatus status = WRIT_OK;
    reader->filled = 0;
    reader->column = 0;
    for (bool more = true; more && status == WRIT_OK;) {
        WritText cell = {NULL, 0};
        bool quoted = has_more(reader) && reader->bytes.data[reader->at] == '"';
        status = quoted ? read_quoted(reader, &cell) : read_plain(reader, &cell);
        status = status == WRIT_OK ? keep_cell(reader, cell) : status;
        more = has_more(reader) && reader->bytes.data[reader->at] == reader->csv->separator;
        reader->at += more ? 1 : 0;
    }
    if (status == WRIT_OK && has_more(reader)) {
        pass_line_end(reader);
    }
    return status == WRIT_OK ? keep_row(reader, line) : status;
}

// --- The file -----------------------------------------------------------------------------------

static WritStatus check_bytes(const Reader *reader)
{
    WritText bytes = reader->bytes;
    if (bytes.length > WRIT_CSV_BYTES_MAX) {
        (void)writ_fail(reader->error, WRIT_LIMIT, "the file has more than %d bytes",
                        WRIT_CSV_BYTES_MAX);
        return writ_hint(reader->error, "Take out what does not belong to the table.");
    }
    bool wide = starts_with(bytes, "\xff\xfe") || starts_with(bytes, "\xfe\xff");
    if (wide || !writ_text_is_utf8(bytes)) {
        (void)writ_fail(reader->error, WRIT_INVALID, "the file is %s",
                        wide ? "UTF-16" : "not UTF-8");
        return writ_hint(reader->error, "Save it as \"CSV UTF-8\".");
    }
    uint32_t lines = 1;
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        lines += byte == '\n' || byte == '\r' ? 1 : 0;
        if ((byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f) {
            (void)writ_fail(reader->error, WRIT_INVALID,
                            "line %u: the file has a control character", (unsigned)lines);
            return writ_hint(reader->error, "Type the cell again; it was copied with what nobody "
                                            "can see.");
        }
    }
    if (lines / 2 > WRIT_CSV_LINES_MAX) { // CRLF counts twice here.
        (void)writ_fail(reader->error, WRIT_LIMIT, "the file has more than %d lines",
                        WRIT_CSV_LINES_MAX);
        return writ_hint(reader->error, "Take out empty lines.");
    }
    return WRIT_OK;
}

// Of the first line that holds something.
static char find_separator(WritText bytes)
{
    bool quoted = false;
    bool holds = false;
    for (size_t i = 0; i < bytes.length; i++) {
        char byte = bytes.data[i];
        quoted = byte == '"' ? !quoted : quoted;
        if (!quoted && (byte == ',' || byte == ';' || byte == '\t')) {
            return byte;
        }
        if (!quoted && holds && (byte == '\n' || byte == '\r')) {
            break;
        }
        holds = holds || (byte != '\n' && byte != '\r' && byte != ' ');
    }
    return ',';
}

WritStatus writ_csv_read(WritCsv *csv, WritArena *arena, WritText bytes, WritError *error)
{
    *csv = (WritCsv){.separator = ','};
    Reader *reader = writ_arena_alloc(arena, sizeof *reader);
    *reader = (Reader){.csv = csv, .arena = arena, .bytes = bytes, .line = 1, .error = error};
    WritStatus status = check_bytes(reader);
    if (status != WRIT_OK) {
        return status;
    }
    reader->at = starts_with(bytes, "\xef\xbb\xbf") ? 3 : 0;
    csv->separator = find_separator(bytes);
    csv->rows = writ_arena_array(arena, WRIT_CSV_ROWS_MAX, sizeof *csv->rows);
    while (status == WRIT_OK && has_more(reader)) {
        status = read_row(reader);
    }
    return status;
}

// --- Writing ------------------------------------------------------------------------------------

static bool needs_quotes(WritText cell)
{
    static const char quoted[] = ",;\t\"\r\n";
    for (size_t i = 0; i < cell.length; i++) {
        if (memchr(quoted, cell.data[i], sizeof quoted - 1) != NULL) {
            return true;
        }
    }
    return false;
}

void writ_csv_add_cell(WritBuffer *out, WritText cell)
{
    if (!needs_quotes(cell)) {
        writ_buffer_add(out, cell);
        return;
    }
    writ_buffer_add_byte(out, '"');
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.data[i] == '"') {
            writ_buffer_add_byte(out, '"');
        }
        writ_buffer_add_byte(out, cell.data[i]);
    }
    writ_buffer_add_byte(out, '"');
}
