// Messages: which case takes one (settled.md 20). The case itself judges whether it is for it: the
// rows of its waits only say whom to ask.
#include "host/messages.h"

#include "host/incoming.h"
#include "host/json_out.h"
#include "writ/eval.h"

// --- Delivering --------------------------------------------------------------------------------

WritStatus messages_read(Sending *s, const WritPlan *plan, uint32_t event, WritValue *value,
                         WritError *error)
{
    return definitions_read_record(s->host, plan, 0, plan->events[event].record, &s->body,
                                   s->source, "event", value, error);
}

bool messages_unwanted(WritStatus status)
{
    return status == WRIT_NOT_FOUND || status == WRIT_CONFLICT;
}

static Counted count_for(const Sending *s, const WritPlan *plan, uint32_t event)
{
    return sent_count(plan, event, s->request->source, s->sent, s->host->item_now);
}

static const Reading *reading_for(Sending *s, const WritPlan *plan)
{
    Reading *reading = s->readings;
    while (reading != NULL && reading->plan != plan) {
        reading = reading->next;
    }
    if (reading != NULL) {
        return reading;
    }
    reading = writ_arena_alloc(s->host->item_arena, sizeof *reading);
    *reading = (Reading){.plan = plan, .status = WRIT_NOT_FOUND, .next = s->readings};
    reading->event = events_find(plan, s->plan->events[s->event].name);
    if (reading->event != WRIT_NONE) {
        WritError unread;
        reading->counted = count_for(s, plan, reading->event);
        reading->status = messages_read(s, plan, reading->event, &reading->value, &unread);
    }
    s->readings = reading;
    return reading;
}

// What a case would be told. Its version may know no such event, or one of another shape: then the
// message is not for it.
static WritStatus address(Sending *s, KeyTail to, Instance **instance, WritCommand *command,
                          Counted *counted, WritError *error)
{
    WritStatus status = instances_get(s->host, to.case_number, instance, error);
    if (status != WRIT_OK) {
        return status;
    }
    const Reading *reading = reading_for(s, &(*instance)->definition->plan);
    if (reading->status == WRIT_NOT_FOUND || reading->status == WRIT_INVALID) {
        return writ_fail(error, WRIT_NOT_FOUND, "in the case's version it is no such event");
    }
    if (reading->status != WRIT_OK) {
        return writ_fail(error, reading->status, "the message cannot be read for case %llu",
                         (unsigned long long)to.case_number);
    }
    *command = (WritCommand){.kind = WRIT_COMMAND_MESSAGE,
                             .frame = to.part,
                             .index = reading->event,
                             .value = reading->value};
    *counted = reading->counted;
    return WRIT_OK;
}

// A case that cannot judge it keeps no other from it; whoever sent it is told if nobody takes it.
static WritStatus note_trouble(Sending *s, WritStatus status, const WritError *error)
{
    if (status != WRIT_INVALID && status != WRIT_LIMIT) {
        return status;
    }
    if (s->trouble.status == WRIT_OK) {
        s->trouble = *error;
    }
    return WRIT_NOT_FOUND;
}

WritStatus messages_deliver(Sending *s, KeyTail to, WritError *error)
{
    Instance *instance = NULL;
    WritCommand command;
    WritDecided decided;
    Counted counted;
    WritStatus status = address(s, to, &instance, &command, &counted, error);
    if (status != WRIT_OK) {
        return status;
    }
    s->actor.sent_as = counted.as;
    status = run_command(s->host, instance, &command, &s->actor, counted.from, &decided, error);
    if (status == WRIT_OK && !s->is_taken) {
        s->is_taken = true;
        s->counted = (Counted){counted.as, instance->last_effective};
    }
    s->overtaken = status == WRIT_CONFLICT;
    if (s->overtaken && s->overtaken_case == 0) {
        s->overtaken_case = to.case_number;
    }
    return note_trouble(s, status, error);
}

static WritStatus judge(Sending *s, KeyTail to, WritError *error)
{
    Instance *instance = NULL;
    WritCommand command;
    Counted counted;
    WritStatus status = address(s, to, &instance, &command, &counted, error);
    if (status != WRIT_OK) {
        return status;
    }
    status = judge_message(s->host, instance, &command, counted.from, error);
    return note_trouble(s, status, error);
}

// Of cases that were only asked, only so many small ones stay until the end of the turn.
static void let_go(WritHost *host, uint64_t case_number)
{
    Instance *instance = NULL;
    WritError error;
    if (instances_get(host, case_number, &instance, &error) == WRIT_OK && !instance->touched &&
        (host->instances.count > WRIT_HOST_CASES_MAX ||
         writ_case_bytes(instance->state) > WRIT_HOST_CASE_BYTES_MAX / WRIT_HOST_CASES_MAX)) {
        instances_drop(host, instance);
    }
}

// With one case meant, it is an error that two would take it: nobody can tell which.
static WritStatus find_addressee(Sending *s, Waits *waits, KeyTail *addressee, WritError *error)
{
    KeyTail wait;
    bool any = false;
    WritStatus status = waits_next(waits, &wait, error);
    for (; status == WRIT_OK; status = waits_next(waits, &wait, error)) {
        WritStatus judged = judge(s, wait, error);
        if (messages_unwanted(judged)) {
            let_go(s->host, wait.case_number);
            continue;
        }
        if (judged != WRIT_OK) {
            return judged;
        }
        if (any && wait.case_number != addressee->case_number) {
            (void)writ_fail(error, WRIT_CONFLICT, "more than one case waits for it: %llu and %llu",
                            (unsigned long long)addressee->case_number,
                            (unsigned long long)wait.case_number);
            return writ_hint(error, "Nothing was done. The message has to name one of them.");
        }
        *addressee = any ? *addressee : wait;
        any = true;
    }
    return status == WRIT_NOT_FOUND && any ? WRIT_OK : status;
}

static void add_case(WritBuffer *cases, uint32_t *count, uint64_t number)
{
    writ_buffer_format(cases, "%s%llu", *count > 0 ? "," : "", (unsigned long long)number);
    (*count)++;
}

// The oldest that takes it, or all that do.
static WritStatus offer_in_order(Sending *s, Waits *waits, WritBuffer *cases, uint32_t *count,
                                 WritError *error)
{
    KeyTail wait;
    bool all = s->plan->events[s->event].addressing == WRIT_FOR_ALL;
    WritStatus status = waits_next(waits, &wait, error);
    for (; status == WRIT_OK; status = waits_next(waits, &wait, error)) {
        WritStatus delivered = messages_deliver(s, wait, error);
        if (messages_unwanted(delivered)) {
            let_go(s->host, wait.case_number);
            continue;
        }
        if (delivered != WRIT_OK) {
            return delivered;
        }
        add_case(cases, count, wait.case_number);
        if (!all) {
            return WRIT_OK;
        }
    }
    return status == WRIT_NOT_FOUND ? WRIT_OK : status;
}

static WritStatus deliver_to_one(Sending *s, WritBuffer *cases, uint32_t *count, WritError *error)
{
    Waits *waits = NULL;
    KeyTail addressee;
    WritStatus status = waits_open(&waits, s, error);
    s->overtaken = false;
    if (status == WRIT_OK) {
        status = find_addressee(s, waits, &addressee, error);
    }
    waits_close(waits);
    if (status != WRIT_OK) {
        return status == WRIT_NOT_FOUND ? WRIT_OK : status;
    }
    status = messages_deliver(s, addressee, error);
    if (status == WRIT_OK) {
        add_case(cases, count, addressee.case_number);
    }
    return status;
}

static WritStatus deliver_in_order(Sending *s, WritBuffer *cases, uint32_t *count, WritError *error)
{
    Waits *waits = NULL;
    WritStatus status = waits_open(&waits, s, error);
    if (status == WRIT_OK) {
        status = offer_in_order(s, waits, cases, count, error);
    }
    waits_close(waits);
    return status;
}

static bool is_for_one(const Sending *s)
{
    return s->plan->events[s->event].addressing == WRIT_FOR_CASE_WITH;
}

static WritStatus deliver_all(Sending *s, WritBuffer *cases, uint32_t *count, WritError *error)
{
    WritStatus status = WRIT_OK;
    if (is_for_one(s)) {
        // A deadline that had waited was due before the message, and has ended what it was for:
        // then it may be for what is open still. Each time less is.
        do {
            status = deliver_to_one(s, cases, count, error);
        } while (messages_unwanted(status) && s->overtaken);
    } else {
        status = deliver_in_order(s, cases, count, error);
    }
    if (status == WRIT_OK && *count == 0 && s->trouble.status != WRIT_OK) {
        *error = s->trouble;
        status = error->status;
    }
    return status;
}

// --- Starting a case ---------------------------------------------------------------------------

// Whether `where` of the start holds. One that has no value for this message is told to its sender.
static WritStatus judge_start(Sending *s, const WritPlan *plan, bool *wanted, WritError *error)
{
    *wanted = true;
    if (plan->start_where_count == 0) {
        return WRIT_OK;
    }
    WritValue event;
    WritStatus status = messages_read(s, plan, plan->start_event, &event, error);
    WritScope scope = {.plan = plan, .arena = s->host->item_arena, .event = &event};
    for (uint32_t i = 0; status == WRIT_OK && *wanted && i < plan->start_where_count; i++) {
        uint32_t expr = plan->operands[plan->start_wheres_start + i];
        status = writ_eval_truth(&scope, expr, wanted, error);
    }
    return status;
}

static WritStatus start_by_event(Sending *s, WritBuffer *cases, uint32_t *count, WritError *error)
{
    for (uint32_t i = 0; i < s->host->in_force_count; i++) {
        const InForce *in_force = &s->host->in_force[i];
        const WritPlan *plan = &in_force->definition->plan;
        if (plan->start != WRIT_START_ON_EVENT ||
            !writ_text_equal(plan->events[plan->start_event].name,
                             s->plan->events[s->event].name)) {
            continue;
        }
        bool wanted = false;
        WritStatus status = judge_start(s, plan, &wanted, error);
        if (status != WRIT_OK) {
            return status;
        }
        if (!wanted) {
            s->declined = plan;
            continue;
        }
        Counted counted = count_for(s, plan, plan->start_event);
        WritCommand command = {.kind = WRIT_COMMAND_START, .due = counted.from};
        Instance *instance = NULL;
        s->actor.sent_as = counted.as;
        status = changes_read_parameters(s->host, plan, &s->body, s->source, &command, error);
        if (status == WRIT_OK) {
            Given body = {.json = &s->body, .source = s->source};
            status =
                changes_join_case(s->host, in_force, &body, &command, &s->actor, &instance, error);
        }
        if (status == WRIT_NOT_FOUND) {
            status = changes_start_case(s->host, in_force, &command, &s->actor, &instance, error);
        }
        if (status != WRIT_OK) {
            return status;
        }
        s->counted = counted;
        add_case(cases, count, instance->number);
    }
    return WRIT_OK;
}

// --- Sending -----------------------------------------------------------------------------------

// What makes two messages the same: the event, its data and the files that came along.
static WritHash message_print(const WritRequest *request)
{
    WritBuffer bytes = {0};
    writ_put_text(&bytes, request->name);
    writ_put_text(&bytes, request->body);
    if (request->files.length > 0) {
        writ_put_text(&bytes, request->files);
    }
    WritHash print = writ_hash(writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    return print;
}

// The same message of the same source twice has one effect (N12).
static WritStatus find_repeated(Sending *s, WritBuffer *json, WritError *error)
{
    WritText source = s->request->source;
    if (source.length == 0) {
        return WRIT_NOT_FOUND;
    }
    writ_buffer_clear(&s->host->value);
    WritStatus status =
        writ_store_find(s->host->store, WRIT_FAMILY_MESSAGES, source, &s->host->value, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritReader in = writ_reader(writ_buffer_text(&s->host->value));
    WritText recorded = writ_get_raw(&in, WRIT_HASH_BYTES);
    WritText answer = writ_get_text(&in);
    if (!writ_reader_done(&in)) {
        return writ_fail(error, WRIT_INVALID, "the record of message \"%.*s\" is damaged",
                         WRIT_TEXT_ARGS(source));
    }
    WritHash print = message_print(s->request);
    if (!writ_text_equal(recorded, (WritText){(const char *)print.bytes, WRIT_HASH_BYTES})) {
        (void)writ_fail(error, WRIT_INVALID,
                        "message \"%.*s\" was taken before, with another event or other data",
                        WRIT_TEXT_ARGS(source));
        return writ_hint(error, "Nothing was done. A new message needs an id of its own.");
    }
    json_again(json, answer);
    return WRIT_OK;
}

static void record_message(WritHost *host, const WritRequest *request, WritText json)
{
    WritHash print = message_print(request);
    writ_buffer_clear(&host->value);
    writ_put_raw(&host->value, print.bytes, WRIT_HASH_BYTES);
    writ_put_text(&host->value, json);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_MESSAGES, request->source,
                         writ_buffer_text(&host->value));
}

static WritStatus refuse_start(const Sending *s, WritError *error)
{
    const WritPlan *plan = s->declined;
    WritBuffer condition = {0};
    writ_plan_print_expr(&condition, plan, plan->operands[plan->start_wheres_start]);
    (void)writ_fail(error, WRIT_NOT_FOUND,
                    "\"%.*s\" with these data begins no case of \"%.*s\", and none waits for it",
                    WRIT_TEXT_ARGS(plan->events[plan->start_event].name),
                    WRIT_TEXT_ARGS(plan->title));
    (void)writ_hint(error, "A case begins only where %s.", writ_buffer_string(&condition));
    writ_buffer_dispose(&condition);
    return error->status;
}

static WritStatus take(Sending *s, WritBuffer *json, WritError *error)
{
    WritBuffer cases = {0};
    uint32_t count = 0;
    const WritEventType *event = &s->plan->events[s->event];
    WritStatus status = start_by_event(s, &cases, &count, error);
    if (status == WRIT_OK && count == 0) {
        status = deliver_all(s, &cases, &count, error);
    }
    const char *kept = "false";
    if (status == WRIT_OK && count == 0 && event->kept_count > 0) {
        status = early_keep(s, error);
        kept = "true";
    } else if (status == WRIT_OK && count == 0 && s->overtaken_case != 0) {
        (void)writ_fail(error, WRIT_CONFLICT,
                        "the message came too late: a deadline of case %llu was due before it",
                        (unsigned long long)s->overtaken_case);
        status = writ_hint(error, "Nothing was done. writ why %llu says what the case waits for.",
                           (unsigned long long)s->overtaken_case);
    } else if (status == WRIT_OK && count == 0 && s->declined != NULL) {
        status = refuse_start(s, error);
    } else if (status == WRIT_OK && count == 0) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "no case waits for \"%.*s\" with these data",
                        WRIT_TEXT_ARGS(event->name));
        status = writ_hint(error, "writ why CASE says what a case waits for.");
    }
    if (status == WRIT_OK) {
        writ_buffer_format(json, "{\"event\":\"%.*s\",\"cases\":[%.*s],\"kept\":%s",
                           WRIT_TEXT_ARGS(event->name), WRIT_TEXT_ARGS(writ_buffer_text(&cases)),
                           kept);
        sent_write(json, s->sent.at, s->counted);
        writ_buffer_add_byte(json, '}');
    }
    writ_buffer_dispose(&cases);
    return status;
}

// Whatever becomes of the message: what its source sent before is there, or never comes.
static void note_source(WritHost *host, WritText source, int64_t sent)
{
    int64_t before = 0;
    int64_t at = sent < host->item_now ? sent : host->item_now;
    bool is_named = false;
    for (const Definition *d = sent == 0 ? NULL : host->definitions; d != NULL; d = d->next) {
        is_named = is_named || sent_is_named(&d->plan, source);
    }
    if (is_named && sent_note(&host->sent, source, at, &before)) {
        timers_judge_between(host, before, at);
    }
}

WritStatus request_send(WritHost *host, const WritRequest *request, WritBuffer *json,
                        WritError *error)
{
    Sending s = {.host = host, .request = request};
    WritStatus status = sent_read(&host->sent, request, host->item_now, &s.sent, error);
    if (status != WRIT_OK) {
        return status;
    }
    note_source(host, sent_source(request->source), request->sent);
    status = find_repeated(&s, json, error);
    if (status != WRIT_NOT_FOUND) {
        return status;
    }
    if ((status = definitions_check(host, error)) != WRIT_OK ||
        (status = find_actor(host, request, &s.actor, error)) != WRIT_OK ||
        (status = events_choose(&s, error)) != WRIT_OK ||
        (status = changes_parse_body(host, request, &s.body, &s.source, error)) != WRIT_OK ||
        (status = messages_read(&s, s.plan, s.event, &s.value, error)) != WRIT_OK) {
        return status;
    }
    s.actor.sent = s.sent.at;
    s.counted = count_for(&s, s.plan, s.event);
    if ((status = take(&s, json, error)) != WRIT_OK) {
        return status;
    }
    if (request->source.length > 0) {
        record_message(host, request, writ_buffer_text(json));
    }
    return WRIT_OK;
}
