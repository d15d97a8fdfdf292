// A tree of steps in one array, with a hash from (parent, step) to the child.
#include "check/places.h"

#include <assert.h>

#include "check/types.h"

enum { PLACES_FIRST = 256 };

static uint32_t slot_of(const Places *places, PlaceId parent, uint32_t step)
{
    uint64_t hash = ((uint64_t)parent << 32 | step) * 0x9E3779B97F4A7C15u;
    uint32_t mask = places->slot_count - 1;
    uint32_t at = (uint32_t)(hash >> 32) & mask;
    while (places->slots[at] != 0 && (places->nodes[places->slots[at]].parent != parent ||
                                      places->nodes[places->slots[at]].step != step)) {
        at = (at + 1) & mask;
    }
    return at;
}

static void rehash(Places *places, WritArena *arena)
{
    places->slot_count =
        places->slot_count == 0 ? 2 * (uint32_t)PLACES_FIRST : places->slot_count * 2;
    places->slots = writ_arena_array(arena, places->slot_count, sizeof *places->slots);
    for (PlaceId i = 1; i < places->count; i++) {
        places->slots[slot_of(places, places->nodes[i].parent, places->nodes[i].step)] = i;
    }
}

void check_places_start(Checker *checker)
{
    Places *places = &checker->places;
    places->nodes = check_grow(checker->arena, NULL, 0, &places->capacity, sizeof *places->nodes);
    places->count = 1;
    rehash(places, checker->arena);
}

static PlaceId add(Checker *checker, PlaceNode node)
{
    Places *places = &checker->places;
    places->nodes = check_grow(checker->arena, places->nodes, places->count, &places->capacity,
                               sizeof *places->nodes);
    PlaceId id = places->count++;
    places->nodes[id] = node;
    places->slots[slot_of(places, node.parent, node.step)] = id;
    if (places->count * 2 > places->slot_count) {
        rehash(places, checker->arena);
    }
    return id;
}

PlaceId check_place_root(Checker *checker, TypeId type, PlaceId alias, Slot *slot)
{
    // A root is its own step below "nothing", so that it never meets another one.
    return add(checker, (PlaceNode){
                            .step = checker->places.count,
                            .alias = alias,
                            .type = type,
                            .slot = slot,
                        });
}

static PlaceId child(Checker *checker, PlaceId parent, uint32_t step, TypeId type)
{
    if (parent == 0) {
        return 0;
    }
    Places *places = &checker->places;
    PlaceId found = places->slots[slot_of(places, parent, step)];
    if (found != 0) {
        return found;
    }
    return add(checker, (PlaceNode){.parent = parent, .step = step, .type = type});
}

PlaceId check_place_field(Checker *checker, PlaceId parent, uint32_t field, TypeId type)
{
    return child(checker, parent, field, type);
}

PlaceId check_place_element(Checker *checker, PlaceId list, TypeId type)
{
    return child(checker, list, STEP_ELEMENT, type);
}

static TypeId type_below(const Checker *checker, TypeId type, uint32_t step)
{
    if (step == STEP_ELEMENT) {
        return check_type_is(checker, type, WRIT_TYPE_LIST) ? check_type(checker, type)->index
                                                            : TYPE_UNKNOWN;
    }
    const Record *record = check_type_record(checker, type);
    return record == NULL ? TYPE_UNKNOWN : record->fields[step].type;
}

PlaceId check_place_relative(Checker *checker, PlaceId base, const RelativePath *path)
{
    PlaceId place = base;
    for (uint32_t i = 0; i < path->count && place != 0; i++) {
        TypeId type = type_below(checker, checker->places.nodes[place].type, path->steps[i]);
        place = child(checker, place, path->steps[i], type);
    }
    return place;
}

PlaceId check_place_canonical(Checker *checker, PlaceId place)
{
    if (place == 0) {
        return 0;
    }
    PlaceNode node = checker->places.nodes[place];
    if (node.canonical != 0) {
        return node.canonical;
    }
    PlaceId canonical = place;
    if (node.parent != 0) {
        PlaceId parent = check_place_canonical(checker, node.parent);
        canonical = parent == node.parent ? place : child(checker, parent, node.step, node.type);
    } else if (node.alias != 0) {
        canonical = check_place_canonical(checker, node.alias);
    }
    checker->places.nodes[place].canonical = canonical;
    return canonical;
}

PlaceId check_place_root_of(const Checker *checker, PlaceId place)
{
    assert(place != 0);
    while (checker->places.nodes[place].parent != 0) {
        place = checker->places.nodes[place].parent;
    }
    return place;
}

bool check_place_is_within(const Checker *checker, PlaceId place, PlaceId outer)
{
    while (place != 0 && place != outer) {
        place = checker->places.nodes[place].parent;
    }
    return place == outer && place != 0;
}

bool check_places_overlap(const Checker *checker, PlaceId a, PlaceId b)
{
    return check_place_is_within(checker, a, b) || check_place_is_within(checker, b, a);
}

static void print(Checker *checker, PlaceId place)
{
    const PlaceNode *node = &checker->places.nodes[place];
    if (node->parent == 0) {
        if (node->slot != NULL) {
            writ_buffer_add(checker->scratch, node->slot->text);
        }
        return;
    }
    print(checker, node->parent);
    const Record *record = check_type_record(checker, checker->places.nodes[node->parent].type);
    if (node->step != STEP_ELEMENT && record != NULL) {
        if (checker->scratch->length > 0) {
            writ_buffer_add_byte(checker->scratch, '.');
        }
        writ_buffer_add(checker->scratch, record->fields[node->step].text);
    }
}

const char *check_place_text(Checker *checker, PlaceId place)
{
    writ_buffer_clear(checker->scratch);
    print(checker, place);
    return check_scratch_text(checker).data;
}
