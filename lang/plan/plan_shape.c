#include "plan/plan_shape.h"

#include <assert.h>
#include <string.h>

_Static_assert(sizeof(WritOperation) == sizeof(uint32_t), "enumerations are read as numbers");

#define ON(number) ((uint64_t)1 << (number))
#define SHAPE(name, Type, word) static const Member name##_members[] = {
#define END(name, Type, word)                                                                      \
    }                                                                                              \
    ;                                                                                              \
    static const Shape name##_shape = {word, sizeof(Type), name##_members,                         \
                                       sizeof name##_members / sizeof name##_members[0]};
#define PLAIN(Type, member, what, present)                                                         \
    {.name = #member, .kind = what, .when = present, .offset = offsetof(Type, member)},
#define WORD(Type, member, list, present)                                                          \
    {.name = #member,                                                                              \
     .kind = MEMBER_WORD,                                                                          \
     .when = present,                                                                              \
     .offset = offsetof(Type, member),                                                             \
     .words = &list},
#define FLAG(Type, member, present) PLAIN(Type, member, MEMBER_FLAG, present)
#define COUNT(Type, member, present) PLAIN(Type, member, MEMBER_COUNT, present)
#define AMOUNT(Type, member, present) PLAIN(Type, member, MEMBER_AMOUNT, present)
#define SIGNED(Type, member, present) PLAIN(Type, member, MEMBER_SIGNED, present)
#define TEXT(Type, member, present) PLAIN(Type, member, MEMBER_TEXT, present)
#define BYTES(Type, member, present) PLAIN(Type, member, MEMBER_BYTES, present)
#define INTO(Type, member, what, into, present)                                                    \
    {.name = #member,                                                                              \
     .kind = what,                                                                                 \
     .when = present,                                                                              \
     .offset = offsetof(Type, member),                                                             \
     .table = into},
#define INDEX(Type, member, into, present)                                                         \
    INTO(Type, member, MEMBER_INDEX, offsetof(WritPlan, into), present)
#define OPTIONAL(Type, member, into, present)                                                      \
    INTO(Type, member, MEMBER_INDEX_OR_NONE, offsetof(WritPlan, into), present)
#define OPTIONAL_NUMBER(Type, member, present)                                                     \
    INTO(Type, member, MEMBER_INDEX_OR_NONE, NO_TABLE, present)
#define START(Type, member, into, present)                                                         \
    INTO(Type, member, MEMBER_START, offsetof(WritPlan, into), present)
#define SPAN(Type, word, start, number, into, present, what, of)                                   \
    {.name = #word,                                                                                \
     .kind = MEMBER_RANGE,                                                                         \
     .when = present,                                                                              \
     .offset = offsetof(Type, start),                                                              \
     .count_offset = offsetof(Type, number),                                                       \
     .table = offsetof(WritPlan, into),                                                            \
     .items = what,                                                                                \
     .items_table = of},
#define RANGE(Type, word, start, number, into, present)                                            \
    SPAN(Type, word, start, number, into, present, ITEMS_NUMBERS, NO_TABLE)
#define NUMBERS(Type, word, start, number, present)                                                \
    SPAN(Type, word, start, number, operand_count, present, ITEMS_NUMBERS, NO_TABLE)
#define LIST(Type, word, start, number, of, present)                                               \
    SPAN(Type, word, start, number, operand_count, present, ITEMS_INDEXES, offsetof(WritPlan, of))
#define OPTIONALS(Type, word, start, number, of, present)                                          \
    SPAN(Type, word, start, number, operand_count, present, ITEMS_INDEXES_OR_NONE,                 \
         offsetof(WritPlan, of))
#define INNER(Type, member, inside, present)                                                       \
    {.name = #member,                                                                              \
     .kind = MEMBER_INNER,                                                                         \
     .when = present,                                                                              \
     .offset = offsetof(Type, member),                                                             \
     .shape = &inside##_shape},
#define ARRAY(Type, member, number, inside)                                                        \
    {.name = #member,                                                                              \
     .kind = MEMBER_ARRAY,                                                                         \
     .when = ALWAYS,                                                                               \
     .offset = offsetof(Type, member),                                                             \
     .count_offset = offsetof(Type, number),                                                       \
     .shape = &inside##_shape},
#define ITSELF(what) {.name = "", .kind = what, .when = ALWAYS, .offset = 0},
#include "plan/plan_members.def"
#undef ON
#undef SHAPE
#undef END
#undef PLAIN
#undef WORD
#undef FLAG
#undef COUNT
#undef AMOUNT
#undef SIGNED
#undef TEXT
#undef BYTES
#undef INTO
#undef INDEX
#undef OPTIONAL
#undef OPTIONAL_NUMBER
#undef START
#undef SPAN
#undef RANGE
#undef NUMBERS
#undef LIST
#undef OPTIONALS
#undef INNER
#undef ARRAY
#undef ITSELF

const Shape *plan_shape(void)
{
    return &whole_shape;
}

const void *plan_member_at(const void *element, size_t offset)
{
    return (const unsigned char *)element + offset;
}

uint32_t plan_member_u32(const void *element, size_t offset)
{
    uint32_t number = 0;
    memcpy(&number, plan_member_at(element, offset), sizeof number);
    return number;
}

const void *plan_member_array(const void *element, const Member *member)
{
    const void *array = NULL;
    memcpy(&array, plan_member_at(element, member->offset), sizeof array);
    return array;
}

uint32_t plan_shape_kind(const Shape *shape, const void *element)
{
    const Member *first = &shape->members[0];
    if (first->kind == MEMBER_WORD) {
        return plan_member_u32(element, first->offset);
    }
    if (first->kind == MEMBER_FLAG) {
        return *(const bool *)plan_member_at(element, first->offset) ? 1 : 0;
    }
    return 0;
}

bool plan_member_present(const Member *member, uint32_t kind)
{
    return kind < 64 && (member->when >> kind & 1) != 0;
}

size_t plan_shape_bytes_least(const Shape *shape)
{
    size_t bytes = 0;
    for (size_t i = 0; i < shape->member_count; i++) {
        const Member *member = &shape->members[i];
        if (member->when != ALWAYS) {
            continue;
        }
        if (member->kind == MEMBER_INNER) {
            bytes += plan_shape_bytes_least(member->shape);
        } else {
            bytes += member->kind == MEMBER_RANGE ? 2 : 1;
        }
    }
    assert(bytes > 0);
    return bytes;
}

const Member *plan_table(size_t table)
{
    for (size_t i = 0; i < whole_shape.member_count; i++) {
        const Member *member = &whole_shape.members[i];
        if (member->kind == MEMBER_ARRAY && member->count_offset == table) {
            return member;
        }
    }
    WRIT_UNREACHABLE();
}

uint32_t plan_table_count(const WritPlan *plan, size_t table)
{
    return plan_member_u32(plan, table);
}
