#include "support/eval_oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static OracleAnswer ask(WritScope *scope, uint32_t expr, Oracle *result);

// --- Fractions ------------------------------------------------------------------------------

// Also keeps every decimal below 34 digits, so that the real evaluator never has to refuse one.
static const __int128 LARGEST = (__int128)1 << 50;

static __int128 divisor_of_both(__int128 a, __int128 b)
{
    while (b != 0) {
        __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

// False: too large.
static bool set_fraction(Oracle *number, __int128 above, __int128 below)
{
    if (below < 0) {
        above = -above;
        below = -below;
    }
    __int128 shared = divisor_of_both(above, below);
    number->above = above / shared;
    number->below = below / shared;
    __int128 size = number->above < 0 ? -number->above : number->above;
    return size < LARGEST && number->below < LARGEST;
}

// A fraction has a finite decimal when nothing but twos and fives divide it.
static bool has_finite_decimal(const Oracle *number)
{
    __int128 below = number->below;
    while (below % 2 == 0) {
        below /= 2;
    }
    while (below % 5 == 0) {
        below /= 5;
    }
    return below == 1;
}

// From the printed digits.
static void read_decimal(Oracle *number, WritDecimal decimal)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    size_t length = writ_decimal_print(decimal, text);
    __int128 above = 0;
    __int128 below = 1;
    bool behind_point = false;
    for (size_t i = text[0] == '-' ? 1 : 0; i < length; i++) {
        if (text[i] == '.') {
            behind_point = true;
        } else {
            above = above * 10 + (text[i] - '0');
            below = behind_point ? below * 10 : below;
        }
    }
    if (!set_fraction(number, text[0] == '-' ? -above : above, below)) {
        number->below = 0; // Equal to nothing.
    }
}

static bool is_number(WritValueKind kind)
{
    return kind == WRIT_VALUE_NUMBER || kind == WRIT_VALUE_PERCENT || kind == WRIT_VALUE_MONEY ||
           kind == WRIT_VALUE_QUANTITY;
}

static void from_value(Oracle *oracle, const WritValue *value)
{
    *oracle = (Oracle){.kind = value->kind, .tag = value->tag, .below = 1};
    if (is_number(value->kind)) {
        read_decimal(oracle, value->number);
    } else if (value->kind == WRIT_VALUE_LIST) {
        oracle->parts = value->list->items;
        oracle->part_count = value->list->count;
    } else if (value->kind == WRIT_VALUE_RECORD) {
        oracle->parts = value->record->fields;
        oracle->part_count = value->record->field_count;
    } else if (value->kind == WRIT_VALUE_TEXT || value->kind == WRIT_VALUE_PERSON ||
               value->kind == WRIT_VALUE_ROLE || value->kind == WRIT_VALUE_CALENDAR) {
        (void)snprintf(oracle->text, sizeof oracle->text, "%.*s", WRIT_TEXT_ARGS(value->text));
    } else if (value->kind == WRIT_VALUE_COUNTRY || value->kind == WRIT_VALUE_CURRENCY) {
        oracle->above = value->tag;
    } else if (value->kind != WRIT_VALUE_MISSING) {
        oracle->above = value->integer;
    }
}

bool oracle_equals(const Oracle *oracle, const WritValue *value)
{
    Oracle other;
    from_value(&other, value);
    if (oracle->kind != other.kind || oracle->tag != other.tag) {
        return false;
    }
    if (oracle->kind == WRIT_VALUE_LIST || oracle->kind == WRIT_VALUE_RECORD) {
        return oracle->parts == other.parts;
    }
    return oracle->above == other.above && oracle->below == other.below &&
           strcmp(oracle->text, other.text) == 0;
}

static OracleAnswer give_truth(Oracle *result, bool truth)
{
    *result = (Oracle){.kind = WRIT_VALUE_BOOLEAN, .above = truth ? 1 : 0, .below = 1};
    return ORACLE_VALUE;
}

static OracleAnswer ask_present(WritScope *scope, uint32_t expr, Oracle *result)
{
    OracleAnswer answer = ask(scope, expr, result);
    return answer == ORACLE_VALUE && result->kind == WRIT_VALUE_MISSING ? ORACLE_FAILS : answer;
}

static OracleAnswer ask_both(WritScope *scope, const WritExpr *expr, Oracle *a, Oracle *b)
{
    OracleAnswer answer = ask_present(scope, expr->a, a);
    return answer == ORACLE_VALUE ? ask_present(scope, expr->b, b) : answer;
}

// --- Comparing ------------------------------------------------------------------------------

static int sign_of(__int128 number)
{
    return number < 0 ? -1 : number > 0;
}

static bool is_in_months(const Oracle *duration)
{
    return duration->tag == WRIT_MONTHS || duration->tag == WRIT_YEARS;
}

static __int128 length_of(const Oracle *duration)
{
    static const int lengths[] = {1, 60, 3600, 86400, 604800, 1, 12};
    return duration->above * lengths[duration->tag];
}

// False: the two can not be ordered.
static bool order(const Oracle *a, const Oracle *b, int *result)
{
    if (a->kind == WRIT_VALUE_DURATION) {
        *result = sign_of(length_of(a) - length_of(b));
        return is_in_months(a) == is_in_months(b);
    }
    *result = sign_of(a->above * b->below - b->above * a->below);
    return a->kind != WRIT_VALUE_MONEY || a->tag == b->tag || a->tag == 0 || b->tag == 0;
}

// Texts, lists and records have no order; theirs is 0 for equal.
static bool same(const Oracle *a, const Oracle *b, bool *result)
{
    int found = 0;
    if (a->kind == WRIT_VALUE_TEXT || a->kind == WRIT_VALUE_PERSON) {
        *result = strcmp(a->text, b->text) == 0;
        return true;
    }
    bool ordered = order(a, b, &found);
    *result = ordered && found == 0;
    // Durations of different families are different; amounts in different currencies do not meet.
    return ordered || a->kind == WRIT_VALUE_DURATION;
}

static OracleAnswer compare(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle a;
    Oracle b;
    int found = 0;
    OracleAnswer answer = ask_both(scope, expr, &a, &b);
    if (answer != ORACLE_VALUE) {
        return answer;
    }
    if (expr->operation == WRIT_OP_EQUAL || expr->operation == WRIT_OP_NOT_EQUAL) {
        bool equal = false;
        if (!same(&a, &b, &equal)) {
            return ORACLE_FAILS;
        }
        return give_truth(result, equal == (expr->operation == WRIT_OP_EQUAL));
    }
    if (!order(&a, &b, &found)) {
        return ORACLE_FAILS;
    }
    bool truth[] = {found<0, found <= 0, found> 0, found >= 0};
    return give_truth(result, truth[expr->operation - WRIT_OP_LESS]);
}

static OracleAnswer find_range(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle value;
    Oracle low;
    Oracle high;
    int from_low = 0;
    int from_high = 0;
    OracleAnswer answer = ask_both(scope, expr, &value, &low);
    if (answer == ORACLE_VALUE) {
        answer = ask_present(scope, expr->c, &high);
    }
    if (answer != ORACLE_VALUE) {
        return answer;
    }
    if (!order(&value, &low, &from_low) || !order(&value, &high, &from_high)) {
        return ORACLE_FAILS;
    }
    bool open = expr->operation == WRIT_OP_IN_RANGE_BELOW;
    return give_truth(result, from_low >= 0 && from_high < (open ? 0 : 1));
}

static OracleAnswer find_in_set(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle value;
    bool found = false;
    OracleAnswer answer = ask_present(scope, expr->a, &value);
    for (uint32_t i = 0; answer == ORACLE_VALUE && !found && i < expr->c; i++) {
        Oracle member;
        answer = ask_present(scope, scope->plan->operands[expr->b + i], &member);
        if (answer == ORACLE_VALUE && !same(&value, &member, &found)) {
            return ORACLE_FAILS;
        }
    }
    return answer == ORACLE_VALUE ? give_truth(result, found) : answer;
}

static OracleAnswer find_in_list(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle value;
    Oracle list;
    bool found = false;
    OracleAnswer answer = ask_both(scope, expr, &value, &list);
    for (uint32_t i = 0; answer == ORACLE_VALUE && !found && i < list.part_count; i++) {
        Oracle member;
        from_value(&member, &list.parts[i]);
        if (!same(&value, &member, &found)) {
            return ORACLE_FAILS;
        }
    }
    return answer == ORACLE_VALUE ? give_truth(result, found) : answer;
}

// --- Dates ----------------------------------------------------------------------------------

typedef struct Day {
    int year, month, day;
} Day;

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static Day day_of(__int128 count)
{
    Day day = {1970, 1, 1};
    for (; count > 0; count--) {
        if (++day.day > days_in(day.year, day.month)) {
            day.day = 1;
            day.year += day.month == 12 ? 1 : 0;
            day.month = day.month % 12 + 1;
        }
    }
    return day;
}

static __int128 count_of(Day wanted)
{
    __int128 count = 0;
    for (int year = 1970; year < wanted.year; year++) {
        count += 365 + days_in(year, 2) - 28;
    }
    for (int month = 1; month < wanted.month; month++) {
        count += days_in(wanted.year, month);
    }
    return count + wanted.day - 1;
}

// Dates from 1970 on.
static OracleAnswer move(Oracle *result, const Oracle *date, const Oracle *duration, int direction)
{
    *result = *date;
    __int128 by = duration->above * direction;
    if (duration->tag == WRIT_DAYS || duration->tag == WRIT_WEEKS) {
        result->above += by * (duration->tag == WRIT_WEEKS ? 7 : 1);
        return result->above >= 0 ? ORACLE_VALUE : ORACLE_UNKNOWN;
    }
    if (!is_in_months(duration)) {
        return ORACLE_FAILS;
    }
    Day day = day_of(date->above);
    for (__int128 i = duration->tag == WRIT_YEARS ? by * 12 : by; i != 0; i -= direction) {
        day.month += direction;
        if (day.month == 0 || day.month == 13) {
            day.year += direction;
            day.month = day.month == 0 ? 12 : 1;
        }
    }
    if (day.day > days_in(day.year, day.month)) {
        day.day = days_in(day.year, day.month);
    }
    result->above = count_of(day);
    return day.year >= 1970 ? ORACLE_VALUE : ORACLE_UNKNOWN;
}

// --- Arithmetic -----------------------------------------------------------------------------

static OracleAnswer add(Oracle *result, const Oracle *a, const Oracle *b, int direction)
{
    if (a->kind == WRIT_VALUE_DATE) {
        return move(result, a, b, direction);
    }
    Oracle sum = {.kind = a->kind, .tag = a->tag != 0 ? a->tag : b->tag};
    if (a->kind == WRIT_VALUE_MONEY && a->tag != 0 && b->tag != 0 && a->tag != b->tag) {
        return ORACLE_FAILS;
    }
    bool fits = set_fraction(&sum, a->above * b->below + direction * b->above * a->below,
                             a->below * b->below);
    *result = sum;
    return fits ? ORACLE_VALUE : ORACLE_UNKNOWN;
}

static bool has_unit(const Oracle *number)
{
    return number->kind == WRIT_VALUE_MONEY || number->kind == WRIT_VALUE_QUANTITY;
}

static OracleAnswer multiply(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle a;
    Oracle b;
    OracleAnswer answer = ask_both(scope, expr, &a, &b);
    if (answer != ORACLE_VALUE) {
        return answer;
    }
    WritTypeKind type = scope->plan->types.types[expr->type].kind;
    Oracle product = {.kind = type == WRIT_TYPE_PERCENT ? WRIT_VALUE_PERCENT : WRIT_VALUE_NUMBER};
    const Oracle *unit = has_unit(&a) ? &a : has_unit(&b) ? &b : NULL;
    if (unit != NULL) {
        product.kind = unit->kind;
        product.tag = unit->tag;
    }
    bool fits = set_fraction(&product, a.above * b.above, a.below * b.below);
    *result = product;
    return fits ? ORACLE_VALUE : ORACLE_UNKNOWN;
}

static OracleAnswer sum_or_difference(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle a;
    Oracle b;
    OracleAnswer answer = ask_both(scope, expr, &a, &b);
    return answer == ORACLE_VALUE ? add(result, &a, &b, expr->operation == WRIT_OP_ADD ? 1 : -1)
                                  : answer;
}

static OracleAnswer share(Oracle *result, const Oracle *a, const Oracle *b)
{
    if (a->kind == WRIT_VALUE_MONEY && a->tag != 0 && b->tag != 0 && a->tag != b->tag) {
        return ORACLE_FAILS;
    }
    if (b->above == 0) {
        return ORACLE_FAILS;
    }
    *result = (Oracle){.kind = WRIT_VALUE_PERCENT};
    bool fits = set_fraction(result, a->above * b->below, a->below * b->above);
    return fits && has_finite_decimal(result) ? ORACLE_VALUE : ORACLE_UNKNOWN;
}

// Half away from zero.
static OracleAnswer rounded(Oracle *result, const Oracle *number, const Oracle *places)
{
    __int128 unit = number->kind == WRIT_VALUE_PERCENT ? 100 : 1;
    if (places->below != 1 || places->above < 0 || places->above > 6) {
        return places->above >= 0 && places->below == 1 ? ORACLE_UNKNOWN : ORACLE_FAILS;
    }
    for (int i = 0; i < (int)places->above; i++) {
        unit *= 10;
    }
    __int128 above = number->above < 0 ? -number->above : number->above;
    __int128 whole = (above * unit * 2 + number->below) / (number->below * 2);
    *result = (Oracle){.kind = number->kind, .tag = number->tag};
    bool fits = set_fraction(result, number->above < 0 ? -whole : whole, unit);
    return fits ? ORACLE_VALUE : ORACLE_UNKNOWN;
}

static OracleAnswer call(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle args[2];
    OracleAnswer answer = ORACLE_VALUE;
    for (uint32_t i = 0; answer == ORACLE_VALUE && i < expr->c; i++) {
        answer = ask_present(scope, scope->plan->operands[expr->b + i], &args[i]);
    }
    if (answer != ORACLE_VALUE) {
        return answer;
    }
    if (expr->a == WRIT_BUILTIN_SHARE) {
        return share(result, &args[0], &args[1]);
    }
    if (expr->a == WRIT_BUILTIN_ROUNDED) {
        return rounded(result, &args[0], &args[1]);
    }
    *result = args[0];
    result->kind = WRIT_VALUE_NUMBER;
    result->tag = 0;
    return ORACLE_VALUE;
}

// --- Lists ----------------------------------------------------------------------------------

// Every element is asked, so that what quantifiers skip is skipped here by counting alone.
static OracleAnswer over_list(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle list;
    OracleAnswer answer = ask_present(scope, expr->a, &list);
    if (answer != ORACLE_VALUE) {
        return answer;
    }
    WritValue outer = scope->locals[expr->c];
    const WritType *type = &scope->plan->types.types[expr->type];
    Oracle total = {.below = 1};
    total.kind = type->kind == WRIT_TYPE_MONEY      ? WRIT_VALUE_MONEY
                 : type->kind == WRIT_TYPE_QUANTITY ? WRIT_VALUE_QUANTITY
                 : type->kind == WRIT_TYPE_PERCENT  ? WRIT_VALUE_PERCENT
                                                    : WRIT_VALUE_NUMBER;
    total.tag = type->kind == WRIT_TYPE_QUANTITY ? type->index : type->currency;
    uint32_t met = 0;
    uint32_t asked = 0;
    for (uint32_t i = 0; answer == ORACLE_VALUE && i < list.part_count; i++) {
        Oracle holds = {.above = 1};
        scope->locals[expr->c] = list.parts[i];
        if (expr->b != WRIT_NONE) {
            answer = ask_present(scope, expr->b, &holds);
        }
        asked++;
        met += holds.above != 0 ? 1 : 0;
        if (answer == ORACLE_VALUE && holds.above != 0 && expr->operation == WRIT_OP_SUM) {
            Oracle item;
            answer = ask_present(scope, expr->extra, &item);
            if (answer == ORACLE_VALUE) {
                answer = add(&total, &total, &item, 1);
            }
        }
        bool decided = expr->operation == WRIT_OP_EVERY ? met < asked
                       : expr->operation == WRIT_OP_SOME || expr->operation == WRIT_OP_NO ? met > 0
                                                                                          : false;
        if (decided) {
            break;
        }
    }
    scope->locals[expr->c] = outer;
    if (answer != ORACLE_VALUE) {
        return answer;
    }
    if (expr->operation == WRIT_OP_SUM) {
        *result = total;
        return ORACLE_VALUE;
    }
    if (expr->operation == WRIT_OP_COUNT) {
        *result = (Oracle){.kind = WRIT_VALUE_NUMBER, .above = met, .below = 1};
        return ORACLE_VALUE;
    }
    return give_truth(result, expr->operation == WRIT_OP_EVERY  ? met == asked
                              : expr->operation == WRIT_OP_SOME ? met > 0
                                                                : met == 0);
}

// --- The rest -------------------------------------------------------------------------------

static OracleAnswer read_field(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle record;
    OracleAnswer answer = ask_present(scope, expr->a, &record);
    if (answer != ORACLE_VALUE) {
        return answer;
    }
    const WritField *field = &scope->plan->types.records[record.tag].fields[expr->b];
    if (field->computed == WRIT_NONE) {
        from_value(result, &record.parts[expr->b]);
        return ORACLE_VALUE;
    }
    WritScope inside = *scope;
    WritRecord *copy = malloc(sizeof *copy + record.part_count * sizeof(WritValue));
    copy->id = 0;
    copy->field_count = record.part_count;
    memcpy(copy->fields, record.parts, record.part_count * sizeof(WritValue));
    inside.record = copy;
    inside.record_type = record.tag;
    answer = ask_present(&inside, field->computed, result);
    const WritType *type = &scope->plan->types.types[field->type];
    if (answer == ORACLE_VALUE && type->currency_field != WRIT_NONE) {
        uint32_t currency = record.parts[type->currency_field].tag;
        if (result->tag == 0) {
            result->tag = currency;
        }
        answer = result->tag == currency ? ORACLE_VALUE : ORACLE_FAILS;
    }
    free(copy);
    return answer;
}

static OracleAnswer logic(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle first;
    OracleAnswer answer = ask_present(scope, expr->a, &first);
    if (answer != ORACLE_VALUE || (first.above != 0) == (expr->operation == WRIT_OP_OR)) {
        *result = first;
        return answer;
    }
    return ask_present(scope, expr->b, result);
}

static OracleAnswer join(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle text = {.kind = WRIT_VALUE_TEXT, .below = 1};
    for (uint32_t i = 0; i < expr->c; i++) {
        Oracle part;
        OracleAnswer answer = ask(scope, scope->plan->operands[expr->b + i], &part);
        if (answer != ORACLE_VALUE) {
            return answer;
        }
        const char *piece = part.text;
        if (part.kind == WRIT_VALUE_BOOLEAN) {
            piece = part.above != 0 ? "yes" : "no";
        } else if (part.kind == WRIT_VALUE_CHOICE) {
            // Names of choices are NUL-terminated by the builder's arena.
            piece = scope->plan->types.choices[part.tag].values[(int)part.above].data;
        }
        size_t length = part.kind == WRIT_VALUE_CHOICE
                            ? scope->plan->types.choices[part.tag].values[(int)part.above].length
                            : strlen(piece);
        if (strlen(text.text) + length + 1 > sizeof text.text) {
            return ORACLE_UNKNOWN;
        }
        (void)strncat(text.text, piece, length);
    }
    *result = text;
    return ORACLE_VALUE;
}

static OracleAnswer ask_one(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    Oracle a;
    OracleAnswer answer = ask(scope, expr->a, &a);
    if (answer != ORACLE_VALUE) {
        return answer;
    }
    bool missing = a.kind == WRIT_VALUE_MISSING;
    if (expr->operation == WRIT_OP_IS_MISSING || expr->operation == WRIT_OP_IS_PRESENT) {
        return give_truth(result, missing == (expr->operation == WRIT_OP_IS_MISSING));
    }
    if (expr->operation == WRIT_OP_OR_ELSE) {
        *result = a;
        return missing ? ask(scope, expr->b, result) : ORACLE_VALUE;
    }
    if (missing) {
        return ORACLE_FAILS;
    }
    if (expr->operation == WRIT_OP_NOT) {
        return give_truth(result, a.above == 0);
    }
    if (expr->operation == WRIT_OP_IS_EMPTY) {
        return give_truth(result, a.part_count == 0 && a.text[0] == '\0');
    }
    *result = a; // WRIT_OP_NEGATE
    result->above = -a.above;
    return ORACLE_VALUE;
}

static OracleAnswer read(WritScope *scope, const WritExpr *expr, Oracle *result)
{
    if (expr->operation == WRIT_OP_CONSTANT) {
        from_value(result, &scope->plan->constants[expr->a]);
    } else if (expr->operation == WRIT_OP_SLOT) {
        WritValue value = scope->slot(scope->self, expr->a);
        from_value(result, &value);
    } else if (expr->operation == WRIT_OP_LOCAL) {
        from_value(result, &scope->locals[expr->a]);
    } else {
        WritValue self = {.kind = WRIT_VALUE_RECORD, .tag = scope->record_type};
        self.record = (WritRecord *)scope->record;
        from_value(result, &self);
    }
    return ORACLE_VALUE;
}

static OracleAnswer ask(WritScope *scope, uint32_t number, Oracle *result)
{
    const WritExpr *expr = &scope->plan->exprs[number];
    switch (expr->operation) {
    case WRIT_OP_CONSTANT:
    case WRIT_OP_SLOT:
    case WRIT_OP_LOCAL:
    case WRIT_OP_SELF:
        return read(scope, expr, result);
    case WRIT_OP_FIELD:
        return read_field(scope, expr, result);
    case WRIT_OP_AND:
    case WRIT_OP_OR:
        return logic(scope, expr, result);
    case WRIT_OP_EQUAL:
    case WRIT_OP_NOT_EQUAL:
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
        return compare(scope, expr, result);
    case WRIT_OP_NOT:
    case WRIT_OP_IS_MISSING:
    case WRIT_OP_IS_PRESENT:
    case WRIT_OP_IS_EMPTY:
    case WRIT_OP_OR_ELSE:
    case WRIT_OP_NEGATE:
        return ask_one(scope, expr, result);
    case WRIT_OP_IN_LIST:
        return find_in_list(scope, expr, result);
    case WRIT_OP_IN_SET:
        return find_in_set(scope, expr, result);
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
        return find_range(scope, expr, result);
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
        return sum_or_difference(scope, expr, result);
    case WRIT_OP_MULTIPLY:
        return multiply(scope, expr, result);
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
    case WRIT_OP_COUNT:
    case WRIT_OP_SUM:
        return over_list(scope, expr, result);
    case WRIT_OP_CALL:
        return call(scope, expr, result);
    case WRIT_OP_JOIN:
        return join(scope, expr, result);
    case WRIT_OP_EVENT:
    case WRIT_OP_CONTEXT:
    case WRIT_OP_PERSON_NAME:
    case WRIT_OP_RECORD:
    case WRIT_OP_LIST:
        return ORACLE_UNKNOWN;
    }
    abort();
}

OracleAnswer oracle_eval(WritScope *scope, uint32_t expr, Oracle *result)
{
    OracleAnswer answer = ask(scope, expr, result);
    if (answer == ORACLE_VALUE && result->kind == WRIT_VALUE_MISSING &&
        !scope->plan->types.types[scope->plan->exprs[expr].type].optional) {
        return ORACLE_FAILS;
    }
    if (answer == ORACLE_VALUE && result->kind == WRIT_VALUE_MONEY && result->tag == 0) {
        return ORACLE_FAILS;
    }
    return answer;
}
