// The listing of a plan, by the lists of members: one entry of a table a line, members that say
// nothing (none, zero, empty) left out.
//
//   hook 2: name=erp.reserve_stock function=reserve_stock file=0 input=4 …
//   expr 12: operation=less type=3 a=10 b=11  (order.total < 50 EUR)
#include "plan/plan_shape.h"

#include <assert.h>
#include <inttypes.h>

typedef struct Listing {
    WritBuffer *out;
    const WritPlan *plan;
} Listing;

static void print_struct(const Listing *listing, const Shape *shape, const void *element);

static void print_name(const Listing *listing, const Member *member)
{
    writ_buffer_add_byte(listing->out, ' ');
    if (member->name[0] != '\0') {
        writ_buffer_format(listing->out, "%s=", member->name);
    }
}

static void print_u32(const Listing *listing, const Member *member, uint32_t number)
{
    bool index = member->kind == MEMBER_INDEX || member->kind == MEMBER_INDEX_OR_NONE ||
                 member->kind == MEMBER_START;
    if (index ? number == WRIT_NONE : number == 0 && member->name[0] != '\0') {
        return;
    }
    print_name(listing, member);
    writ_buffer_format(listing->out, "%u", number);
}

static void print_text(const Listing *listing, const Member *member, WritText text)
{
    if (text.length == 0 && member->name[0] != '\0') {
        return;
    }
    print_name(listing, member);
    writ_buffer_add_byte(listing->out, '"');
    writ_buffer_add_json(listing->out, text);
    writ_buffer_add_byte(listing->out, '"');
}

// Items of a range in `operands` are listed, others are told by where they stand.
static void print_range(const Listing *listing, const Member *member, const void *element)
{
    uint32_t start = plan_member_u32(element, member->offset);
    uint32_t count = plan_member_u32(element, member->count_offset);
    if (count == 0) {
        return;
    }
    print_name(listing, member);
    if (member->table != offsetof(WritPlan, operand_count)) {
        writ_buffer_format(listing->out, "[%u to %u]", start, start + count - 1);
        return;
    }
    writ_buffer_add_byte(listing->out, '[');
    for (uint32_t i = 0; i < count; i++) {
        uint32_t item = listing->plan->operands[start + i];
        writ_buffer_add_string(listing->out, i > 0 ? " " : "");
        if (item == WRIT_NONE) {
            writ_buffer_add_byte(listing->out, '-');
        } else {
            writ_buffer_format(listing->out, "%u", item);
        }
    }
    writ_buffer_add_byte(listing->out, ']');
}

static void print_inner_array(const Listing *listing, const Member *member, const void *element)
{
    uint32_t count = plan_member_u32(element, member->count_offset);
    const void *array = plan_member_array(element, member);
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_format(listing->out, "\n  %s %u:", member->shape->name, i);
        print_struct(listing, member->shape, plan_member_at(array, i * member->shape->size));
    }
}

static void print_inner(const Listing *listing, const Member *member, const void *element)
{
    print_name(listing, member);
    writ_buffer_add_byte(listing->out, '(');
    print_struct(listing, member->shape, plan_member_at(element, member->offset));
    writ_buffer_add_string(listing->out, " )");
}

static void print_bytes(const Listing *listing, const Member *member, WritText bytes)
{
    WritHash hash = writ_hash(bytes);
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&hash, hex);
    print_name(listing, member);
    writ_buffer_format(listing->out, "%zu sha256=%s", bytes.length, hex);
}

static void print_member(const Listing *listing, const Member *member, const void *element)
{
    const void *at = plan_member_at(element, member->offset);
    uint32_t number = 0;
    switch (member->kind) {
    case MEMBER_WORD:
        number = plan_member_u32(element, member->offset);
        print_name(listing, member);
        writ_buffer_add_string(listing->out, member->words->words[number]);
        return;
    case MEMBER_FLAG:
        if (*(const bool *)at) {
            print_name(listing, member);
            writ_buffer_add_string(listing->out, "yes");
        }
        return;
    case MEMBER_COUNT:
    case MEMBER_INDEX:
    case MEMBER_INDEX_OR_NONE:
    case MEMBER_START:
        print_u32(listing, member, plan_member_u32(element, member->offset));
        return;
    case MEMBER_AMOUNT:
    case MEMBER_SIGNED:
        if (*(const int64_t *)at != 0) {
            print_name(listing, member);
            writ_buffer_format(listing->out, "%" PRId64, *(const int64_t *)at);
        }
        return;
    case MEMBER_TEXT:
        print_text(listing, member, *(const WritText *)at);
        return;
    case MEMBER_BYTES:
        print_bytes(listing, member, *(const WritText *)at);
        return;
    case MEMBER_VALUE:
        print_name(listing, member);
        writ_value_print(listing->out, &listing->plan->types, *(const WritValue *)at);
        return;
    case MEMBER_RANGE:
        print_range(listing, member, element);
        return;
    case MEMBER_INNER:
        print_inner(listing, member, element);
        return;
    case MEMBER_ARRAY:
        print_inner_array(listing, member, element);
        return;
    }
    WRIT_UNREACHABLE();
}

static void print_struct(const Listing *listing, const Shape *shape, const void *element)
{
    uint32_t kind = plan_shape_kind(shape, element);
    for (size_t i = 0; i < shape->member_count; i++) {
        if (plan_member_present(&shape->members[i], kind)) {
            print_member(listing, &shape->members[i], element);
        }
    }
}

// What an entry means, behind its members.
static void print_meaning(const Listing *listing, size_t table, uint32_t index)
{
    if (table == offsetof(WritPlan, types.type_count)) {
        writ_buffer_add_string(listing->out, "  (");
        writ_types_print(listing->out, &listing->plan->types, index);
        writ_buffer_add_byte(listing->out, ')');
    }
    if (table == offsetof(WritPlan, expr_count)) {
        writ_buffer_add_string(listing->out, "  (");
        writ_plan_print_expr(listing->out, listing->plan, index);
        writ_buffer_add_byte(listing->out, ')');
    }
}

static void print_table(const Listing *listing, const Member *table)
{
    uint32_t count = plan_table_count(listing->plan, table->count_offset);
    const void *array = plan_member_array(listing->plan, table);
    for (uint32_t i = 0; i < count; i++) {
        const char *word = table->count_offset == offsetof(WritPlan, milestone_count) ? "milestone"
                           : table->count_offset == offsetof(WritPlan, outcome_count)
                               ? "outcome"
                               : table->shape->name;
        writ_buffer_format(listing->out, "%s %u:", word, i);
        print_struct(listing, table->shape, plan_member_at(array, i * table->shape->size));
        print_meaning(listing, table->count_offset, i);
        writ_buffer_add_byte(listing->out, '\n');
    }
}

void writ_plan_print(WritBuffer *out, const WritPlan *plan)
{
    Listing listing = {out, plan};
    const Shape *shape = plan_shape();
    writ_buffer_add_string(out, "plan:");
    for (size_t i = 0; i < shape->member_count; i++) {
        const Member *member = &shape->members[i];
        if (member->kind != MEMBER_ARRAY &&
            plan_member_present(member, plan_shape_kind(shape, plan))) {
            print_member(&listing, member, plan);
        }
    }
    writ_buffer_add_byte(out, '\n');
    for (size_t i = 0; i < shape->member_count; i++) {
        const Member *member = &shape->members[i];
        // Operands are told where they are used.
        if (member->kind == MEMBER_ARRAY &&
            member->count_offset != offsetof(WritPlan, operand_count)) {
            print_table(&listing, member);
        }
    }
}
