// Reads canonical bytes by the lists of members, then validates the whole.
//
// Reading bounds memory: a count is believed only as far as the bytes that are left could hold so
// many elements. Whether indexes and meanings are right is the second step's question.
#include "plan/plan_codec.h"

#include <assert.h>
#include <string.h>

#include "writ/bytes.h"

typedef struct Decoder {
    WritReader in;
    WritArena *arena;
} Decoder;

static void get_struct(Decoder *decoder, const Shape *shape, void *element);

static void set_u32(void *element, size_t offset, uint32_t number)
{
    memcpy((unsigned char *)element + offset, &number, sizeof number);
}

static void get_array(Decoder *decoder, const Member *member, void *element)
{
    const Shape *shape = member->shape;
    size_t count = writ_get_count(&decoder->in);
    if (count > writ_reader_left(&decoder->in) / plan_shape_bytes_least(shape) ||
        count > WRIT_PLAN_TABLE_MAX) {
        decoder->in.failed = true;
        return;
    }
    unsigned char *array = writ_arena_array(decoder->arena, count, shape->size);
    memcpy((unsigned char *)element + member->offset, &array, sizeof array);
    set_u32(element, member->count_offset, (uint32_t)count);
    for (size_t i = 0; i < count && !decoder->in.failed; i++) {
        get_struct(decoder, shape, array + i * shape->size);
    }
}

static void get_word(WritReader *in, const Member *member, void *element)
{
    uint32_t number = writ_get_u32(in);
    if (number >= member->words->count) {
        in->failed = true;
        return;
    }
    set_u32(element, member->offset, number);
}

static void get_flag(WritReader *in, bool *flag)
{
    uint8_t byte = writ_get_u8(in);
    in->failed = in->failed || byte > 1;
    *flag = byte == 1;
}

static void get_index_or_none(WritReader *in, const Member *member, void *element)
{
    set_u32(element, member->offset, writ_get_u32(in) - 1);
}

static void get_value(Decoder *decoder, WritValue *value)
{
    if (!writ_value_get(&decoder->in, decoder->arena, value)) {
        decoder->in.failed = true;
    }
}

static void get_member(Decoder *decoder, const Member *member, void *element)
{
    WritReader *in = &decoder->in;
    void *at = (unsigned char *)element + member->offset;
    switch (member->kind) {
    case MEMBER_WORD:
        get_word(in, member, element);
        return;
    case MEMBER_COUNT:
    case MEMBER_INDEX:
        set_u32(element, member->offset, writ_get_u32(in));
        return;
    case MEMBER_INDEX_OR_NONE:
    case MEMBER_START:
        get_index_or_none(in, member, element);
        return;
    case MEMBER_RANGE:
        set_u32(element, member->offset, writ_get_u32(in));
        set_u32(element, member->count_offset, writ_get_u32(in));
        return;
    case MEMBER_FLAG:
        get_flag(in, at);
        return;
    case MEMBER_AMOUNT:
    case MEMBER_SIGNED:
        *(int64_t *)at = writ_get_int(in);
        return;
    case MEMBER_TEXT:
    case MEMBER_BYTES:
        *(WritText *)at = writ_get_text(in);
        return;
    case MEMBER_VALUE:
        get_value(decoder, at);
        return;
    case MEMBER_INNER:
        get_struct(decoder, member->shape, at);
        return;
    case MEMBER_ARRAY:
        get_array(decoder, member, element);
        return;
    }
    WRIT_UNREACHABLE();
}

static void clear_member(const Member *member, void *element)
{
    if (member->kind == MEMBER_INDEX || member->kind == MEMBER_INDEX_OR_NONE ||
        member->kind == MEMBER_START) {
        set_u32(element, member->offset, WRIT_NONE);
    }
    if (member->kind == MEMBER_INNER) {
        for (size_t i = 0; i < member->shape->member_count; i++) {
            clear_member(&member->shape->members[i], (unsigned char *)element + member->offset);
        }
    }
}

// Members that are not there are cleared first: one place of a struct may have several meanings, of
// which at most one is there.
static void get_struct(Decoder *decoder, const Shape *shape, void *element)
{
    get_member(decoder, &shape->members[0], element);
    uint32_t kind = plan_shape_kind(shape, element);
    for (size_t i = 1; i < shape->member_count; i++) {
        if (!plan_member_present(&shape->members[i], kind)) {
            clear_member(&shape->members[i], element);
        }
    }
    for (size_t i = 1; i < shape->member_count && !decoder->in.failed; i++) {
        if (plan_member_present(&shape->members[i], kind)) {
            get_member(decoder, &shape->members[i], element);
        }
    }
}

static WritStatus get_format(WritReader *in, uint64_t *format, WritError *error)
{
    WritText magic = writ_get_raw(in, strlen(plan_magic));
    *format = writ_get_uint(in);
    if (in->failed || !writ_text_is(magic, plan_magic) || *format == 0) {
        return writ_fail(error, WRIT_INVALID, "these bytes are not a plan");
    }
    if (*format > WRIT_PLAN_FORMAT) {
        (void)writ_fail(error, WRIT_LIMIT,
                        "the plan has format %llu and this program reads formats up to %d",
                        (unsigned long long)*format, WRIT_PLAN_FORMAT);
        return writ_hint(error, "Use the version of writ that made it, or a later one.");
    }
    return WRIT_OK;
}

WritStatus plan_read(WritPlan *plan, WritArena *arena, WritText bytes, WritError *error)
{
    *plan = (WritPlan){0};
    if (bytes.length > WRIT_PLAN_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "the plan has %zu bytes and at most %d are allowed",
                         bytes.length, WRIT_PLAN_BYTES_MAX);
    }
    // One copy of everything: the texts of the plan point into it.
    Decoder decoder = {writ_reader(writ_arena_text(arena, bytes)), arena};
    uint64_t format = 0;
    WritStatus status = get_format(&decoder.in, &format, error);
    if (status != WRIT_OK) {
        return status;
    }
    Shape shape = plan_shape_of_format(format);
    get_struct(&decoder, &shape, plan);
    // One plan has one sequence of bytes.
    if (!writ_reader_done(&decoder.in) || plan_format_of(plan) != format) {
        return writ_fail(error, WRIT_INVALID,
                         "the plan is damaged: its bytes end too early or mean nothing");
    }
    return WRIT_OK;
}

WritStatus writ_plan_decode(WritPlan *plan, WritArena *arena, WritText bytes, WritError *error)
{
    WritStatus status = plan_read(plan, arena, bytes, error);
    return status == WRIT_OK ? writ_plan_validate(plan, error) : status;
}
