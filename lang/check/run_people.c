// Who is there in the scenario of a run: somebody of each role that the process asks, so that what
// waits beside the run does not fail for want of a person.
#include <assert.h>

#include "check/run_scene.h"

static WritText name_of(RunScene *scene, uint32_t number)
{
    static const char *const NAMES[] = {"anna", "ben",  "cleo", "dora", "emil", "fay",
                                        "gus",  "hana", "ivo",  "jana", "kim",  "leo"};
    enum { NAMES_COUNT = sizeof NAMES / sizeof NAMES[0] };
    if (number < NAMES_COUNT) {
        return writ_text(NAMES[number]);
    }
    writ_buffer_format(scene->checker->scratch, "person_%u", (unsigned)number + 1);
    return check_scratch_text(scene->checker);
}

static const RunPerson *add(RunScene *scene, const Role *role, WritText unit, const Node *only)
{
    for (uint32_t i = 0; i < scene->person_count; i++) {
        const RunPerson *person = &scene->persons[i];
        if (person->role == role && person->only == only && writ_text_equal(person->unit, unit)) {
            return person;
        }
    }
    scene->persons = check_grow(scene->checker->arena, scene->persons, scene->person_count,
                                &scene->person_capacity, sizeof(RunPerson));
    RunPerson *person = &scene->persons[scene->person_count];
    *person = (RunPerson){name_of(scene, scene->person_count), role, unit, only};
    scene->person_count++;
    return person;
}

const RunPerson *check_run_scene_party(RunScene *scene, const Party *party, const Node *only)
{
    switch (party->kind) {
    case WRIT_PARTY_ROLE: {
        WritText unit = {0};
        if (party->unit != NULL) {
            unit = check_run_scene_value(scene, scene->run->count, party->unit);
        }
        return party->unit != NULL && unit.length == 0 ? NULL : add(scene, party->role, unit, only);
    }
    case WRIT_PARTY_OWNER:
        return scene->process->owned && scene->process->owner.kind != WRIT_PARTY_OWNER
                   ? check_run_scene_party(scene, &scene->process->owner, only)
                   : NULL;
    case WRIT_PARTY_PERSON: {
        // A person that the case starts with is made up: the first who is there.
        const Expr *root = party->expr;
        while (root->operation == WRIT_OP_FIELD) {
            root = root->a;
        }
        bool starts = root->operation == WRIT_OP_SLOT && root->slot->kind == WRIT_SLOT_PARAMETER;
        return starts && scene->person_count > 0 ? &scene->persons[0] : NULL;
    }
    case WRIT_PARTY_ASSIGNEE:
    case WRIT_PARTY_ROLE_VALUE:
        return NULL;
    }
    WRIT_UNREACHABLE();
}

// A rule that tells people apart: each step gets a person of its own.
static bool tells_apart(const Process *process)
{
    for (uint32_t i = 0; i < process->rule_count; i++) {
        WritRuleKind kind = process->rules[i].rule->kind;
        if (kind == WRIT_RULE_NEVER_DOES || kind == WRIT_RULE_DIFFERENT_PEOPLE) {
            return true;
        }
    }
    return false;
}

const RunPerson *check_run_scene_doer(RunScene *scene, const Node *node)
{
    const Step *step = node->step;
    bool own = step->never.count > 0 || tells_apart(scene->process);
    const RunPerson *found = NULL;
    for (uint32_t i = 0; found == NULL && i < step->performer.parties.count; i++) {
        found = check_run_scene_party(scene, &step->performer.parties.items[i], own ? node : NULL);
    }
    return found;
}

static bool is_vacant(const RunScene *scene, const Node *node)
{
    for (uint32_t i = 0; i < scene->run->count; i++) {
        if (scene->run->items[i].kind == RUN_NOBODY && scene->run->items[i].node == node) {
            return true;
        }
    }
    return false;
}

static void add_doers(RunScene *scene, const Node *node)
{
    bool asks = node->step != NULL &&
                (node->step->act == WRIT_ACT_DO || node->step->act == WRIT_ACT_APPROVE);
    if (asks && !is_vacant(scene, node)) {
        (void)check_run_scene_doer(scene, node);
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        add_doers(scene, child);
    }
}

void check_run_scene_people(RunScene *scene)
{
    const Process *process = scene->process;
    const Parties *parties = &process->start_parties;
    const RunPerson *first = NULL;
    for (uint32_t i = 0; first == NULL && i < parties->count; i++) {
        first = check_run_scene_party(scene, &parties->items[i], NULL);
    }
    add_doers(scene, process->root);
    if (process->owned) {
        (void)check_run_scene_party(scene, &process->owner, NULL);
    }
    if (scene->person_count == 0) {
        (void)add(scene, NULL, (WritText){0}, NULL);
    }
}
