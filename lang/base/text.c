#include "writ/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

WritText writ_text(const char *string)
{
    assert(string != NULL);
    return (WritText){string, strlen(string)};
}

bool writ_text_equal(WritText a, WritText b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

bool writ_text_is(WritText a, const char *string)
{
    return writ_text_equal(a, writ_text(string));
}

int writ_text_compare(WritText a, WritText b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);
    if (order != 0) {
        return order;
    }
    return a.length < b.length ? -1 : a.length > b.length;
}

const char *writ_ordinal_ending(uint64_t number)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    bool teen = number / 10 % 10 == 1; // 11th, 12th, 13th.
    return teen || number % 10 > 3 ? "th" : endings[number % 10];
}

uint64_t writ_text_hash(WritText text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * 0x100000001b3u;
    }
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 29);
}

// Length of the well-formed sequence at `at`, or 0 (table 3-7 of the Unicode standard).
static size_t utf8_sequence(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    if (first < 0x80) {
        return 1;
    }
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || left < length) {
        return 0;
    }
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at[1] < low || at[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool writ_text_is_utf8(WritText text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    for (size_t i = 0; i < text.length;) {
        size_t length = utf8_sequence(bytes + i, text.length - i);
        if (length == 0) {
            return false;
        }
        i += length;
    }
    return true;
}

WritText writ_text_cut(WritText text, size_t bytes_max)
{
    if (text.length > bytes_max) {
        text.length = bytes_max;
        while (text.length > 0 && ((unsigned char)text.data[text.length] & 0xc0) == 0x80) {
            text.length--;
        }
    }
    return text;
}

WritText writ_text_last_name(WritText qualified)
{
    size_t start = qualified.length;
    while (start > 0 && qualified.data[start - 1] != '.') {
        start--;
    }
    return start == 0 ? qualified : (WritText){qualified.data + start, qualified.length - start};
}

void writ_buffer_dispose(WritBuffer *buffer)
{
    free(buffer->data);
    *buffer = (WritBuffer){0};
}

void writ_buffer_clear(WritBuffer *buffer)
{
    buffer->length = 0;
}

void writ_buffer_grow(WritBuffer *buffer, size_t more_bytes)
{
    size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
    while (capacity - buffer->length <= more_bytes && capacity <= SIZE_MAX / 4) {
        capacity *= 2;
    }
    char *data = capacity - buffer->length > more_bytes ? realloc(buffer->data, capacity) : NULL;
    if (data == NULL) {
        (void)fputs("writ: out of memory\n", stderr);
        abort();
    }
    buffer->data = data;
    buffer->capacity = capacity;
}

void writ_buffer_add(WritBuffer *buffer, WritText text)
{
    if (text.length == 0) {
        return;
    }
    writ_buffer_reserve(buffer, text.length);
    memcpy(buffer->data + buffer->length, text.data, text.length);
    buffer->length += text.length;
}

void writ_buffer_add_string(WritBuffer *buffer, const char *string)
{
    writ_buffer_add(buffer, writ_text(string));
}

void writ_buffer_add_number(WritBuffer *buffer, uint64_t number)
{
    char digits[20];
    size_t start = sizeof digits;
    do {
        digits[--start] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    writ_buffer_add(buffer, (WritText){digits + start, sizeof digits - start});
}

void writ_buffer_format(WritBuffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(length >= 0);
    writ_buffer_reserve(buffer, (size_t)length + 1);
    (void)vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
    va_end(again);
    buffer->length += (size_t)length;
}

// Cc, Cf, Zl and Zp of Unicode 15, with the gaps between neighbours closed where they are
// unassigned.
bool writ_is_hidden(uint32_t code_point)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        {0x00, 0x1f},       {0x7f, 0x9f},       {0xad, 0xad},       {0x600, 0x605},
        {0x61c, 0x61c},     {0x6dd, 0x6dd},     {0x70f, 0x70f},     {0x890, 0x891},
        {0x8e2, 0x8e2},     {0x180e, 0x180e},   {0x200b, 0x200f},   {0x2028, 0x202e},
        {0x2060, 0x206f},   {0xfeff, 0xfeff},   {0xfff9, 0xfffb},   {0x110bd, 0x110bd},
        {0x110cd, 0x110cd}, {0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
        {0xe0001, 0xe007f},
    };
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (code_point >= hidden[i].first && code_point <= hidden[i].last) {
            return true;
        }
    }
    return false;
}

WritText writ_buffer_text(const WritBuffer *buffer)
{
    return (WritText){buffer->data, buffer->length};
}

const char *writ_buffer_string(WritBuffer *buffer)
{
    writ_buffer_reserve(buffer, 1);
    buffer->data[buffer->length] = '\0';
    return buffer->data;
}

void writ_buffer_add_json(WritBuffer *buffer, WritText text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte == '"' || byte == '\\') {
            writ_buffer_add_byte(buffer, '\\');
            writ_buffer_add_byte(buffer, (char)byte);
        } else if (byte == '\n') {
            writ_buffer_add_string(buffer, "\\n");
        } else if (byte < 0x20 || byte == 0x7f) {
            writ_buffer_format(buffer, "\\u%04x", byte);
        } else {
            writ_buffer_add_byte(buffer, (char)byte);
        }
    }
}
