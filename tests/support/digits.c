#include "support/digits.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLAIN_DIGITS = 34 };

static Digits without_leading_zeros(Digits number)
{
    int zeros = 0;
    while (zeros < number.count && number.digit[zeros] == 0) {
        zeros++;
    }
    number.count -= zeros;
    memmove(number.digit, number.digit + zeros, (size_t)number.count);
    return number;
}

bool digits_read(Digits *number, const char *text)
{
    *number = (Digits){0};
    bool point = false;
    int seen = 0;
    const char *at = text;
    if (*at == '-' || *at == '+') {
        number->negative = *at++ == '-';
    }
    for (; (*at >= '0' && *at <= '9') || (*at == '.' && !point); at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        assert(number->count < DIGITS_MAX);
        number->digit[number->count++] = (char)(*at - '0');
        number->exponent -= point ? 1 : 0;
        seen++;
    }
    if (seen == 0) {
        return false;
    }
    if (*at == 'e' || *at == 'E') {
        char *end = NULL;
        const char *digits = at + 1 + (at[1] == '+' || at[1] == '-' ? 1 : 0);
        if (*digits < '0' || *digits > '9') {
            return false;
        }
        number->exponent += (int)strtol(at + 1, &end, 10);
        at = end;
    }
    *number = without_leading_zeros(*number);
    return *at == '\0';
}

bool digits_is_zero(const Digits *number)
{
    return number->count == 0;
}

// Both with the smaller exponent of the two, and equally many digits.
static void align(Digits *a, Digits *b)
{
    Digits *larger = a->exponent > b->exponent ? a : b;
    int exponent = a->exponent < b->exponent ? a->exponent : b->exponent;
    int zeros = larger->exponent - exponent;
    assert(larger->count + zeros < DIGITS_MAX);
    memset(larger->digit + larger->count, 0, (size_t)zeros);
    larger->count += zeros;
    larger->exponent = exponent;
    int width = (a->count > b->count ? a->count : b->count) + 1;
    assert(width < DIGITS_MAX);
    Digits *both[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        int pad = width - both[i]->count;
        memmove(both[i]->digit + pad, both[i]->digit, (size_t)both[i]->count);
        memset(both[i]->digit, 0, (size_t)pad);
        both[i]->count = width;
    }
}

Digits digits_sum(const Digits *first, const Digits *second)
{
    Digits a = *first;
    Digits b = *second;
    align(&a, &b);
    if (a.negative != b.negative && memcmp(a.digit, b.digit, (size_t)a.count) < 0) {
        Digits swap = a;
        a = b;
        b = swap;
    }
    int carry = 0;
    for (int i = a.count - 1; i >= 0; i--) {
        int sum = a.digit[i] + (a.negative == b.negative ? b.digit[i] : -b.digit[i]) + carry;
        carry = sum < 0 ? -1 : sum / 10;
        a.digit[i] = (char)(sum - carry * 10);
    }
    assert(carry == 0);
    return without_leading_zeros(a);
}

Digits digits_product(const Digits *a, const Digits *b)
{
    Digits product = {.negative = a->negative != b->negative,
                      .count = a->count + b->count,
                      .exponent = a->exponent + b->exponent};
    assert(product.count < DIGITS_MAX);
    for (int i = a->count - 1; i >= 0; i--) {
        int carry = 0;
        for (int j = b->count - 1; j >= 0; j--) {
            int sum = product.digit[i + j + 1] + a->digit[i] * b->digit[j] + carry;
            product.digit[i + j + 1] = (char)(sum % 10);
            carry = sum / 10;
        }
        product.digit[i] = (char)(product.digit[i] + carry);
    }
    return without_leading_zeros(product);
}

Digits digits_negated(const Digits *number)
{
    Digits negated = *number;
    negated.negative = !number->negative;
    return negated;
}

int digits_order(const Digits *a, const Digits *b)
{
    Digits minus = digits_negated(b);
    Digits difference = digits_sum(a, &minus);
    if (digits_is_zero(&difference)) {
        return 0;
    }
    return difference.negative ? -1 : 1;
}

bool digits_shorten(Digits *number, int count)
{
    while (number->count > count && number->digit[number->count - 1] == 0) {
        number->count--;
        number->exponent++;
    }
    return number->count <= count;
}

void digits_print(Digits number, char text[DIGITS_TEXT_BYTES])
{
    char *at = text;
    if (digits_is_zero(&number)) {
        number.digit[number.count++] = 0;
        number.negative = false;
        number.exponent = number.exponent > 0 ? 0 : number.exponent;
    }
    if (number.exponent > 0 && number.count + number.exponent <= PLAIN_DIGITS) {
        memset(number.digit + number.count, 0, (size_t)number.exponent);
        number.count += number.exponent;
        number.exponent = 0;
    }
    if (number.negative) {
        *at++ = '-';
    }
    bool plain = number.exponent <= 0 && number.exponent >= -PLAIN_DIGITS;
    int whole = plain ? number.count + number.exponent : 1; // Digits before the point.
    if (whole <= 0) {
        *at++ = '0';
    }
    for (int i = whole < 0 ? whole : 0; i < number.count; i++) {
        if (i == whole) {
            *at++ = '.';
        }
        *at++ = i < 0 ? '0' : (char)('0' + number.digit[i]);
    }
    if (!plain) {
        at += sprintf(at, "E%+d", number.exponent + number.count - 1);
    }
    *at = '\0';
}
