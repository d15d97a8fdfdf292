#include "support/json_oracle.h"

#include <string.h>

typedef struct Oracle {
    WritText text;
    size_t at;
    WritBuffer *out;
    WritArena *arena; // Holds the keys.
    int depth;
} Oracle;

static int peek(const Oracle *oracle)
{
    return oracle->at < oracle->text.length ? (unsigned char)oracle->text.data[oracle->at] : -1;
}

static bool take(Oracle *oracle, int byte)
{
    if (peek(oracle) != byte) {
        return false;
    }
    oracle->at++;
    return true;
}

static void skip_space(Oracle *oracle)
{
    while (take(oracle, ' ') || take(oracle, '\t') || take(oracle, '\n') || take(oracle, '\r')) {
    }
}

static void add_code(WritBuffer *out, uint32_t code)
{
    if (code < 0x80) {
        writ_buffer_add_byte(out, (char)code);
        return;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char marks[] = {0, 0xc0, 0xe0, 0xf0};
    writ_buffer_add_byte(out, (char)(marks[more] | code >> (6 * more)));
    for (int i = more - 1; i >= 0; i--) {
        writ_buffer_add_byte(out, (char)(0x80 | (code >> (6 * i) & 0x3f)));
    }
}

static bool is_surrogate(uint32_t code)
{
    return code >= 0xd800 && code <= 0xdfff;
}

// A code point from its bytes; overlong forms and what is no character fail.
static bool read_bytes(Oracle *oracle, uint32_t *code)
{
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    int first = peek(oracle);
    int more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0 || (first >= 0x80 && first < 0xc0) || first >= 0xf8) {
        return false;
    }
    *code = more == 0 ? (uint32_t)first : (uint32_t)first & (0x3fu >> more);
    oracle->at++;
    for (int i = 0; i < more; i++, oracle->at++) {
        int next = peek(oracle);
        if (next < 0x80 || next > 0xbf) {
            return false;
        }
        *code = *code * 64 + ((uint32_t)next - 0x80);
    }
    return *code >= smallest[more] && *code <= 0x10ffff && !is_surrogate(*code);
}

static bool read_hex(Oracle *oracle, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, oracle->at++) {
        static const char digits[] = "0123456789abcdef";
        int byte = peek(oracle);
        byte = byte >= 'A' && byte <= 'F' ? byte + 32 : byte;
        const char *digit = byte > 0 ? strchr(digits, byte) : NULL;
        if (digit == NULL) {
            return false;
        }
        *code = *code * 16 + (uint32_t)(digit - digits);
    }
    return true;
}

static bool read_escape(Oracle *oracle, uint32_t *code)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    int letter = peek(oracle);
    oracle->at++;
    if (letter != 'u') {
        const char *found = letter > 0 ? strchr(letters, letter) : NULL;
        *code = found != NULL ? (uint32_t)meanings[found - letters] : 0;
        return found != NULL;
    }
    uint32_t low = 0;
    if (!read_hex(oracle, code) || *code == 0) {
        return false;
    }
    if (!is_surrogate(*code)) {
        return true;
    }
    if (*code >= 0xdc00 || !take(oracle, '\\') || !take(oracle, 'u') || !read_hex(oracle, &low) ||
        low < 0xdc00 || low > 0xdfff) {
        return false;
    }
    *code = 0x10000 + (*code - 0xd800) * 0x400 + (low - 0xdc00);
    return true;
}

// A text is dumped as its length and its bytes.
static void add_text(WritBuffer *out, char mark, WritText text)
{
    writ_buffer_format(out, "%c%zu:", mark, text.length);
    writ_buffer_add(out, text);
}

static bool read_string(Oracle *oracle, WritBuffer *content)
{
    if (!take(oracle, '"')) {
        return false;
    }
    while (!take(oracle, '"')) {
        uint32_t code = 0;
        if (take(oracle, '\\')) {
            if (!read_escape(oracle, &code)) {
                return false;
            }
        } else if (!read_bytes(oracle, &code) || code < 0x20) {
            return false;
        }
        add_code(content, code);
    }
    return true;
}

static size_t skip_digits(Oracle *oracle)
{
    size_t start = oracle->at;
    while (peek(oracle) >= '0' && peek(oracle) <= '9') {
        oracle->at++;
    }
    return oracle->at - start;
}

static bool read_number(Oracle *oracle)
{
    size_t start = oracle->at;
    (void)take(oracle, '-');
    bool zero = peek(oracle) == '0';
    size_t whole = skip_digits(oracle);
    if (whole == 0 || (zero && whole > 1)) {
        return false;
    }
    if (take(oracle, '.') && skip_digits(oracle) == 0) {
        return false;
    }
    if (take(oracle, 'e') || take(oracle, 'E')) {
        if (!take(oracle, '+')) {
            (void)take(oracle, '-');
        }
        if (skip_digits(oracle) == 0) {
            return false;
        }
    }
    add_text(oracle->out, 'n', (WritText){oracle->text.data + start, oracle->at - start});
    return true;
}

static bool read_word(Oracle *oracle, const char *word, const char *dump)
{
    for (; *word != '\0'; word++) {
        if (!take(oracle, *word)) {
            return false;
        }
    }
    writ_buffer_add_string(oracle->out, dump);
    return true;
}

static bool read_value(Oracle *oracle);

static bool read_array(Oracle *oracle)
{
    writ_buffer_add_byte(oracle->out, '[');
    skip_space(oracle);
    if (!take(oracle, ']')) {
        do {
            if (!read_value(oracle)) {
                return false;
            }
        } while (take(oracle, ','));
        if (!take(oracle, ']')) {
            return false;
        }
    }
    writ_buffer_add_byte(oracle->out, ']');
    return true;
}

// The keys of one object so far.
typedef struct Key {
    WritText text;
    const struct Key *before;
} Key;

static bool read_key(Oracle *oracle, Key *key)
{
    WritBuffer content = {0};
    skip_space(oracle);
    bool valid = read_string(oracle, &content);
    key->text = writ_arena_text(oracle->arena, writ_buffer_text(&content));
    writ_buffer_dispose(&content);
    for (const Key *other = key->before; valid && other != NULL; other = other->before) {
        valid = !writ_text_equal(other->text, key->text);
    }
    add_text(oracle->out, 'k', key->text);
    return valid;
}

static bool read_object(Oracle *oracle)
{
    const Key *keys = NULL;
    writ_buffer_add_byte(oracle->out, '{');
    skip_space(oracle);
    if (!take(oracle, '}')) {
        do {
            Key *key = writ_arena_alloc(oracle->arena, sizeof *key);
            key->before = keys;
            keys = key;
            if (!read_key(oracle, key)) {
                return false;
            }
            skip_space(oracle);
            if (!take(oracle, ':') || !read_value(oracle)) {
                return false;
            }
        } while (take(oracle, ','));
        if (!take(oracle, '}')) {
            return false;
        }
    }
    writ_buffer_add_byte(oracle->out, '}');
    return true;
}

static bool read_text(Oracle *oracle)
{
    WritBuffer content = {0};
    bool valid = read_string(oracle, &content);
    add_text(oracle->out, 's', writ_buffer_text(&content));
    writ_buffer_dispose(&content);
    return valid;
}

static bool read_plain(Oracle *oracle)
{
    switch (peek(oracle)) {
    case '"':
        return read_text(oracle);
    case 't':
        return read_word(oracle, "true", "t");
    case 'f':
        return read_word(oracle, "false", "f");
    case 'n':
        return read_word(oracle, "null", "z");
    default:
        return read_number(oracle);
    }
}

static bool read_value(Oracle *oracle)
{
    skip_space(oracle);
    bool valid = false;
    if (take(oracle, '[') || take(oracle, '{')) {
        bool array = oracle->text.data[oracle->at - 1] == '[';
        oracle->depth++;
        valid = oracle->depth <= WRIT_JSON_DEPTH_MAX &&
                (array ? read_array(oracle) : read_object(oracle));
        oracle->depth--;
    } else {
        valid = read_plain(oracle);
    }
    skip_space(oracle);
    return valid;
}

bool json_oracle_read(WritBuffer *out, WritText text)
{
    Oracle oracle = {
        .text = text, .at = 0, .out = out, .arena = writ_arena_new(1 << 24), .depth = 0};
    bool valid = read_value(&oracle) && oracle.at == text.length;
    writ_arena_free(oracle.arena);
    return valid;
}

static void dump_members(WritBuffer *out, const WritJson *json)
{
    writ_buffer_add_byte(out, json->kind == WRIT_JSON_OBJECT ? '{' : '[');
    for (uint32_t i = 0; i < json->count; i++) {
        if (json->kind == WRIT_JSON_OBJECT) {
            add_text(out, 'k', json->keys[i]);
        }
        json_oracle_dump(out, &json->items[i]);
    }
    writ_buffer_add_byte(out, json->kind == WRIT_JSON_OBJECT ? '}' : ']');
}

void json_oracle_dump(WritBuffer *out, const WritJson *json)
{
    switch (json->kind) {
    case WRIT_JSON_NULL:
        writ_buffer_add_byte(out, 'z');
        break;
    case WRIT_JSON_BOOLEAN:
        writ_buffer_add_byte(out, json->boolean ? 't' : 'f');
        break;
    case WRIT_JSON_NUMBER:
        add_text(out, 'n', json->text);
        break;
    case WRIT_JSON_STRING:
        add_text(out, 's', json->text);
        break;
    case WRIT_JSON_ARRAY:
    case WRIT_JSON_OBJECT:
        dump_members(out, json);
        break;
    }
}
