// Canonical bytes: "writplan", the format, then the members of WritPlan in the order of their list.
//
//   word, count, amount, index   a number (writ/bytes.h)
//   index or none, start         a number, one more than the index; 0 is none
//   range                        start and count
//   array                        count and elements
#include "plan/plan_codec.h"

#include <assert.h>
#include <string.h>

#include "writ/bytes.h"

static void put_struct(WritBuffer *out, const Shape *shape, const void *element);

static void put_array(WritBuffer *out, const Member *member, const void *element)
{
    uint32_t count = plan_member_u32(element, member->count_offset);
    const void *array = plan_member_array(element, member);
    writ_put_uint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        put_struct(out, member->shape, plan_member_at(array, i * member->shape->size));
    }
}

static void put_member(WritBuffer *out, const Member *member, const void *element)
{
    const void *at = plan_member_at(element, member->offset);
    switch (member->kind) {
    case MEMBER_WORD:
    case MEMBER_COUNT:
    case MEMBER_INDEX:
        writ_put_uint(out, plan_member_u32(element, member->offset));
        return;
    case MEMBER_INDEX_OR_NONE:
    case MEMBER_START:
        writ_put_uint(out, (uint32_t)(plan_member_u32(element, member->offset) + 1));
        return;
    case MEMBER_RANGE:
        writ_put_uint(out, plan_member_u32(element, member->offset));
        writ_put_uint(out, plan_member_u32(element, member->count_offset));
        return;
    case MEMBER_FLAG:
        writ_put_u8(out, *(const bool *)at ? 1 : 0);
        return;
    case MEMBER_AMOUNT:
    case MEMBER_SIGNED:
        writ_put_int(out, *(const int64_t *)at);
        return;
    case MEMBER_TEXT:
    case MEMBER_BYTES:
        writ_put_text(out, *(const WritText *)at);
        return;
    case MEMBER_VALUE:
        writ_value_put(out, *(const WritValue *)at);
        return;
    case MEMBER_INNER:
        put_struct(out, member->shape, at);
        return;
    case MEMBER_ARRAY:
        put_array(out, member, element);
        return;
    }
    WRIT_UNREACHABLE();
}

static void put_struct(WritBuffer *out, const Shape *shape, const void *element)
{
    uint32_t kind = plan_shape_kind(shape, element);
    for (size_t i = 0; i < shape->member_count; i++) {
        if (plan_member_present(&shape->members[i], kind)) {
            put_member(out, &shape->members[i], element);
        }
    }
}

void writ_plan_encode(WritBuffer *out, const WritPlan *plan)
{
    writ_put_raw(out, plan_magic, strlen(plan_magic));
    uint64_t format = plan_format_of(plan);
    Shape shape = plan_shape_of_format(format);
    writ_put_uint(out, format);
    put_struct(out, &shape, plan);
}

WritHash writ_plan_hash(WritText encoded)
{
    return writ_hash(encoded);
}
