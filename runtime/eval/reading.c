// From the values of one plan to those of a measure.
//
// A *pair* is a record type of the measure and the one of the plan that stands for it, with the
// field of the latter for each field of the former. Pairs are found once, from the case down; those
// that wait to be looked at stand at the end of the list, since records may hold one another to any
// depth.
#include "eval/reading.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "writ/reading.h"

enum {
    READING_ARENA_BYTES = 512 << 20,
    PATH_BYTES_MAX = 200,
    NAMES_MAX = WRIT_VALUE_DEPTH_MAX,
    MATCHES_MAX = 1 << 20, // Of fields and values of choices together.
};

// What of the plan stands for a field.
typedef struct Match {
    bool read;
    uint32_t from;  // Field of the plan's record, or slot; WRIT_NONE: the case itself has it.
    uint32_t inner; // Of its type or that of its elements: the pair of a record, the values of a
                    // choice. Else WRIT_NONE.
} Match;

typedef struct Pair {
    uint32_t to, from; // Record types.
    WritText path;     // How the measure first gets there; empty: the case.
    Match *fields;     // One a field of `to`.
} Pair;

typedef struct Values {
    uint32_t to, from; // Choices.
    uint32_t *numbers; // One a value of `from`; WRIT_NONE: `to` has none of that name.
} Values;

struct WritReading {
    WritArena *arena;
    const WritMeasure *measure;
    const WritPlan *plan;
    bool **marks;
    Pair *pairs; // The first is the case itself.
    uint32_t pair_count, pair_capacity;
    Values *values;
    uint32_t value_count, value_capacity;
    uint32_t match_count;
    uint32_t *units; // One a unit of the plan: that of the measure, or WRIT_NONE.
    WritText lack;
};

// --- Making -------------------------------------------------------------------------------------

static const WritTypes *types_to(const WritReading *reading)
{
    return &reading->measure->exprs.types;
}

static void *grow(WritArena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    *capacity = *capacity == 0 ? 8 : 2 * *capacity;
    void *larger = writ_arena_array(arena, *capacity, size);
    if (count > 0) {
        memcpy(larger, items, count * size);
    }
    return larger;
}

static WritText join(WritReading *reading, WritText path, WritText name)
{
    WritBuffer text = {0};
    if (path.length > 0) {
        writ_buffer_add(&text, path);
        writ_buffer_add_byte(&text, '.');
    }
    writ_buffer_add(&text, name);
    WritText joined =
        writ_arena_text(reading->arena, writ_text_cut(writ_buffer_text(&text), PATH_BYTES_MAX));
    writ_buffer_dispose(&text);
    return joined;
}

static void lack(WritReading *reading, WritText path, const char *how)
{
    WritBuffer text = {0};
    writ_buffer_format(&text, "version %.*s %s %.*s", WRIT_TEXT_ARGS(reading->plan->version), how,
                       WRIT_TEXT_ARGS(path));
    if (reading->lack.length == 0) {
        reading->lack = writ_arena_text(reading->arena, writ_buffer_text(&text));
    }
    writ_buffer_dispose(&text);
}

// False: two records or choices more would take too much; told as a lack.
static bool has_room(WritReading *reading, uint32_t more, WritText path, WritText name)
{
    if (more > MATCHES_MAX - reading->match_count) {
        lack(reading, join(reading, path, name), "has too much in");
        return false;
    }
    reading->match_count += more;
    return true;
}

static uint32_t pair_of(WritReading *reading, uint32_t to, uint32_t from, WritText path,
                        WritText name)
{
    for (uint32_t i = 0; i < reading->pair_count; i++) {
        if (reading->pairs[i].to == to && reading->pairs[i].from == from) {
            return i;
        }
    }
    uint32_t field_count = types_to(reading)->records[to].field_count;
    if (!has_room(reading, field_count + 1, path, name)) {
        return 0;
    }
    reading->pairs = grow(reading->arena, reading->pairs, reading->pair_count,
                          &reading->pair_capacity, sizeof(Pair));
    reading->pairs[reading->pair_count] = (Pair){
        .to = to,
        .from = from,
        .path = join(reading, path, name),
        .fields = writ_arena_array(reading->arena, field_count, sizeof(Match)),
    };
    return reading->pair_count++;
}

static uint32_t values_of(WritReading *reading, uint32_t to, const WritText *names, uint32_t from,
                          uint32_t count)
{
    for (uint32_t i = 0; i < reading->value_count; i++) {
        if (reading->values[i].to == to && reading->values[i].from == from) {
            return i;
        }
    }
    if (!has_room(reading, count + 1, (WritText){0}, types_to(reading)->choices[to].name)) {
        return 0;
    }
    reading->values = grow(reading->arena, reading->values, reading->value_count,
                           &reading->value_capacity, sizeof(Values));
    Values made = {to, from, writ_arena_array(reading->arena, count, sizeof(uint32_t))};
    for (uint32_t i = 0; i < count; i++) {
        made.numbers[i] = writ_types_find_value(&types_to(reading)->choices[to], names[i]);
    }
    reading->values[reading->value_count] = made;
    return reading->value_count++;
}

static bool is_of_unit(const WritReading *reading, const WritType *to, const WritType *from)
{
    if (to->index == WRIT_NONE || from->index == WRIT_NONE) {
        return to->index == from->index;
    }
    return reading->units[from->index] == to->index;
}

// Whether values of the plan's type can stand for those of the measure's; `inner` as in a match.
static bool match_types(WritReading *reading, WritTypeId to_id, WritTypeId from_id, WritText path,
                        WritText name, uint32_t *inner)
{
    const WritTypes *from_types = &reading->plan->types;
    const WritType *to = &types_to(reading)->types[to_id];
    const WritType *from = &from_types->types[from_id];
    *inner = WRIT_NONE;
    while (to->kind == WRIT_TYPE_LIST && from->kind == WRIT_TYPE_LIST) {
        to = &types_to(reading)->types[to->index];
        from = &from_types->types[from->index];
    }
    if (to->kind != from->kind) {
        return false;
    }
    if (to->kind == WRIT_TYPE_RECORD) {
        *inner = pair_of(reading, to->index, from->index, path, name);
    } else if (to->kind == WRIT_TYPE_CHOICE) {
        const WritChoiceType *choice = &from_types->choices[from->index];
        *inner = values_of(reading, to->index, choice->values, from->index, choice->value_count);
    } else if (to->kind == WRIT_TYPE_MONEY && to->currency != 0) {
        return to->currency == from->currency;
    } else if (to->kind == WRIT_TYPE_QUANTITY) {
        return is_of_unit(reading, to, from);
    }
    return true;
}

static void match_field(WritReading *reading, uint32_t pair, uint32_t number)
{
    Pair at = reading->pairs[pair];
    const WritField *field = &types_to(reading)->records[at.to].fields[number];
    const WritRecordType *record = &reading->plan->types.records[at.from];
    Match match = {.read = true, .inner = WRIT_NONE};
    match.from = writ_types_find_field(record, field->name);
    if (match.from == WRIT_NONE) {
        lack(reading, join(reading, at.path, field->name), "has no");
    } else if (record->fields[match.from].computed != WRIT_NONE) {
        lack(reading, join(reading, at.path, field->name), "does not keep, but computes,");
    } else if (!match_types(reading, field->type, record->fields[match.from].type, at.path,
                            field->name, &match.inner)) {
        lack(reading, join(reading, at.path, field->name), "has another type for");
    }
    at.fields[number] = match;
}

static void match_pairs(WritReading *reading)
{
    for (uint32_t i = 1; i < reading->pair_count && reading->lack.length == 0; i++) {
        uint32_t to = reading->pairs[i].to;
        const WritRecordType *record = &types_to(reading)->records[to];
        bool words = reading->pairs[i].from == WRIT_NONE;
        for (uint32_t k = 0; !words && k < record->field_count; k++) {
            if (reading->marks[to][k] && record->fields[k].computed == WRIT_NONE) {
                match_field(reading, i, k);
            }
        }
    }
}

// --- The case itself ----------------------------------------------------------------------------

static uint32_t find_slot(const WritPlan *plan, WritText name)
{
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        if (plan->slots[i].node == 0 && writ_text_equal(plan->slots[i].name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

static const WritTypeKind word_kinds[] = {WRIT_TYPE_TEXT, WRIT_TYPE_INSTANT, WRIT_TYPE_INSTANT,
                                          WRIT_TYPE_DURATION, WRIT_TYPE_CHOICE};
static const char *const words[] = {"number", "began", "ended", "took", "outcome"};
enum { WORD_NUMBER, WORD_BEGAN, WORD_ENDED, WORD_TOOK, WORD_OUTCOME, WORD_COUNT };

static uint32_t find_word(WritText name)
{
    uint32_t word = 0;
    while (word < WORD_COUNT && !writ_text_is(name, words[word])) {
        word++;
    }
    return word;
}

// `from` of the fields are words then.
static void match_words(WritReading *reading, uint32_t to, Match *match)
{
    const WritRecordType *record = &types_to(reading)->records[to];
    match->inner = pair_of(reading, to, WRIT_NONE, (WritText){0}, writ_text(WRIT_ENDED_CASE_NAME));
    for (uint32_t i = 0; reading->lack.length == 0 && i < record->field_count; i++) {
        const WritType *type = &types_to(reading)->types[record->fields[i].type];
        uint32_t word = find_word(record->fields[i].name);
        Match field = {.read = true, .from = word, .inner = WRIT_NONE};
        if (word == WORD_COUNT || type->kind != word_kinds[word] ||
            record->fields[i].computed != WRIT_NONE) {
            lack(reading, record->fields[i].name, "knows nothing of");
            return;
        }
        if (word == WORD_OUTCOME) {
            field.inner = values_of(reading, type->index, reading->plan->outcomes, WRIT_NONE,
                                    reading->plan->outcome_count);
        }
        reading->pairs[match->inner].fields[i] = field;
    }
}

// No author can call a record so.
static bool is_of_words(const WritReading *reading, const WritField *field)
{
    const WritType *type = &types_to(reading)->types[field->type];
    return type->kind == WRIT_TYPE_RECORD && type->index != reading->measure->ended &&
           writ_text_is(types_to(reading)->records[type->index].name, WRIT_ENDED_WORDS_NAME);
}

static void match_case(WritReading *reading)
{
    uint32_t to = reading->measure->ended;
    const WritRecordType *record = &types_to(reading)->records[to];
    uint32_t root = pair_of(reading, to, WRIT_NONE, (WritText){0}, (WritText){0});
    assert(root == 0);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const WritField *field = &record->fields[i];
        if (!reading->marks[to][i] || field->computed != WRIT_NONE) {
            continue;
        }
        Match match = {.read = true, .from = WRIT_NONE, .inner = WRIT_NONE};
        if (is_of_words(reading, field)) {
            match_words(reading, types_to(reading)->types[field->type].index, &match);
        } else {
            match.from = find_slot(reading->plan, field->name);
            if (match.from == WRIT_NONE) {
                lack(reading, field->name, "has no");
            } else if (!match_types(reading, field->type, reading->plan->slots[match.from].type,
                                    (WritText){0}, field->name, &match.inner)) {
                lack(reading, field->name, "has another type for");
            }
        }
        reading->pairs[root].fields[i] = match;
    }
}

WritReading *writ_reading_new(const WritMeasure *measure, const WritPlan *plan)
{
    WritArena *arena = writ_arena_new(READING_ARENA_BYTES);
    WritReading *reading = writ_arena_alloc(arena, sizeof *reading);
    *reading = (WritReading){.arena = arena, .measure = measure, .plan = plan};
    reading->marks = reading_marks(measure, arena);
    reading->units = writ_arena_array(arena, plan->types.unit_count, sizeof(uint32_t));
    for (uint32_t i = 0; i < plan->types.unit_count; i++) {
        reading->units[i] = writ_types_find_unit(&measure->exprs.types, plan->types.units[i].name);
    }
    match_case(reading);
    match_pairs(reading);
    return reading;
}

void writ_reading_free(WritReading *reading)
{
    if (reading != NULL) {
        writ_arena_free(reading->arena);
    }
}

WritText writ_reading_lack(const WritReading *reading)
{
    return reading->lack;
}

// --- Reading ------------------------------------------------------------------------------------

typedef struct Read {
    const WritReading *reading;
    WritArena *arena;
    WritError *error;
    WritText names[NAMES_MAX]; // The way to the value at hand.
    uint32_t depth;
} Read;

static bool fail(Read *read, const char *what)
{
    WritBuffer path = {0};
    for (uint32_t i = 0; i < read->depth; i++) {
        writ_buffer_add_string(&path, i > 0 ? "." : "");
        writ_buffer_add(&path, read->names[i]);
    }
    WritText shown = writ_text_cut(writ_buffer_text(&path), PATH_BYTES_MAX);
    (void)writ_fail(read->error, WRIT_INVALID, "%.*s %s", WRIT_TEXT_ARGS(shown), what);
    writ_buffer_dispose(&path);
    return false;
}

static bool read_value(Read *read, WritTypeId to_id, uint32_t inner, WritValue from,
                       WritValue *value);

static bool read_record(Read *read, uint32_t pair, const WritRecord *from, WritRecord **made)
{
    const Pair *at = &read->reading->pairs[pair];
    const WritRecordType *to = &types_to(read->reading)->records[at->to];
    *made = writ_record_new(read->arena, to->field_count);
    (*made)->id = from->id;
    for (uint32_t i = 0; i < to->field_count; i++) {
        const Match *match = &at->fields[i];
        if (!match->read) {
            continue;
        }
        if (read->depth == NAMES_MAX || match->from >= from->field_count) {
            return fail(read, "does not fit its type");
        }
        read->names[read->depth++] = to->fields[i].name;
        if (!read_value(read, to->fields[i].type, match->inner, from->fields[match->from],
                        &(*made)->fields[i])) {
            return false;
        }
        read->depth--;
    }
    return true;
}

static bool read_choice(Read *read, uint32_t inner, int64_t from, WritValue *value)
{
    const Values *values = &read->reading->values[inner];
    uint32_t number = values->numbers[from];
    if (number == WRIT_NONE) {
        return fail(read, "is a value that the process has no longer");
    }
    *value = (WritValue){.kind = WRIT_VALUE_CHOICE, .tag = values->to, .integer = (int64_t)number};
    return true;
}

static bool read_list(Read *read, WritTypeId to_id, uint32_t inner, const WritList *from,
                      WritValue *value)
{
    WritList *list = writ_list_new(read->arena, from->count);
    list->last_id = from->last_id;
    *value = (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
    WritTypeId element = types_to(read->reading)->types[to_id].index;
    for (uint32_t i = 0; i < from->count; i++) {
        if (!read_value(read, element, inner, from->items[i], &list->items[i])) {
            return false;
        }
    }
    return true;
}

static bool read_value(Read *read, WritTypeId to_id, uint32_t inner, WritValue from,
                       WritValue *value)
{
    const WritType *to = &types_to(read->reading)->types[to_id];
    *value = from;
    if (from.kind == WRIT_VALUE_MISSING) {
        return to->optional || fail(read, "has no value");
    }
    if (from.kind == WRIT_VALUE_LIST) {
        return read_list(read, to_id, inner, from.list, value);
    }
    if (from.kind == WRIT_VALUE_CHOICE) {
        return read_choice(read, inner, from.integer, value);
    }
    if (from.kind == WRIT_VALUE_QUANTITY) {
        value->tag = read->reading->units[from.tag];
        return true;
    }
    if (from.kind == WRIT_VALUE_RECORD) {
        WritRecord *record = NULL;
        bool made = read_record(read, inner, from.record, &record);
        *value = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = to->index, .record = record};
        return made;
    }
    return true;
}

static WritText number_text(Read *read, uint64_t number)
{
    WritBuffer text = {0};
    writ_buffer_format(&text, "%llu", (unsigned long long)number);
    WritText kept = writ_arena_text(read->arena, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
    return kept;
}

// Whole seconds; a clock that was set back may end a case before it began.
static int64_t seconds_taken(const WritEndedCase *ended)
{
    int64_t micros = ended->ended > ended->began ? ended->ended - ended->began : 0;
    return micros / 1000000;
}

static WritValue word_value(Read *read, uint32_t word, const WritEndedCase *ended)
{
    if (word == WORD_NUMBER) {
        return writ_value_text(number_text(read, ended->number));
    }
    if (word == WORD_TOOK) {
        return (WritValue){
            .kind = WRIT_VALUE_DURATION, .tag = WRIT_SECONDS, .integer = seconds_taken(ended)};
    }
    return (WritValue){.kind = WRIT_VALUE_INSTANT,
                       .integer = word == WORD_BEGAN ? ended->began : ended->ended};
}

static bool read_words(Read *read, uint32_t pair, const WritEndedCase *ended, WritValue *value)
{
    const Pair *at = &read->reading->pairs[pair];
    const WritRecordType *to = &types_to(read->reading)->records[at->to];
    WritRecord *record = writ_record_new(read->arena, to->field_count);
    *value = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = at->to, .record = record};
    for (uint32_t i = 0; i < to->field_count; i++) {
        const Match *match = &at->fields[i];
        if (!read->reading->marks[at->to][i]) {
            continue;
        }
        if (match->from != WORD_OUTCOME) {
            record->fields[i] = word_value(read, match->from, ended);
            continue;
        }
        read->names[read->depth++] = to->fields[i].name;
        if (!read_choice(read, match->inner, (int64_t)ended->outcome, &record->fields[i])) {
            return false;
        }
        read->depth--;
    }
    return true;
}

WritStatus writ_reading_read(const WritReading *reading, WritArena *arena,
                             const WritEndedCase *ended, WritRecord **record, WritError *error)
{
    assert(reading->lack.length == 0);
    const Pair *root = &reading->pairs[0];
    const WritRecordType *to = &types_to(reading)->records[root->to];
    Read read = {.reading = reading, .arena = arena, .error = error};
    *record = writ_record_new(arena, to->field_count);
    for (uint32_t i = 0; i < to->field_count; i++) {
        const Match *match = &root->fields[i];
        if (!match->read) {
            continue;
        }
        read.depth = 0;
        read.names[read.depth++] = to->fields[i].name;
        bool well = match->from == WRIT_NONE
                        ? read_words(&read, match->inner, ended, &(*record)->fields[i])
                        : read_value(&read, to->fields[i].type, match->inner,
                                     ended->slot(ended->self, match->from), &(*record)->fields[i]);
        if (!well) {
            return WRIT_INVALID;
        }
    }
    return WRIT_OK;
}
