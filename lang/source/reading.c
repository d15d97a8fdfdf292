// Each fault is counted in one pass and told afterwards, so that a file full of tabs gives one
// message and not a thousand.
#include "source/reading.h"

#include <assert.h>
#include <string.h>

#include "source/diag.h"
#include "source/utf8.h"

typedef enum Fault {
    FAULT_NONE,
    FAULT_NOT_UTF8,
    FAULT_NUL,
    FAULT_TAB,
    FAULT_LONE_RETURN,
    FAULT_BOM,
    FAULT_DIRECTION,
    FAULT_CONTROL,
    FAULT_COUNT,
} Fault;

typedef struct Found {
    uint32_t count;
    WritSpan first;
    uint32_t code_point; // At the first place.
} Found;

static Fault fault_of(WritText text, size_t offset, Utf8 unit)
{
    uint32_t c = unit.code_point;
    if (c == UTF8_MALFORMED) {
        return FAULT_NOT_UTF8;
    }
    if (c == 0) {
        return FAULT_NUL;
    }
    if (c == '\t') {
        return FAULT_TAB;
    }
    if (c == '\n') {
        return FAULT_NONE;
    }
    if (c == '\r') {
        bool ends_line = offset + 1 < text.length && text.data[offset + 1] == '\n';
        return ends_line ? FAULT_NONE : FAULT_LONE_RETURN;
    }
    if (c == 0xfeff) {
        return offset == 0 ? FAULT_NONE : FAULT_BOM;
    }
    if (utf8_is_direction_control(c)) {
        return FAULT_DIRECTION;
    }
    return utf8_is_control(c) ? FAULT_CONTROL : FAULT_NONE;
}

static void count_faults(const WritSource *source, Found found[FAULT_COUNT])
{
    WritText text = source->text;
    for (size_t i = 0; i < text.length;) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte >= 0x20 && byte < 0x7f) {
            i++;
            continue;
        }
        Utf8 unit = utf8_at(text, i);
        Fault fault = fault_of(text, i, unit);
        if (fault != FAULT_NONE && found[fault].count++ == 0) {
            uint32_t start = source->start + (uint32_t)i;
            found[fault].first = (WritSpan){start, start + unit.bytes};
            found[fault].code_point = unit.code_point;
        }
        i += unit.bytes;
    }
}

static WritDiag *tell(WritDiags *diags, Fault fault, const Found *found)
{
    WritSpan at = found->first;
    switch (fault) {
    case FAULT_NONE:
    case FAULT_COUNT:
        break;
    case FAULT_NOT_UTF8:
        return diag_error(diags, DIAG_NOT_UTF8, at, "This byte is not UTF-8.");
    case FAULT_NUL:
        return diag_error(diags, DIAG_NUL_BYTE, at, "A byte with the value 0 stands here.");
    case FAULT_TAB:
        return diag_error(diags, DIAG_TAB, at, "A tab stands here.");
    case FAULT_LONE_RETURN:
        return diag_error(diags, DIAG_LONE_RETURN, at,
                          "A carriage return stands here without a line feed.");
    case FAULT_BOM:
        return diag_error(diags, DIAG_BOM_INSIDE, at,
                          "The invisible character U+FEFF stands here.");
    case FAULT_DIRECTION:
        return diag_error(diags, DIAG_DIRECTION_CONTROL, at,
                          "The invisible character U+%04X, which changes the direction of writing, "
                          "stands here.",
                          (unsigned)found->code_point);
    case FAULT_CONTROL:
        return diag_error(diags, DIAG_CONTROL_CHARACTER, at,
                          "The control character U+%04X stands here.", (unsigned)found->code_point);
    }
    WRIT_UNREACHABLE();
}

static const char *cure_of(Fault fault)
{
    switch (fault) {
    case FAULT_NONE:
    case FAULT_COUNT:
        break;
    case FAULT_NOT_UTF8:
    case FAULT_NUL:
        return "Save the file again as UTF-8.";
    case FAULT_TAB:
        return "Write spaces. Most editors can replace every tab of a file at once.";
    case FAULT_LONE_RETURN:
        return "End the line with a line feed.";
    case FAULT_BOM:
    case FAULT_DIRECTION:
    case FAULT_CONTROL:
        return "Delete it.";
    }
    WRIT_UNREACHABLE();
}

static bool is_bad(const Found found[FAULT_COUNT])
{
    for (int fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++) {
        if (fault != FAULT_TAB && found[fault].count > 0) {
            return true;
        }
    }
    return false;
}

Reading reading_check(const WritSource *source, WritDiags *diags)
{
    if (source->cut) {
        WritDiag *diag =
            diag_error(diags, DIAG_FILE_TOO_LONG, (WritSpan){source->start, source->start},
                       "The file has more than %d bytes.", WRIT_SOURCE_BYTES_MAX);
        diag_hint(diag, "Split it into modules: \"use\" brings one to the other.");
        return READING_BAD;
    }
    Found found[FAULT_COUNT];
    memset(found, 0, sizeof found);
    count_faults(source, found);
    for (int fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++) {
        if (found[fault].count == 0) {
            continue;
        }
        WritDiag *diag = tell(diags, (Fault)fault, &found[fault]);
        if (found[fault].count > 1) {
            diag_reason(diag, "There are %u in the file; this is the first.",
                        (unsigned)found[fault].count);
        }
        diag_hint(diag, "%s", cure_of((Fault)fault));
    }
    if (is_bad(found)) {
        return READING_BAD;
    }
    return found[FAULT_TAB].count > 0 ? READING_TABS : READING_CLEAN;
}
