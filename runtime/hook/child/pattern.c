#include "hook/child/pattern.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#include "hook/child/limits.h"

// Items that are repeated: each is one level of recursion.
enum { CHOICES_MAX = 200 };

typedef struct ByteSet {
    uint64_t words[4];
} ByteSet;

typedef enum ItemKind {
    ITEM_SINGLE,   // One byte of `set`, `repeat` times.
    ITEM_OPEN,     // "("
    ITEM_CLOSE,    // ")" of capture `index`
    ITEM_POSITION, // "()"
    ITEM_BACK,     // "%1": the text of capture `index` again
    ITEM_BALANCE,  // "%bxy": set.words[0] is x, set.words[1] is y
    ITEM_FRONTIER, // "%f[set]"
    ITEM_END,      // "$" at the end
} ItemKind;

typedef enum Repeat {
    REPEAT_ONCE,
    REPEAT_GREEDY, // *
    REPEAT_MORE,   // +
    REPEAT_LAZY,   // -
    REPEAT_MAYBE,  // ?
} Repeat;

typedef struct Item {
    ItemKind kind;
    Repeat repeat;
    uint32_t index; // Of a capture.
    ByteSet set;
} Item;

struct Pattern {
    bool anchored;
    uint32_t item_count;
    uint32_t capture_count;
    Item items[];
};

static void set_add(ByteSet *set, unsigned char byte)
{
    set->words[byte >> 6] |= (uint64_t)1 << (byte & 63);
}

static bool set_has(const ByteSet *set, unsigned char byte)
{
    return (set->words[byte >> 6] >> (byte & 63) & 1) != 0;
}

// --- Compiling ----------------------------------------------------------------------------------

typedef struct Compiler {
    lua_State *L;
    const unsigned char *next;
    const unsigned char *end;
    Pattern *pattern;
    uint32_t open[PATTERN_CAPTURES_MAX]; // Captures begun and not closed.
    uint32_t open_count;
    uint32_t choice_count;
    bool closed[PATTERN_CAPTURES_MAX];
} Compiler;

static bool in_class(unsigned char name, unsigned char byte)
{
    static const struct {
        char name;
        int (*test)(int);
    } classes[] = {
        {'a', isalpha}, {'c', iscntrl}, {'d', isdigit}, {'g', isgraph}, {'l', islower},
        {'p', ispunct}, {'s', isspace}, {'u', isupper}, {'w', isalnum}, {'x', isxdigit},
    };
    unsigned char small = (unsigned char)tolower(name);
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if ((unsigned char)classes[i].name == small) {
            bool inside = classes[i].test(byte) != 0;
            return small == name ? inside : !inside;
        }
    }
    return name == byte;
}

static void set_add_class(ByteSet *set, unsigned char name)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        if (in_class(name, (unsigned char)byte)) {
            set_add(set, (unsigned char)byte);
        }
    }
}

static void set_invert(ByteSet *set)
{
    for (size_t i = 0; i < 4; i++) {
        set->words[i] = ~set->words[i];
    }
}

static unsigned char escaped(Compiler *compiler)
{
    if (compiler->next == compiler->end) {
        (void)luaL_error(compiler->L, "malformed pattern (ends with '%%')");
    }
    return *compiler->next++;
}

// One member of a set: a class, a range or a byte.
static void read_member(Compiler *compiler, ByteSet *set)
{
    unsigned char first = *compiler->next++;
    if (first == '%') {
        set_add_class(set, escaped(compiler));
        return;
    }
    bool is_range =
        compiler->end - compiler->next >= 2 && compiler->next[0] == '-' && compiler->next[1] != ']';
    unsigned char last = is_range ? compiler->next[1] : first;
    compiler->next += is_range ? 2 : 0;
    for (unsigned byte = first; byte <= last; byte++) {
        set_add(set, (unsigned char)byte);
    }
}

// What follows "[". A "]" that comes first is a member.
static void read_set(Compiler *compiler, ByteSet *set)
{
    bool inverted = compiler->next < compiler->end && *compiler->next == '^';
    compiler->next += inverted ? 1 : 0;
    for (bool first = true;; first = false) {
        if (compiler->next == compiler->end) {
            (void)luaL_error(compiler->L, "malformed pattern (missing ']')");
        }
        if (*compiler->next == ']' && !first) {
            compiler->next++;
            break;
        }
        read_member(compiler, set);
    }
    if (inverted) {
        set_invert(set);
    }
}

static Item *add_item(Compiler *compiler, ItemKind kind)
{
    Item *item = &compiler->pattern->items[compiler->pattern->item_count++];
    *item = (Item){.kind = kind};
    return item;
}

static void read_repeat(Compiler *compiler, Item *item)
{
    unsigned char sign = compiler->next < compiler->end ? *compiler->next : 0;
    item->repeat = sign == '*'   ? REPEAT_GREEDY
                   : sign == '+' ? REPEAT_MORE
                   : sign == '-' ? REPEAT_LAZY
                   : sign == '?' ? REPEAT_MAYBE
                                 : REPEAT_ONCE;
    if (item->repeat == REPEAT_ONCE) {
        return;
    }
    compiler->next++;
    if (++compiler->choice_count > CHOICES_MAX) {
        (void)luaL_error(compiler->L, "a pattern repeats more than %d times", CHOICES_MAX);
    }
}

static void read_open(Compiler *compiler)
{
    Pattern *pattern = compiler->pattern;
    if (pattern->capture_count == PATTERN_CAPTURES_MAX) {
        (void)luaL_error(compiler->L, "too many captures");
    }
    uint32_t index = pattern->capture_count++;
    if (compiler->next < compiler->end && *compiler->next == ')') {
        compiler->next++;
        compiler->closed[index] = true;
        add_item(compiler, ITEM_POSITION)->index = index;
        return;
    }
    compiler->open[compiler->open_count++] = index;
    add_item(compiler, ITEM_OPEN)->index = index;
}

static void read_close(Compiler *compiler)
{
    if (compiler->open_count == 0) {
        (void)luaL_error(compiler->L, "invalid pattern capture");
    }
    uint32_t index = compiler->open[--compiler->open_count];
    compiler->closed[index] = true;
    add_item(compiler, ITEM_CLOSE)->index = index;
}

static void read_balance(Compiler *compiler)
{
    if (compiler->end - compiler->next < 2) {
        (void)luaL_error(compiler->L, "malformed pattern (missing arguments to '%%b')");
    }
    Item *item = add_item(compiler, ITEM_BALANCE);
    item->set.words[0] = *compiler->next++;
    item->set.words[1] = *compiler->next++;
}

static void read_escape(Compiler *compiler)
{
    unsigned char name = escaped(compiler);
    if (name == 'b') {
        read_balance(compiler);
    } else if (name == 'f') {
        if (compiler->next == compiler->end || *compiler->next != '[') {
            (void)luaL_error(compiler->L, "missing '[' after '%%f' in pattern");
        }
        compiler->next++;
        Item *item = add_item(compiler, ITEM_FRONTIER);
        read_set(compiler, &item->set);
    } else if (isdigit(name)) {
        uint32_t index = (uint32_t)(name - '1'); // "%0" wraps to a number that is never closed.
        if (index >= compiler->pattern->capture_count || !compiler->closed[index]) {
            (void)luaL_error(compiler->L, "invalid capture index %%%c in pattern", name);
        }
        add_item(compiler, ITEM_BACK)->index = index;
    } else {
        Item *item = add_item(compiler, ITEM_SINGLE);
        set_add_class(&item->set, name);
        read_repeat(compiler, item);
    }
}

static void read_item(Compiler *compiler)
{
    unsigned char byte = *compiler->next++;
    if (byte == '(') {
        read_open(compiler);
    } else if (byte == ')') {
        read_close(compiler);
    } else if (byte == '%') {
        read_escape(compiler);
    } else if (byte == '$' && compiler->next == compiler->end) {
        (void)add_item(compiler, ITEM_END);
    } else {
        Item *item = add_item(compiler, ITEM_SINGLE);
        if (byte == '[') {
            read_set(compiler, &item->set);
        } else if (byte == '.') {
            set_invert(&item->set);
        } else {
            set_add(&item->set, byte);
        }
        read_repeat(compiler, item);
    }
}

const Pattern *pattern_push(lua_State *L, WritText text, PatternAnchor anchor)
{
    if (text.length > WRIT_HOOK_PATTERN_BYTES_MAX) {
        (void)luaL_error(L, "a pattern has more than %d bytes", WRIT_HOOK_PATTERN_BYTES_MAX);
    }
    limits_charge(L, text.length);
    Pattern *pattern = lua_newuserdatauv(L, sizeof *pattern + text.length * sizeof(Item), 0);
    *pattern = (Pattern){0};
    const unsigned char *bytes = (const unsigned char *)text.data;
    Compiler compiler = {.L = L, .next = bytes, .end = bytes + text.length, .pattern = pattern};
    if (anchor == PATTERN_MAY_ANCHOR && text.length > 0 && bytes[0] == '^') {
        pattern->anchored = true;
        compiler.next++;
    }
    while (compiler.next < compiler.end) {
        read_item(&compiler);
    }
    if (compiler.open_count > 0) {
        (void)luaL_error(L, "unfinished capture");
    }
    return pattern;
}

bool pattern_is_anchored(const Pattern *pattern)
{
    return pattern->anchored;
}

// --- Matching -----------------------------------------------------------------------------------

typedef struct Matcher {
    lua_State *L;
    const Pattern *pattern;
    const unsigned char *subject;
    size_t length;
    PatternCapture captures[PATTERN_CAPTURES_MAX];
} Matcher;

static const size_t no_match = SIZE_MAX;

static size_t match_from(Matcher *matcher, uint32_t place, size_t at);

static bool single_at(const Matcher *matcher, const Item *item, size_t at)
{
    return at < matcher->length && set_has(&item->set, matcher->subject[at]);
}

static size_t match_greedy(Matcher *matcher, uint32_t place, size_t at, size_t count_min)
{
    const Item *item = &matcher->pattern->items[place];
    size_t count = 0;
    while (single_at(matcher, item, at + count)) {
        count++;
    }
    limits_charge(matcher->L, count);
    for (size_t taken = count + 1; taken-- > count_min;) {
        size_t end = match_from(matcher, place + 1, at + taken);
        if (end != no_match) {
            return end;
        }
    }
    return no_match;
}

static size_t match_lazy(Matcher *matcher, uint32_t place, size_t at)
{
    const Item *item = &matcher->pattern->items[place];
    for (;; at++) {
        size_t end = match_from(matcher, place + 1, at);
        if (end != no_match || !single_at(matcher, item, at)) {
            return end;
        }
    }
}

static size_t match_maybe(Matcher *matcher, uint32_t place, size_t at)
{
    if (single_at(matcher, &matcher->pattern->items[place], at)) {
        size_t end = match_from(matcher, place + 1, at + 1);
        if (end != no_match) {
            return end;
        }
    }
    return match_from(matcher, place + 1, at);
}

// The end behind "%bxy" at `at`.
static size_t skip_balance(Matcher *matcher, const Item *item, size_t at)
{
    if (at >= matcher->length || matcher->subject[at] != item->set.words[0]) {
        return no_match;
    }
    size_t depth = 1;
    for (size_t i = at + 1; i < matcher->length; i++) {
        if (matcher->subject[i] == item->set.words[1]) {
            if (--depth == 0) {
                limits_charge(matcher->L, i - at);
                return i + 1;
            }
        } else if (matcher->subject[i] == item->set.words[0]) {
            depth++;
        }
    }
    limits_charge(matcher->L, matcher->length - at);
    return no_match;
}

static size_t skip_capture(Matcher *matcher, const Item *item, size_t at)
{
    const PatternCapture *capture = &matcher->captures[item->index];
    // A position capture has no text to come again.
    size_t length = capture->length < 0 ? no_match : (size_t)capture->length;
    if (length > matcher->length - at ||
        memcmp(matcher->subject + capture->start, matcher->subject + at, length) != 0) {
        return no_match;
    }
    limits_charge_bytes(matcher->L, length);
    return at + length;
}

static bool is_frontier(const Matcher *matcher, const Item *item, size_t at)
{
    unsigned char before = at == 0 ? 0 : matcher->subject[at - 1];
    unsigned char after = at == matcher->length ? 0 : matcher->subject[at];
    return !set_has(&item->set, before) && set_has(&item->set, after);
}

static size_t match_repeated(Matcher *matcher, uint32_t place, size_t at)
{
    switch (matcher->pattern->items[place].repeat) {
    case REPEAT_ONCE:
        return no_match; // Done in the loop of match_from.
    case REPEAT_GREEDY:
        return match_greedy(matcher, place, at, 0);
    case REPEAT_MORE:
        return match_greedy(matcher, place, at, 1);
    case REPEAT_LAZY:
        return match_lazy(matcher, place, at);
    case REPEAT_MAYBE:
        return match_maybe(matcher, place, at);
    }
    return no_match;
}

// The end of a match of the items from `place` on, at exactly `at`. Goes on in a loop over items
// that leave no choice; recursion stands where a later failure may come back for another try.
// Captures need not be put back then: a new try sets again all that lie behind its choice.
static size_t match_from(Matcher *matcher, uint32_t place, size_t at)
{
    for (; place < matcher->pattern->item_count; place++) {
        const Item *item = &matcher->pattern->items[place];
        limits_charge(matcher->L, 1);
        switch (item->kind) {
        case ITEM_SINGLE:
            if (item->repeat != REPEAT_ONCE) {
                return match_repeated(matcher, place, at);
            }
            if (!single_at(matcher, item, at)) {
                return no_match;
            }
            at++;
            break;
        case ITEM_OPEN:
            matcher->captures[item->index] = (PatternCapture){at, PATTERN_OPEN};
            break;
        case ITEM_POSITION:
            matcher->captures[item->index] = (PatternCapture){at, PATTERN_POSITION};
            break;
        case ITEM_CLOSE:
            matcher->captures[item->index].length =
                (ptrdiff_t)(at - matcher->captures[item->index].start);
            break;
        case ITEM_BACK:
            at = skip_capture(matcher, item, at);
            break;
        case ITEM_BALANCE:
            at = skip_balance(matcher, item, at);
            break;
        case ITEM_FRONTIER:
            at = is_frontier(matcher, item, at) ? at : no_match;
            break;
        case ITEM_END:
            at = at == matcher->length ? at : no_match;
            break;
        }
        if (at == no_match) {
            return no_match;
        }
    }
    return at;
}

bool pattern_match_at(lua_State *L, const Pattern *pattern, WritText subject, size_t start,
                      PatternMatch *match)
{
    Matcher matcher = {L, pattern, (const unsigned char *)subject.data, subject.length, {{0}}};
    size_t end = match_from(&matcher, 0, start);
    if (end == no_match) {
        return false;
    }
    match->start = start;
    match->end = end;
    match->capture_count = pattern->capture_count;
    memcpy(match->captures, matcher.captures, pattern->capture_count * sizeof(PatternCapture));
    return true;
}

bool pattern_find(lua_State *L, const Pattern *pattern, WritText subject, size_t start,
                  PatternMatch *match)
{
    do {
        if (pattern_match_at(L, pattern, subject, start, match)) {
            return true;
        }
    } while (++start <= subject.length && !pattern->anchored);
    return false;
}

void pattern_push_capture(lua_State *L, const PatternMatch *match, uint32_t index, WritText subject)
{
    if (index >= match->capture_count) {
        if (index > 0) {
            (void)luaL_error(L, "invalid capture index %%%d", (int)index + 1);
        }
        (void)lua_pushlstring(L, subject.data + match->start, match->end - match->start);
        return;
    }
    const PatternCapture *capture = &match->captures[index];
    if (capture->length == PATTERN_POSITION) {
        lua_pushinteger(L, (lua_Integer)capture->start + 1);
    } else {
        (void)lua_pushlstring(L, subject.data + capture->start, (size_t)capture->length);
    }
}

int pattern_push_captures(lua_State *L, const PatternMatch *match, WritText subject)
{
    uint32_t count = match->capture_count == 0 ? 1 : match->capture_count;
    luaL_checkstack(L, (int)count, "too many captures");
    for (uint32_t i = 0; i < count; i++) {
        pattern_push_capture(L, match, i, subject);
    }
    return (int)count;
}
