// What a document may be called: it is printed on terminals and becomes the name of a file again.
#include "writ/value.h"

#include <string.h>

#include "value/quote.h"

// One code point of well-formed UTF-8, and the bytes that it takes.
static uint32_t code_point_at(const unsigned char *at, size_t *bytes)
{
    static const unsigned char first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    *bytes = at[0] < 0x80 ? 1 : at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    uint32_t code_point = at[0] & first_bits[*bytes];
    for (size_t i = 1; i < *bytes; i++) {
        code_point = code_point << 6 | (at[i] & 0x3fu);
    }
    return code_point;
}

static bool has_hidden(WritText name)
{
    for (size_t i = 0; i < name.length;) {
        size_t bytes;
        if (writ_is_hidden(code_point_at((const unsigned char *)name.data + i, &bytes))) {
            return true;
        }
        i += bytes;
    }
    return false;
}

// Why it is no name; NULL: it is one.
static const char *fault_of(WritText name)
{
    if (!writ_text_is_utf8(name)) {
        return "is no UTF-8";
    }
    if (memchr(name.data, '/', name.length) != NULL ||
        memchr(name.data, '\\', name.length) != NULL) {
        return "has a slash in it: it is the name of a file without its folders";
    }
    if (writ_text_is(name, ".") || writ_text_is(name, "..")) {
        return "is that of a folder";
    }
    if (name.data[0] == ' ' || name.data[name.length - 1] == ' ') {
        return "begins or ends with a space";
    }
    return has_hidden(name) ? "has characters that cannot be seen" : NULL;
}

WritStatus writ_document_check_name(WritText name, WritError *error)
{
    if (name.length == 0) {
        return writ_fail(error, WRIT_INVALID, "the name of a document is missing");
    }
    if (name.length > WRIT_DOCUMENT_NAME_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "the name %s has more than %d bytes",
                         quote_text(name).text, WRIT_DOCUMENT_NAME_BYTES_MAX);
    }
    const char *fault = fault_of(name);
    return fault == NULL
               ? WRIT_OK
               : writ_fail(error, WRIT_INVALID, "the name %s %s", quote_text(name).text, fault);
}
