// What encoding and decoding share.
#ifndef WRIT_PLAN_CODEC_H
#define WRIT_PLAN_CODEC_H

#include "plan/plan_shape.h"

static const char plan_magic[] = "writplan";

// Formats. The last members of WritPlan came with later ones. A plan in which they are empty is
// written in the format that had not got them, so that its bytes and hash stay as they are.
enum {
    PLAN_FORMAT_FIRST = 1,
    PLAN_FORMAT_SENDERS = 2,
    PLAN_FORMAT_BINDINGS = 3,                 // Also conditions of a start, `join a second`.
    PLAN_FORMAT_DOCUMENTS = WRIT_PLAN_FORMAT, // No member of its own: values that are files.
    PLAN_MEMBERS_SINCE_FIRST = 3,
    PLAN_MEMBERS_SINCE_SENDERS = 2,
};

static inline bool plan_has_documents(const WritPlan *plan)
{
    for (uint32_t i = 0; i < plan->types.type_count; i++) {
        if (plan->types.types[i].kind == WRIT_TYPE_DOCUMENT) {
            return true;
        }
    }
    return false;
}

static inline uint64_t plan_format_of(const WritPlan *plan)
{
    bool bindings = plan->binding_count > 0 || plan->start_where_count > 0 ||
                    plan->second == WRIT_SECOND_JOINED;
    return plan_has_documents(plan) ? PLAN_FORMAT_DOCUMENTS
           : bindings               ? PLAN_FORMAT_BINDINGS
           : plan->sender_count > 0 ? PLAN_FORMAT_SENDERS
                                    : PLAN_FORMAT_FIRST;
}

// Reads bytes into a plan that nothing may rely on before it is validated. Errors as of
// writ_plan_decode.
WRIT_NODISCARD WritStatus plan_read(WritPlan *plan, WritArena *arena, WritText bytes,
                                    WritError *error);

// What a plan of this format is made of.
static inline Shape plan_shape_of_format(uint64_t format)
{
    Shape shape = *plan_shape();
    shape.member_count -= format == PLAN_FORMAT_FIRST     ? PLAN_MEMBERS_SINCE_FIRST
                          : format == PLAN_FORMAT_SENDERS ? PLAN_MEMBERS_SINCE_SENDERS
                                                          : 0;
    return shape;
}

#endif
