// The words for the enumerations of a plan, in the order of their numbers.
//
// A number without a word is no member of its enumeration: decoding refuses it.
#ifndef WRIT_PLAN_WORDS_H
#define WRIT_PLAN_WORDS_H

#include <stdint.h>

typedef struct PlanWords {
    const char *const *words;
    uint32_t count;
} PlanWords;

extern const PlanWords plan_type_words;
extern const PlanWords plan_operation_words;
extern const PlanWords plan_builtin_words;
extern const PlanWords plan_context_words;
extern const PlanWords plan_slot_words;
extern const PlanWords plan_party_words;
extern const PlanWords plan_performer_words;
extern const PlanWords plan_effect_words;
extern const PlanWords plan_addressing_words;
extern const PlanWords plan_cell_words;
extern const PlanWords plan_hit_words;
extern const PlanWords plan_action_words;
extern const PlanWords plan_duration_words;
extern const PlanWords plan_node_words;
extern const PlanWords plan_join_words;
extern const PlanWords plan_order_words;
extern const PlanWords plan_deadline_words;
extern const PlanWords plan_rung_words;
extern const PlanWords plan_rule_words;
extern const PlanWords plan_occurrence_words;
extern const PlanWords plan_schedule_words;
extern const PlanWords plan_act_words;
extern const PlanWords plan_start_words;
extern const PlanWords plan_second_words;

#endif
