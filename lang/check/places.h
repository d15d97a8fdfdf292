// Places of values as numbers: `order.lines`, `line.reserved`, `order.lines[].reserved`.
//
// A place is a root and a way of fields from it. The variable of a loop is a root that stands for
// "an element of that list"; the canonical place of `line.reserved` is `order.lines[].reserved`,
// in which every element is the same one.
#ifndef CHECK_PLACES_H
#define CHECK_PLACES_H

#include "check/checker.h"

void check_places_start(Checker *checker);

// `alias` is the place that the root stands for, or 0; `slot` may be NULL.
PlaceId check_place_root(Checker *checker, TypeId type, PlaceId alias, Slot *slot);
// 0 when `parent` is 0.
PlaceId check_place_field(Checker *checker, PlaceId parent, uint32_t field, TypeId type);
PlaceId check_place_element(Checker *checker, PlaceId list, TypeId type);
// The place of a relative path from `base`.
PlaceId check_place_relative(Checker *checker, PlaceId base, const RelativePath *path);

// The same place without variables of loops.
PlaceId check_place_canonical(Checker *checker, PlaceId place);
// The root at the start of a place, not followed through its alias.
PlaceId check_place_root_of(const Checker *checker, PlaceId place);
// True when `place` is `outer` or lies within it.
bool check_place_is_within(const Checker *checker, PlaceId place, PlaceId outer);
// True when writing one can change the other; both canonical.
bool check_places_overlap(const Checker *checker, PlaceId a, PlaceId b);

// "order.lines", in the arena; elements are not shown. For messages.
const char *check_place_text(Checker *checker, PlaceId place);

#endif
