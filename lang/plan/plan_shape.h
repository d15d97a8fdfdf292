// What a plan is made of, as data: every struct as a list of its members.
//
// plan_members.def has the lists. Encoding, decoding, the check of indexes and the listing are one
// loop each over them, so that a member can not be written and then forgotten when reading.
#ifndef WRIT_PLAN_SHAPE_H
#define WRIT_PLAN_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan/plan_words.h"
#include "writ/plan.h"

typedef enum MemberKind {
    MEMBER_WORD,   // An enumeration.
    MEMBER_FLAG,   // bool
    MEMBER_COUNT,  // uint32_t that is no index
    MEMBER_AMOUNT, // int64_t, not negative
    MEMBER_SIGNED, // int64_t
    MEMBER_TEXT,   // WritText, UTF-8
    MEMBER_BYTES,  // WritText, any bytes
    MEMBER_VALUE,  // WritValue
    MEMBER_INDEX,  // uint32_t into a table
    MEMBER_INDEX_OR_NONE,
    MEMBER_START, // uint32_t into a table or its end; how many follow from there stands elsewhere.
                  // WRIT_NONE is allowed.
    MEMBER_RANGE, // uint32_t start and count in a table
    MEMBER_INNER, // a struct
    MEMBER_ARRAY, // pointer and uint32_t count
} MemberKind;

// What the numbers in a range of `operands` are.
typedef enum MemberItems {
    ITEMS_NUMBERS,
    ITEMS_INDEXES,
    ITEMS_INDEXES_OR_NONE,
} MemberItems;

typedef struct Shape Shape;

typedef struct Member {
    const char *name;
    MemberKind kind;
    uint64_t when;       // Bit n: the member is there when the kind of its struct is n.
    size_t offset;       // In its struct.
    size_t count_offset; // RANGE, ARRAY: of the count, in its struct.
    size_t table;        // INDEX, START, RANGE: the table, as the offset of its count in WritPlan;
                         // NO_TABLE when its bound depends on more.
    MemberItems items;   // RANGE
    size_t items_table;  // RANGE, where items are indexes: into this table.
    const PlanWords *words; // WORD
    const Shape *shape;     // INNER, ARRAY
} Member;

#define NO_TABLE SIZE_MAX
#define ALWAYS UINT64_MAX

struct Shape {
    const char *name;
    size_t size;
    const Member
        *members; // The first decides which of the others are there, if it is a WORD or FLAG.
    size_t member_count;
};

const Shape *plan_shape(void); // Of WritPlan.

// The number behind the first member, or 0.
uint32_t plan_shape_kind(const Shape *shape, const void *element);
bool plan_member_present(const Member *member, uint32_t kind);
// Bytes that an element takes at least when it is encoded.
size_t plan_shape_bytes_least(const Shape *shape);

// What stands at `offset` of a struct: as it is, as a number, and the array that an ARRAY points
// to.
const void *plan_member_at(const void *element, size_t offset);
uint32_t plan_member_u32(const void *element, size_t offset);
const void *plan_member_array(const void *element, const Member *member);

// The array of WritPlan whose count stands at `table`.
const Member *plan_table(size_t table);
uint32_t plan_table_count(const WritPlan *plan, size_t table);

#endif
