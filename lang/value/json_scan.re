#include "value/json_scan.h"

#include <assert.h>
#include <string.h>

/*!re2c
    re2c:api:style = free-form;
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = scan->next;
    re2c:define:YYMARKER = scan->marker;
    re2c:define:YYLIMIT = scan->limit;
    re2c:yyfill:enable = 0;
    re2c:eof = 0;

    digit = [0-9];
    hex = [0-9a-fA-F];
    number = "-"? ("0" | [1-9] digit*) ("." digit+)? ([eE] [-+]? digit+)?;
    // What somebody may have meant as a number: longer than the number in it, so it wins.
    like_number = [-+.]? digit [0-9a-zA-Z_.+-]* | "-" [a-zA-Z]*;
    word = [a-zA-Z_$] [0-9a-zA-Z_$-]*;

    // RFC 3629, section 4, without ASCII.
    tail = [\x80-\xbf];
    wide = [\xc2-\xdf] tail
         | "\xe0" [\xa0-\xbf] tail | [\xe1-\xec\xee\xef] tail{2} | "\xed" [\x80-\x9f] tail
         | "\xf0" [\x90-\xbf] tail{2} | [\xf1-\xf3] tail{3} | "\xf4" [\x80-\x8f] tail{2};

    plain = [\x20-\x7f] \ ["\\];
*/

static JsonToken token(JsonScan *scan, const unsigned char *start, JsonToken kind)
{
    scan->text = (WritText){(const char *)start, (size_t)(scan->next - start)};
    return kind;
}

static unsigned hex_digit(unsigned char digit)
{
    return digit <= '9' ? digit - 0x30u : (digit | 0x20u) - 0x61u + 10;
}

// The four digits behind "\u".
static uint32_t hex_code(const unsigned char *escape)
{
    uint32_t code = 0;
    for (int i = 2; i < 6; i++) {
        code = code << 4 | hex_digit(escape[i]);
    }
    return code;
}

static unsigned char *write_utf8(unsigned char *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (unsigned char)code;
        return out;
    }
    if (code < 0x800) {
        *out++ = (unsigned char)(0xc0 | code >> 6);
    } else if (code < 0x10000) {
        *out++ = (unsigned char)(0xe0 | code >> 12);
        *out++ = (unsigned char)(0x80 | (code >> 6 & 0x3f));
    } else {
        *out++ = (unsigned char)(0xf0 | code >> 18);
        *out++ = (unsigned char)(0x80 | (code >> 12 & 0x3f));
        *out++ = (unsigned char)(0x80 | (code >> 6 & 0x3f));
    }
    *out++ = (unsigned char)(0x80 | (code & 0x3f));
    return out;
}

static unsigned char short_escape(unsigned char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter; // A quote, a backslash or a slash.
    }
}

// Something is wrong inside a string, at `start`.
static JsonToken fault(JsonScan *scan, const unsigned char *start, JsonToken kind)
{
    scan->token_line = scan->line;
    scan->token_column = scan->column;
    return token(scan, start, kind);
}

// Moves the part of a string that needs no change down to `out`.
static unsigned char *keep(JsonScan *scan, const unsigned char *start, unsigned char *out)
{
    size_t length = (size_t)(scan->next - start);
    if (out != start) {
        memmove(out, start, length);
    }
    return out + length;
}

// The rest of a string, from behind its opening quote.
static JsonToken scan_string(JsonScan *scan)
{
    unsigned char *const first = scan->next;
    unsigned char *out = first;
    scan->column++;
    for (;;) {
        unsigned char *start = scan->next;
        uint32_t code = 0;
        /*!re2c
            plain+ {
                out = keep(scan, start, out);
                scan->column += (uint32_t)(scan->next - start);
                continue;
            }
            wide {
                out = keep(scan, start, out);
                scan->column++;
                continue;
            }
            ["] {
                scan->column++;
                scan->text = (WritText){(const char *)first, (size_t)(out - first)};
                return JSON_TOKEN_STRING;
            }
            "\\" ["\\/bfnrt] {
                *out++ = short_escape(start[1]);
                scan->column += 2;
                continue;
            }
            "\\u" [dD] [89abAB] hex{2} "\\u" [dD] [c-fC-F] hex{2} {
                code = 0x10000 + ((hex_code(start) & 0x3ff) << 10 | (hex_code(start + 6) & 0x3ff));
                out = write_utf8(out, code);
                scan->column += 12;
                continue;
            }
            "\\u" hex{4} {
                code = hex_code(start);
                if (code == 0) {
                    return fault(scan, start, JSON_TOKEN_ZERO);
                }
                if (code >= 0xd800 && code <= 0xdfff) {
                    return fault(scan, start, JSON_TOKEN_SURROGATE);
                }
                out = write_utf8(out, code);
                scan->column += 6;
                continue;
            }
            "\\" [^\x00-\x1f\x80-\xff]? { return fault(scan, start, JSON_TOKEN_BAD_ESCAPE); }
            [\n\r] { return token(scan, start, JSON_TOKEN_OPEN_STRING); }
            [\x00-\x1f] { return fault(scan, start, JSON_TOKEN_CONTROL); }
            $ { return token(scan, start, JSON_TOKEN_OPEN_STRING); }
            * { return fault(scan, start, JSON_TOKEN_BAD_UTF8); }
        */
    }
}

static JsonToken word_token(WritText word)
{
    if (writ_text_is(word, "true")) {
        return JSON_TOKEN_TRUE;
    }
    if (writ_text_is(word, "false")) {
        return JSON_TOKEN_FALSE;
    }
    return writ_text_is(word, "null") ? JSON_TOKEN_NULL : JSON_TOKEN_WORD;
}

// One character, or a token of ASCII alone.
static JsonToken plain_token(JsonScan *scan, const unsigned char *start, JsonToken kind)
{
    scan->column += (uint32_t)(scan->next - start);
    return token(scan, start, kind);
}

JsonToken json_scan_next(JsonScan *scan)
{
    for (;;) {
        unsigned char *start = scan->next;
        scan->token_line = scan->line;
        scan->token_column = scan->column;
        /*!re2c
            [ \t\r]+ {
                scan->column += (uint32_t)(scan->next - start);
                continue;
            }
            "\n" {
                scan->line++;
                scan->column = 1;
                continue;
            }
            "{" { return plain_token(scan, start, JSON_TOKEN_OPEN_OBJECT); }
            "}" { return plain_token(scan, start, JSON_TOKEN_CLOSE_OBJECT); }
            "[" { return plain_token(scan, start, JSON_TOKEN_OPEN_ARRAY); }
            "]" { return plain_token(scan, start, JSON_TOKEN_CLOSE_ARRAY); }
            ":" { return plain_token(scan, start, JSON_TOKEN_COLON); }
            "," { return plain_token(scan, start, JSON_TOKEN_COMMA); }
            ["] { return scan_string(scan); }
            number { return plain_token(scan, start, JSON_TOKEN_NUMBER); }
            like_number { return plain_token(scan, start, JSON_TOKEN_BAD_NUMBER); }
            word {
                (void)plain_token(scan, start, JSON_TOKEN_WORD);
                return word_token(scan->text);
            }
            "\xef\xbb\xbf" { return token(scan, start, JSON_TOKEN_BYTE_ORDER_MARK); }
            wide | [\x00-\x7f] { return token(scan, start, JSON_TOKEN_OTHER); }
            $ { return token(scan, start, JSON_TOKEN_END); }
            * { return token(scan, start, JSON_TOKEN_BAD_UTF8); }
        */
    }
}
