// Requests that change a case: start, answer, cancel, retry.
#include "host/host.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

// --- Who ---------------------------------------------------------------------------------------

WritStatus find_actor(WritHost *host, const WritRequest *request, Actor *actor, WritError *error)
{
    *actor = (Actor){
        .identity = WRIT_IDENTITY_ACCOUNT, .account = request->account, .source = request->source};
    WritText own = people_of_account(host, request->account);
    if (request->person.length == 0) {
        actor->person = own;
        return WRIT_OK;
    }
    if (!people_know(host, request->person)) {
        (void)writ_fail(error, WRIT_DENIED, "nobody in people.writ is called \"%.*s\"",
                        WRIT_TEXT_ARGS(request->person));
        return writ_hint(error, "Use the id behind the word person in people.writ.");
    }
    actor->person = request->person;
    actor->identity =
        writ_text_equal(own, request->person) ? WRIT_IDENTITY_ACCOUNT : WRIT_IDENTITY_ASSERTED;
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
                                 const WritJson *json, const char *source, WritValue *value,
                                 WritError *error)
{
    char name[128];
    (void)snprintf(name, sizeof name, "%.*s", WRIT_TEXT_ARGS(slot->name));
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
    return status == WRIT_OK ? people_check(host, *value, name, error) : status;
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
                              char *source, size_t size, WritError *error)
{
    WritText name = request->body_name.length > 0 ? request->body_name : writ_text("the data");
    (void)snprintf(source, size, "%.*s", WRIT_TEXT_ARGS(name));
    // Without --with there is no name, and nothing is given.
    if (request->body.length == 0 && request->body_name.length > 0) {
        (void)writ_fail(error, WRIT_INVALID, "%s is empty", source);
        return writ_hint(error, "Write {} for no data.");
    }
    WritText body = request->body.length > 0 ? request->body : writ_text("{}");
    WritStatus status = writ_json_parse(json, host->item_arena, body, source, error);
    if (status == WRIT_OK && json->kind != WRIT_JSON_OBJECT) {
        return writ_fail(error, WRIT_INVALID, "%s:%u:%u: a JSON object is expected: { … }", source,
                         json->line, json->column);
    }
    return status;
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
        char name[128];
        (void)snprintf(name, sizeof name, "%.*s", WRIT_TEXT_ARGS(slot->name));
        status = read_parameter(host, plan, slot, writ_json_find(json, name), source,
                                &command->values[command->value_count++], error);
    }
    return status;
}

static WritStatus may_start(WritHost *host, const WritPlan *plan, const Actor *actor,
                            WritError *error)
{
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
            .at = host->clock.now(host->clock.self),
        };
        WritPermitted *permitted = NULL;
        uint32_t count =
            people.permitted(people.self, host->item_arena, plan, &question, &permitted);
        for (uint32_t j = 0; j < count; j++) {
            if (writ_text_equal(permitted[j].person, actor->person)) {
                return WRIT_OK;
            }
        }
    }
    return writ_fail(error, WRIT_DENIED, "%.*s may not start \"%.*s\"",
                     WRIT_TEXT_ARGS(actor->person), WRIT_TEXT_ARGS(plan->title));
}

// One open case for each value of `one open case per` (settled.md 20).
static WritStatus claim_key(WritHost *host, const Instance *instance, WritError *error)
{
    const WritPlan *plan = &instance->definition->plan;
    if (instance->key.length == 0) {
        return WRIT_OK;
    }
    writ_buffer_clear(&host->key);
    writ_buffer_clear(&host->value);
    key_open(&host->key, plan->name, writ_buffer_text(&instance->key));
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_OPEN_KEYS,
                                        writ_buffer_text(&host->key), &host->value, error);
    if (status == WRIT_OK) {
        WritReader in = writ_reader(writ_buffer_text(&host->value));
        uint64_t open = writ_get_uint(&in);
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

static void write_case(WritBuffer *json, const Instance *instance)
{
    const WritPlan *plan = &instance->definition->plan;
    uint32_t outcome = writ_case_outcome(instance->state);
    uint32_t stage = writ_case_stage(instance->state);
    writ_buffer_format(json, "{\"case\":%llu,\"process\":\"%.*s\"",
                       (unsigned long long)instance->number, WRIT_TEXT_ARGS(plan->name));
    if (outcome != WRIT_NONE) {
        writ_buffer_format(json, ",\"outcome\":\"%.*s\"", WRIT_TEXT_ARGS(plan->outcomes[outcome]));
    }
    if (stage != WRIT_NONE) {
        writ_buffer_format(json, ",\"stage\":\"%.*s\"", WRIT_TEXT_ARGS(plan->nodes[stage].name));
    }
    writ_buffer_add_string(json, "}");
}

WritStatus changes_start_case(WritHost *host, const InForce *in_force, const WritCommand *command,
                              const Actor *actor, Instance **started, WritError *error)
{
    Instance *instance = instances_add(host, in_force->definition, host->next_case);
    int64_t now = host->clock.now(host->clock.self);
    instance->began = now;
    memcpy(instance->commit, in_force->commit, sizeof instance->commit);
    WritDecided decided;
    char origin[64];
    (void)snprintf(origin, sizeof origin, "%s-%llu", host->origin,
                   (unsigned long long)instance->number);
    WritCommand start = *command;
    start.kind = WRIT_COMMAND_START;
    start.text = writ_text(origin);
    WritStatus status = run_command(host, instance, &start, actor, now, &decided, error);
    if (status != WRIT_OK) {
        instances_drop(host, instance);
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

WritStatus request_start(WritHost *host, const WritRequest *request, WritBuffer *json,
                         WritError *error)
{
    Actor actor;
    char source[256];
    WritJson body;
    Instance *instance = NULL;
    WritCommand command = {.kind = WRIT_COMMAND_START};
    WritStatus status = definitions_refresh(host, error);
    const InForce *in_force = status == WRIT_OK ? definitions_find(host, request->name) : NULL;
    if (status == WRIT_OK && in_force == NULL) {
        return definitions_unknown(host, request->name, error);
    }
    if (status != WRIT_OK || (status = find_actor(host, request, &actor, error)) != WRIT_OK) {
        return status;
    }
    const WritPlan *plan = &in_force->definition->plan;
    if ((status = may_start(host, plan, &actor, error)) != WRIT_OK ||
        (status = changes_parse_body(host, request, &body, source, sizeof source, error)) !=
            WRIT_OK ||
        (status = changes_read_parameters(host, plan, &body, source, &command, error)) != WRIT_OK ||
        (status = changes_start_case(host, in_force, &command, &actor, &instance, error)) !=
            WRIT_OK) {
        return status;
    }
    write_case(json, instance);
    return WRIT_OK;
}

// --- Answer ------------------------------------------------------------------------------------

// What is not given stays as it is.
static WritStatus keep_fill(const WritRequest *request, const Instance *instance, uint32_t target,
                            WritValue *value, WritError *error)
{
    const WritPlan *plan = &instance->definition->plan;
    const WritTarget *place = &plan->targets[target];
    bool is_there = writ_case_read(instance->state, request->frame, target, value);
    if (is_there &&
        (value->kind != WRIT_VALUE_MISSING || plan->types.types[place->type].optional)) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID, "\"%.*s\" has to be filled in",
                    WRIT_TEXT_ARGS(place->text));
    return writ_hint(error, "Write {\"%.*s\": …} in the file behind --with.",
                     WRIT_TEXT_ARGS(place->text));
}

static bool asks_for(const WritPlan *plan, const WritStep *step, WritText name)
{
    for (uint32_t i = 0; i < step->fill_count; i++) {
        if (writ_text_equal(plan->targets[plan->operands[step->fills_start + i]].text, name)) {
            return true;
        }
    }
    return false;
}

// Fields are called by their whole path, so the hint shows one as it is written.
static WritStatus refuse_unasked(const WritPlan *plan, const WritStep *step, const WritJson *body,
                                 const char *source, WritError *error)
{
    uint32_t wrong = 0;
    while (wrong < body->count && asks_for(plan, step, body->keys[wrong])) {
        wrong++;
    }
    if (wrong == body->count) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID, "%s:%u:%u: this task does not ask for \"%.*s\"", source,
                    body->items[wrong].line, body->items[wrong].column,
                    WRIT_TEXT_ARGS(body->keys[wrong]));
    if (step->fill_count == 0) {
        return writ_hint(error, "It asks for no data: answer without --with.");
    }
    WritBuffer names = {0};
    for (uint32_t i = 0; i < step->fill_count; i++) {
        const WritTarget *target = &plan->targets[plan->operands[step->fills_start + i]];
        writ_buffer_format(&names, "%s%.*s", i == 0 ? "" : ", ", WRIT_TEXT_ARGS(target->text));
    }
    const WritTarget *first = &plan->targets[plan->operands[step->fills_start]];
    (void)writ_hint(error, "It asks for %s. Write {\"%.*s\": …}.", writ_buffer_string(&names),
                    WRIT_TEXT_ARGS(first->text));
    writ_buffer_dispose(&names);
    return WRIT_INVALID;
}

static WritStatus read_fill(WritHost *host, const WritPlan *plan, const WritTarget *target,
                            const WritJson *given, const char *source, WritValue *value,
                            WritError *error)
{
    char name[256];
    (void)snprintf(name, sizeof name, "%.*s", WRIT_TEXT_ARGS(target->text));
    WritStatus status = writ_value_from_json(value, host->item_arena, &plan->types, target->type,
                                             given, source, name, error);
    return status == WRIT_OK ? people_check(host, *value, name, error) : status;
}

static WritStatus read_fills(WritHost *host, const WritRequest *request, const Instance *instance,
                             WritCommand *command, WritError *error)
{
    const WritPlan *plan = &instance->definition->plan;
    uint32_t node = writ_case_node(instance->state, request->frame);
    char source[256];
    WritJson body;
    WritStatus status = changes_parse_body(host, request, &body, source, sizeof source, error);
    if (status != WRIT_OK || node == WRIT_NONE || plan->nodes[node].kind != WRIT_NODE_STEP) {
        return status;
    }
    const WritStep *step = &plan->steps[plan->nodes[node].step];
    status = refuse_unasked(plan, step, &body, source, error);
    command->values = writ_arena_array(host->item_arena, step->fill_count + 1, sizeof(WritValue));
    command->value_count = step->fill_count;
    for (uint32_t i = 0; status == WRIT_OK && i < step->fill_count; i++) {
        uint32_t target = plan->operands[step->fills_start + i];
        WritValue *value = &command->values[i];
        char name[256];
        (void)snprintf(name, sizeof name, "%.*s", WRIT_TEXT_ARGS(plan->targets[target].text));
        const WritJson *given = writ_json_find(&body, name);
        status = given == NULL ? keep_fill(request, instance, target, value, error)
                               : read_fill(host, plan, &plan->targets[target], given, source, value,
                                           error);
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
    if ((status = read_fills(host, request, instance, &command, error)) != WRIT_OK ||
        (status = run_command(host, instance, &command, &actor, host->clock.now(host->clock.self),
                              &decided, error)) != WRIT_OK) {
        return status;
    }
    write_case(json, instance);
    return WRIT_OK;
}

// --- Cancel, retry -----------------------------------------------------------------------------

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
    status = run_command(host, instance, command, &actor, host->clock.now(host->clock.self),
                         &decided, error);
    if (status == WRIT_OK) {
        write_case(json, instance);
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
