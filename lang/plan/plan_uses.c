#include "plan/plan_uses.h"

#include <assert.h>

bool plan_is_stage(const WritPlan *plan, uint32_t node)
{
    return plan->nodes[node].kind == WRIT_NODE_STAGE || plan->nodes[node].kind == WRIT_NODE_DETOUR;
}

static const WritType *type_of(const PlanChecker *checker, uint32_t expr)
{
    return &checker->plan->types.types[checker->plan->exprs[expr].type];
}

static bool gives(const PlanChecker *checker, uint32_t expr, WritTypeKind kind)
{
    return type_of(checker, expr)->kind == kind && !type_of(checker, expr)->optional;
}

// Units are named in the directory; a field that says which one holds its name.
static bool unit_is_right(const PlanChecker *checker, uint32_t unit)
{
    return unit == WRIT_NONE || gives(checker, unit, WRIT_TYPE_TEXT) ||
           gives(checker, unit, WRIT_TYPE_CHOICE) || gives(checker, unit, WRIT_TYPE_COUNTRY);
}

bool plan_party_is_right(const PlanChecker *checker, const WritParty *party)
{
    switch (party->kind) {
    case WRIT_PARTY_ROLE:
        return unit_is_right(checker, party->unit);
    case WRIT_PARTY_PERSON:
        return gives(checker, party->index, WRIT_TYPE_PERSON);
    case WRIT_PARTY_ROLE_VALUE:
        return gives(checker, party->index, WRIT_TYPE_ROLE) && unit_is_right(checker, party->unit);
    case WRIT_PARTY_OWNER:
    case WRIT_PARTY_ASSIGNEE:
        return true;
    }
    WRIT_UNREACHABLE();
}

PlanNeeds plan_party_needs(const PlanChecker *checker, const WritParty *party)
{
    PlanNeeds needs = plan_needs_nothing();
    bool role = party->kind == WRIT_PARTY_ROLE;
    bool role_value = party->kind == WRIT_PARTY_ROLE_VALUE;
    if (party->kind == WRIT_PARTY_PERSON || role_value) {
        needs = checker->needs[party->index];
    }
    if ((role || role_value) && party->unit != WRIT_NONE &&
        !plan_needs_add(checker, &needs, &checker->needs[party->unit])) {
        // No place has this self: the party is refused wherever it is used.
        needs.self = checker->plan->types.record_count;
    }
    return needs;
}

WritStatus plan_use_parties(const PlanChecker *checker, uint32_t start, uint32_t count,
                            const PlanPlace *place, const char *what)
{
    for (uint32_t i = start; i < start + count; i++) {
        const WritParty *party = &checker->plan->parties[i];
        PlanNeeds needs = plan_party_needs(checker, party);
        if (!plan_party_is_right(checker, party) || party->kind == WRIT_PARTY_ASSIGNEE ||
            !plan_place_offers(checker, place, &needs)) {
            return plan_damaged(checker, "party", i,
                                "it can not be found where it is asked for (%s)", what);
        }
    }
    return WRIT_OK;
}

WritStatus plan_use_list(const PlanChecker *checker, uint32_t list, const PlanPlace *place,
                         uint32_t allowed, const char *what)
{
    if ((checker->list_kinds[list] & ~allowed) != 0) {
        return plan_damaged(checker, "list", list, "it has an action that %s can not do", what);
    }
    if (!plan_place_offers(checker, place, &checker->list_needs[list])) {
        return plan_damaged(checker, "list", list, "it reads or leaves what is not around %s",
                            what);
    }
    return WRIT_OK;
}
