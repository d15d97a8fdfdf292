// Requests that change a case: start, answer, cancel, retry, override.
#include "host/files.h"
#include "host/incoming.h"
#include "host/json_out.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

// --- Who ---------------------------------------------------------------------------------------

// Only the operator asserts who somebody is (settled.md 28): whoever owns the store could change it
// anyhow, whoever may merely write to its socket could not.
static WritStatus refuse_guest(const WritRequest *request, WritError *error)
{
    (void)writ_fail(error, WRIT_DENIED, "the account \"%.*s\" may not act as \"%.*s\"",
                    WRIT_TEXT_ARGS(request->account), WRIT_TEXT_ARGS(request->person));
    return writ_hint(error, "Leave --as out: people.writ says whose account it is. Only the "
                            "account that owns the store acts as others.");
}

WritStatus find_actor(WritHost *host, const WritRequest *request, Actor *actor, WritError *error)
{
    *actor = (Actor){
        .identity = WRIT_IDENTITY_ACCOUNT, .account = request->account, .source = request->source};
    WritText own = people_of_account(host, request->account);
    if (request->person.length == 0) {
        actor->person = own;
        return WRIT_OK;
    }
    bool is_own = writ_text_equal(own, request->person);
    if (!is_own && request->caller == WRIT_CALLER_GUEST) {
        return refuse_guest(request, error);
    }
    if (!people_know(host, request->person)) {
        (void)writ_fail(error, WRIT_DENIED, "nobody in people.writ is called \"%.*s\"",
                        WRIT_TEXT_ARGS(request->person));
        return writ_hint(error, "Use the id behind the word person in people.writ.");
    }
    actor->person = request->person;
    actor->identity = is_own ? WRIT_IDENTITY_ACCOUNT : WRIT_IDENTITY_ASSERTED;
    return WRIT_OK;
}

static WritStatus find_person(WritHost *host, const WritRequest *request, Actor *actor,
                              WritError *error)
{
    WritStatus status = find_actor(host, request, actor, error);
    if (status == WRIT_OK && actor->person.length == 0) {
        (void)writ_fail(error, WRIT_DENIED, "people.writ has nobody who signs in as \"%.*s\"",
                        WRIT_TEXT_ARGS(request->account));
        return writ_hint(
            error, "Say who you are with --as PERSON; the record will say that it was asserted.");
    }
    return status;
}

// --- Start -------------------------------------------------------------------------------------

static WritStatus read_parameter(WritHost *host, const WritPlan *plan, const WritSlot *slot,
                                 const WritJson *body, const char *source, WritValue *value,
                                 WritError *error)
{
    const char *name = writ_arena_text(host->item_arena, slot->name).data;
    const WritJson *json = writ_json_find(body, name);
    if (json == NULL) {
        if (plan->types.types[slot->type].optional) {
            *value = (WritValue){0};
            return WRIT_OK;
        }
        (void)writ_fail(error, WRIT_INVALID, "%s: \"%s\" is missing", source, name);
        return writ_hint(error,
                         "The procedure starts with it: write {\"%s\": …} in the file behind "
                         "--with.",
                         name);
    }
    WritStatus status = writ_value_from_json(value, host->item_arena, &plan->types, slot->type,
                                             json, source, name, error);
    Given given = {json, source, name};
    return status == WRIT_OK ? incoming_known(host, plan, 0, *value, &given, error) : status;
}

static WritStatus refuse_unknown(const WritPlan *plan, const WritJson *json, const char *source,
                                 WritError *error)
{
    for (uint32_t i = 0; i < json->count; i++) {
        bool known = false;
        for (uint32_t j = 0; j < plan->slot_count; j++) {
            known = known || (plan->slots[j].kind == WRIT_SLOT_PARAMETER &&
                              writ_text_equal(plan->slots[j].name, json->keys[i]));
        }
        if (!known) {
            return writ_fail(
                error, WRIT_INVALID, "%s:%u:%u: the procedure does not start with \"%.*s\"", source,
                json->items[i].line, json->items[i].column, WRIT_TEXT_ARGS(json->keys[i]));
        }
    }
    return WRIT_OK;
}

WritStatus changes_parse_body(WritHost *host, const WritRequest *request, WritJson *json,
                              const char **source, WritError *error)
{
    WritText name = request->body_name.length > 0 ? request->body_name : writ_text("the data");
    *source = writ_arena_text(host->item_arena, name).data;
    // Without --with there is no name, and nothing is given.
    if (request->body.length == 0 && request->body_name.length > 0) {
        (void)writ_fail(error, WRIT_INVALID, "%s is empty", *source);
        return writ_hint(error, "Write {} for no data.");
    }
    WritText body = request->body.length > 0 ? request->body : writ_text("{}");
    WritStatus status = writ_json_parse(json, host->item_arena, body, *source, error);
    if (status == WRIT_OK && json->kind != WRIT_JSON_OBJECT) {
        return writ_fail(error, WRIT_INVALID, "%s:%u:%u: a JSON object is expected: { … }", *source,
                         json->line, json->column);
    }
    return status == WRIT_OK ? files_place(host, request, json, error) : status;
}

WritStatus changes_read_parameters(WritHost *host, const WritPlan *plan, const WritJson *json,
                                   const char *source, WritCommand *command, WritError *error)
{
    command->values = writ_arena_array(host->item_arena, plan->slot_count + 1, sizeof(WritValue));
    WritStatus status = refuse_unknown(plan, json, source, error);
    for (uint32_t i = 0; status == WRIT_OK && i < plan->slot_count; i++) {
        const WritSlot *slot = &plan->slots[i];
        if (slot->kind != WRIT_SLOT_PARAMETER) {
            continue;
        }
        status = read_parameter(host, plan, slot, json, source,
                                &command->values[command->value_count++], error);
    }
    return status;
}

// Who starts a case does so in his or her own right before on behalf of somebody else, as with an
// answer. Puts in *on_behalf for whom.
static WritStatus may_start(WritHost *host, const WritPlan *plan, const Actor *actor,
                            WritText *on_behalf, WritError *error)
{
    const WritPermitted *substitute = NULL;
    if (plan->start != WRIT_START_ON_REQUEST) {
        return WRIT_OK;
    }
    if (actor->person.length == 0) {
        (void)writ_fail(error, WRIT_DENIED, "\"%.*s\" is started by a person",
                        WRIT_TEXT_ARGS(plan->title));
        return writ_hint(error, "Say who starts it with --as PERSON.");
    }
    WritPeople people = people_source(host);
    for (uint32_t i = 0; i < plan->start_party_count; i++) {
        const WritParty *party = &plan->parties[plan->start_parties_start + i];
        WritQuestion question = {
            .asked = {.role = party->kind == WRIT_PARTY_ROLE ? party->index : WRIT_NONE},
            .substitutes = WRIT_SUBSTITUTES_ALLOWED,
            .at = host->item_now,
        };
        WritPermitted *permitted = NULL;
        uint32_t count =
            people.permitted(people.self, host->item_arena, plan, &question, &permitted);
        for (uint32_t j = 0; j < count; j++) {
            if (!writ_text_equal(permitted[j].person, actor->person)) {
                continue;
            }
            if (permitted[j].on_behalf.length == 0) {
                return WRIT_OK;
            }
            substitute = substitute == NULL ? &permitted[j] : substitute;
        }
    }
    if (substitute != NULL) {
        *on_behalf = substitute->on_behalf;
        return WRIT_OK;
    }
    return writ_fail(error, WRIT_DENIED, "%.*s may not start \"%.*s\"",
                     WRIT_TEXT_ARGS(actor->person), WRIT_TEXT_ARGS(plan->title));
}

// The open case of a key of `one open case per`; its row's key is left in host->key.
// WRIT_NOT_FOUND: none is.
static WritStatus find_open(WritHost *host, const WritPlan *plan, WritText key, uint64_t *open,
                            WritError *error)
{
    writ_buffer_clear(&host->key);
    writ_buffer_clear(&host->value);
    key_open(&host->key, plan->name, key);
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_OPEN_KEYS,
                                        writ_buffer_text(&host->key), &host->value, error);
    if (status == WRIT_OK) {
        WritReader in = writ_reader(writ_buffer_text(&host->value));
        *open = writ_get_uint(&in);
    }
    return status;
}

// One open case for each value of `one open case per` (settled.md 20).
static WritStatus claim_key(WritHost *host, const Instance *instance, WritError *error)
{
    const WritPlan *plan = &instance->definition->plan;
    if (instance->key.length == 0) {
        return WRIT_OK;
    }
    uint64_t open = 0;
    WritStatus status = find_open(host, plan, writ_buffer_text(&instance->key), &open, error);
    if (status == WRIT_OK) {
        (void)writ_fail(error, WRIT_CONFLICT, "case %llu is open for the same %.*s",
                        (unsigned long long)open, WRIT_TEXT_ARGS(plan->keys_text));
        return writ_hint(error, "writ show %llu shows it.", (unsigned long long)open);
    }
    if (status != WRIT_NOT_FOUND) {
        return status;
    }
    if (writ_case_status(instance->state) == WRIT_CASE_ENDED) {
        return WRIT_OK;
    }
    writ_buffer_clear(&host->value);
    writ_put_uint(&host->value, instance->number);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_OPEN_KEYS, writ_buffer_text(&host->key),
                         writ_buffer_text(&host->value));
    return WRIT_OK;
}

typedef enum Second {
    SECOND_NO,
    SECOND_JOINED,
} Second;

static void write_case(WritBuffer *json, const Instance *instance, Second second)
{
    const WritPlan *plan = &instance->definition->plan;
    uint32_t outcome = writ_case_outcome(instance->state);
    uint32_t stage = writ_case_stage(instance->state);
    json_open(json, NULL);
    json_number(json, "case", instance->number);
    json_text(json, "process", plan->name);
    if (second == SECOND_JOINED) {
        json_truth(json, "joined", true);
    }
    if (outcome != WRIT_NONE) {
        json_text(json, "outcome", plan->outcomes[outcome]);
    }
    if (stage != WRIT_NONE) {
        json_text(json, "stage", plan->nodes[stage].name);
    }
    json_close(json);
}

WritStatus changes_start_case(WritHost *host, const InForce *in_force, const WritCommand *command,
                              const Actor *actor, Instance **started, WritError *error)
{
    Instance *instance = instances_add(host, in_force->definition, host->next_case);
    int64_t now = host->item_now;
    instance->began = now;
    memcpy(instance->commit, in_force->commit, sizeof instance->commit);
    WritDecided decided;
    writ_buffer_clear(&host->value);
    writ_buffer_add_string(&host->value, host->origin);
    writ_buffer_add_byte(&host->value, '-');
    writ_buffer_add_number(&host->value, instance->number);
    WritCommand start = *command;
    start.kind = WRIT_COMMAND_START;
    start.text = writ_arena_text(host->item_arena, writ_buffer_text(&host->value));
    WritStatus status = run_command(host, instance, &start, actor, start.due == 0 ? now : start.due,
                                    &decided, error);
    if (status != WRIT_OK) {
        if (!instance->touched) { // Else whoever abandons the item drops it.
            instances_drop(host, instance);
        }
        return status;
    }
    status = claim_key(host, instance, error);
    if (status != WRIT_OK) {
        return status;
    }
    host->next_case++;
    *started = instance;
    return WRIT_OK;
}

// The open case with the key that a start would have; WRIT_NOT_FOUND: none is open.
static WritStatus find_joined(WritHost *host, const InForce *in_force, const WritCommand *start,
                              Instance **joined, WritError *error)
{
    const WritPlan *plan = &in_force->definition->plan;
    if (plan->second != WRIT_SECOND_JOINED) {
        return WRIT_NOT_FOUND;
    }
    WritText key;
    uint64_t open = 0;
    Instance *fresh = instances_add(host, in_force->definition, host->next_case);
    WritStatus status = key_of_start(host, fresh, start, &key, error);
    instances_drop(host, fresh);
    if (status == WRIT_OK) {
        status = find_open(host, plan, key, &open, error);
    }
    if (status == WRIT_OK) {
        status = instances_get(host, open, joined, error);
    }
    if (status == WRIT_OK && (*joined)->definition->plan.second != WRIT_SECOND_JOINED) {
        (void)writ_fail(error, WRIT_CONFLICT,
                        "case %llu is open for the same %.*s, and its version takes no second",
                        (unsigned long long)open, WRIT_TEXT_ARGS(plan->keys_text));
        return writ_hint(error, "writ show %llu shows it.", (unsigned long long)open);
    }
    return status;
}

WritStatus changes_join_case(WritHost *host, const InForce *in_force, const Given *body,
                             const WritCommand *start, const Actor *actor, Instance **joined,
                             WritError *error)
{
    WritStatus status = find_joined(host, in_force, start, joined, error);
    if (status != WRIT_OK) {
        return status;
    }
    // As the open case's version reads them; what is left out stays as it is there.
    WritCommand command = {.kind = WRIT_COMMAND_JOIN, .on_behalf = start->on_behalf};
    status = changes_read_parameters(host, &(*joined)->definition->plan, body->json, body->source,
                                     &command, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritDecided decided;
    int64_t effective = start->due == 0 ? host->item_now : start->due;
    return run_command(host, *joined, &command, actor, effective, &decided, error);
}

// The engine refused the data of a start, and knows no places.
static WritStatus place_parameter(const WritHost *host, const WritPlan *plan,
                                  const WritCommand *command, const Given *body, WritError *error)
{
    uint32_t index = 0;
    for (uint32_t i = 0; i < plan->slot_count && index < command->value_count; i++) {
        if (plan->slots[i].kind != WRIT_SLOT_PARAMETER) {
            continue;
        }
        WritError again;
        char name[128];
        (void)snprintf(name, sizeof name, "%.*s", WRIT_TEXT_ARGS(plan->slots[i].name));
        Given given = {writ_json_find(body->json, name), body->source, name};
        if (incoming_judge(host, plan, &command->values[index++], &given, &again) != WRIT_OK) {
            *error = again;
            break;
        }
    }
    return error->status;
}

WritStatus request_start(WritHost *host, const WritRequest *request, WritBuffer *json,
                         WritError *error)
{
    Actor actor;
    const char *source = NULL;
    WritJson body;
    Instance *instance = NULL;
    WritCommand command = {.kind = WRIT_COMMAND_START};
    WritStatus status = definitions_check(host, error);
    const InForce *in_force = status == WRIT_OK ? definitions_find(host, request->name) : NULL;
    if (status == WRIT_OK && in_force == NULL) {
        return definitions_unknown(host, request->name, error);
    }
    if (status != WRIT_OK || (status = find_actor(host, request, &actor, error)) != WRIT_OK) {
        return status;
    }
    const WritPlan *plan = &in_force->definition->plan;
    if ((status = may_start(host, plan, &actor, &command.on_behalf, error)) != WRIT_OK ||
        (status = changes_parse_body(host, request, &body, &source, error)) != WRIT_OK ||
        (status = changes_read_parameters(host, plan, &body, source, &command, error)) != WRIT_OK) {
        return status;
    }
    Given given = {.json = &body, .source = source};
    Second second = SECOND_JOINED;
    status = changes_join_case(host, in_force, &given, &command, &actor, &instance, error);
    if (status == WRIT_NOT_FOUND) {
        second = SECOND_NO;
        status = changes_start_case(host, in_force, &command, &actor, &instance, error);
    }
    if (status == WRIT_INVALID || status == WRIT_LIMIT) {
        return place_parameter(host, plan, &command, &given, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    write_case(json, instance, second);
    return WRIT_OK;
}

// --- Answer ------------------------------------------------------------------------------------

enum { FILL_NAME_BYTES = 256 };

// What an answer fills in, as it was read.
typedef struct Fills {
    const Instance *instance;
    const WritPlan *plan;
    const WritStep *step; // NULL: of no step, nothing is filled in.
    WritJson body;
    const char *source;
} Fills;

// What is not given stays as it is.
static WritStatus keep_fill(const Fills *fills, uint32_t frame, uint32_t target, WritValue *value,
                            WritError *error)
{
    const WritTarget *place = &fills->plan->targets[target];
    bool is_there = writ_case_read(fills->instance->state, frame, target, value);
    if (is_there &&
        (value->kind != WRIT_VALUE_MISSING || fills->plan->types.types[place->type].optional)) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID, "%s: \"%.*s\" has to be filled in", fills->source,
                    WRIT_TEXT_ARGS(place->text));
    return writ_hint(error, "Write {\"%.*s\": …} in the file behind --with.",
                     WRIT_TEXT_ARGS(place->text));
}

static uint32_t fill_target(const Fills *fills, uint32_t fill)
{
    return fills->plan->operands[fills->step->fills_start + fill];
}

static bool asks_for(const Fills *fills, WritText name)
{
    for (uint32_t i = 0; i < fills->step->fill_count; i++) {
        if (writ_text_equal(fills->plan->targets[fill_target(fills, i)].text, name)) {
            return true;
        }
    }
    return false;
}

// Fields are called by their whole path, so the hint shows one as it is written.
static WritStatus hint_fills(const Fills *fills, WritError *error)
{
    if (fills->step->fill_count == 0) {
        return writ_hint(error, "It asks for no data: answer without --with.");
    }
    WritBuffer names = {0};
    for (uint32_t i = 0; i < fills->step->fill_count; i++) {
        writ_buffer_add_string(&names, i == 0 ? "" : ", ");
        writ_buffer_add(&names, fills->plan->targets[fill_target(fills, i)].text);
    }
    WritText first = fills->plan->targets[fill_target(fills, 0)].text;
    WritStatus status = writ_hint(error, "It asks for %s. Write {\"%.*s\": …}.",
                                  writ_buffer_string(&names), WRIT_TEXT_ARGS(first));
    writ_buffer_dispose(&names);
    return status;
}

static WritStatus refuse_unasked(const Fills *fills, WritError *error)
{
    const WritJson *body = &fills->body;
    for (uint32_t i = 0; i < body->count; i++) {
        if (!asks_for(fills, body->keys[i])) {
            (void)writ_fail(error, WRIT_INVALID, "%s:%u:%u: this task does not ask for \"%.*s\"",
                            fills->source, body->items[i].line, body->items[i].column,
                            WRIT_TEXT_ARGS(body->keys[i]));
            return hint_fills(fills, error);
        }
    }
    return WRIT_OK;
}

// `name` has room for FILL_NAME_BYTES, and the result points to it.
static Given fill_given(const Fills *fills, uint32_t fill, char *name)
{
    const WritTarget *target = &fills->plan->targets[fill_target(fills, fill)];
    (void)snprintf(name, FILL_NAME_BYTES, "%.*s", WRIT_TEXT_ARGS(target->text));
    return (Given){writ_json_find(&fills->body, name), fills->source, name};
}

static WritStatus read_fill(WritHost *host, const Fills *fills, uint32_t fill, WritCommand *command,
                            WritError *error)
{
    char name[FILL_NAME_BYTES];
    uint32_t target = fill_target(fills, fill);
    WritValue *value = &command->values[fill];
    Given given = fill_given(fills, fill, name);
    if (given.json == NULL) {
        return keep_fill(fills, command->frame, target, value, error);
    }
    WritStatus status = writ_value_from_json(value, host->item_arena, &fills->plan->types,
                                             fills->plan->targets[target].type, given.json,
                                             given.source, name, error);
    return status == WRIT_OK
               ? incoming_known(host, fills->plan, fills->instance->number, *value, &given, error)
               : status;
}

static WritStatus read_fills(WritHost *host, const WritRequest *request, Fills *fills,
                             WritCommand *command, WritError *error)
{
    const WritPlan *plan = fills->plan;
    uint32_t node = writ_case_node(fills->instance->state, request->frame);
    WritStatus status = changes_parse_body(host, request, &fills->body, &fills->source, error);
    if (status != WRIT_OK || node == WRIT_NONE || plan->nodes[node].kind != WRIT_NODE_STEP) {
        return status;
    }
    fills->step = &plan->steps[plan->nodes[node].step];
    status = refuse_unasked(fills, error);
    uint32_t count = fills->step->fill_count;
    command->values = writ_arena_array(host->item_arena, count + 1, sizeof(WritValue));
    command->value_count = count;
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        status = read_fill(host, fills, i, command, error);
    }
    return status;
}

WritStatus request_answer(WritHost *host, const WritRequest *request, WritBuffer *json,
                          WritError *error)
{
    Actor actor;
    Instance *instance = NULL;
    WritDecided decided;
    WritCommand command = {
        .kind = WRIT_COMMAND_ANSWER,
        .frame = request->frame,
        .text = request->name,
        .detail = request->comment,
        .revision = request->revision,
    };
    WritStatus status = instances_get(host, request->case_number, &instance, error);
    if (status != WRIT_OK || (status = find_person(host, request, &actor, error)) != WRIT_OK) {
        return status;
    }
    command.person = actor.person;
    Fills fills = {.instance = instance, .plan = &instance->definition->plan};
    if ((status = read_fills(host, request, &fills, &command, error)) != WRIT_OK) {
        return status;
    }
    status = run_command(host, instance, &command, &actor, host->item_now, &decided, error);
    host->item_refusal = status == WRIT_OK ? decided.refusal : NULL;
    if (status == WRIT_OK) {
        write_case(json, instance, SECOND_NO);
    } else if (decided.fault > 0) {
        // The engine knows no places.
        char name[FILL_NAME_BYTES];
        Given given = fill_given(&fills, decided.fault - 1, name);
        return incoming_place(host, fills.plan, &command.values[decided.fault - 1], &given, error);
    }
    return status;
}

// --- Cancel, retry, override
// -----------------------------------------------------------------------------

static WritStatus command_case(WritHost *host, const WritRequest *request, WritCommand *command,
                               WritBuffer *json, WritError *error)
{
    Actor actor;
    Instance *instance = NULL;
    WritDecided decided;
    WritStatus status = instances_get(host, request->case_number, &instance, error);
    if (status != WRIT_OK || (status = find_person(host, request, &actor, error)) != WRIT_OK) {
        return status;
    }
    command->person = actor.person;
    command->detail = request->comment;
    status = run_command(host, instance, command, &actor, host->item_now, &decided, error);
    host->item_refusal = status == WRIT_OK ? decided.refusal : NULL;
    if (status == WRIT_OK) {
        write_case(json, instance, SECOND_NO);
    }
    return status;
}

WritStatus request_cancel(WritHost *host, const WritRequest *request, WritBuffer *json,
                          WritError *error)
{
    WritCommand command = {.kind = WRIT_COMMAND_CANCEL};
    return command_case(host, request, &command, json, error);
}

WritStatus request_retry(WritHost *host, const WritRequest *request, WritBuffer *json,
                         WritError *error)
{
    WritCommand command = {.kind = WRIT_COMMAND_RETRY, .frame = request->frame};
    return command_case(host, request, &command, json, error);
}

WritStatus request_override(WritHost *host, const WritRequest *request, WritBuffer *json,
                            WritError *error)
{
    WritCommand command = {.kind = WRIT_COMMAND_OVERRIDE, .frame = request->frame};
    return command_case(host, request, &command, json, error);
}
