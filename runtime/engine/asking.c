// People: whom a task asks, who is barred from it, and who may answer.
#include "engine/decide.h"

#include <assert.h>

static bool resolve_unit(Deciding *d, const Place *place, uint32_t expr, WritText *unit)
{
    *unit = (WritText){0};
    if (expr == WRIT_NONE) {
        return true;
    }
    WritValue value;
    if (!evaluate(d, place, expr, &value)) {
        return false;
    }
    WritBuffer text = {0};
    writ_value_print(&text, &d->plan->types, value);
    *unit = writ_arena_text(d->moment->arena, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
    return true;
}

static uint32_t find_role(const WritPlan *plan, WritText name)
{
    for (uint32_t i = 0; i < plan->role_count; i++) {
        if (writ_text_equal(plan->roles[i].name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

bool resolve_party(Deciding *d, const Frame *frame, const WritParty *party, WritAsked *asked)
{
    Place place = place_in(frame);
    WritValue value;
    *asked = (WritAsked){.role = WRIT_NONE};
    switch (party->kind) {
    case WRIT_PARTY_ROLE:
        asked->role = party->index;
        return resolve_unit(d, &place, party->unit, &asked->unit);
    case WRIT_PARTY_ROLE_VALUE:
        if (!evaluate(d, &place, party->index, &value)) {
            return false;
        }
        asked->role = find_role(d->plan, value.text);
        if (asked->role == WRIT_NONE) {
            (void)writ_fail(&d->trouble, WRIT_INVALID,
                            "the role \"%.*s\" is not one that this process knows",
                            WRIT_TEXT_ARGS(value.text));
            return false;
        }
        return resolve_unit(d, &place, party->unit, &asked->unit);
    case WRIT_PARTY_PERSON:
        if (!evaluate(d, &place, party->index, &value)) {
            return false;
        }
        asked->person = value.text;
        return true;
    case WRIT_PARTY_OWNER:
        assert(d->plan->owner.kind != WRIT_PARTY_OWNER);
        return resolve_party(d, frame, &d->plan->owner, asked);
    case WRIT_PARTY_ASSIGNEE:
        break; // Several parties may be asked; resolve_parties expands it.
    }
    WRIT_UNREACHABLE();
}

bool resolve_parties(Deciding *d, const Frame *frame, uint32_t start, uint32_t count,
                     WritAsked **asked)
{
    assert(count == 1 || d->plan->parties[start].kind != WRIT_PARTY_ASSIGNEE);
    *asked = writ_arena_array(d->moment->arena, count + 1, sizeof **asked);
    for (uint32_t i = 0; i < count; i++) {
        if (!resolve_party(d, frame, &d->plan->parties[start + i], &(*asked)[i])) {
            return false;
        }
    }
    return true;
}

void asked_values(Deciding *d, WritEvent *event, const WritAsked *asked, uint32_t count)
{
    event->values = writ_arena_array(d->moment->arena, 2 * (size_t)count + 1, sizeof(WritValue));
    event->value_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (asked[i].role == WRIT_NONE) {
            event->values[event->value_count++] =
                (WritValue){.kind = WRIT_VALUE_PERSON, .text = asked[i].person};
            continue;
        }
        event->values[event->value_count++] =
            writ_value_number(writ_decimal_from_int(asked[i].role));
        event->values[event->value_count++] = writ_value_text(asked[i].unit);
    }
}

static WritSubstitutes substitutes_of(const Deciding *d, const Frame *task)
{
    if (task->node == WRIT_NONE) {
        return WRIT_SUBSTITUTES_ALLOWED;
    }
    return program_step(d->program, task->node)->substitutes ? WRIT_SUBSTITUTES_ALLOWED
                                                             : WRIT_SUBSTITUTES_NONE;
}

static uint32_t ask_permitted(Deciding *d, const WritQuestion *question, WritPermitted **people)
{
    const WritPeople *source = d->moment->people;
    return source->permitted(source->self, d->moment->arena, d->plan, question, people);
}

static WritQuestion question_of(const Deciding *d, const Frame *task, WritAsked asked)
{
    return (WritQuestion){
        .asked = asked,
        .barred = task->barred,
        .barred_count = task->barred_count,
        .substitutes = substitutes_of(d, task),
        .at = d->moment->now,
    };
}

bool is_anybody_permitted(Deciding *d, const Frame *task)
{
    for (uint32_t i = 0; i < task->asked_count; i++) {
        WritQuestion question = question_of(d, task, task->asked[i]);
        WritPermitted *people = NULL;
        if (ask_permitted(d, &question, &people) > 0) {
            return true;
        }
    }
    return false;
}

const WritPermitted *find_permitted(Deciding *d, const Frame *task, WritText person)
{
    const WritPermitted *substitute = NULL;
    for (uint32_t i = 0; i < task->asked_count; i++) {
        WritQuestion question = question_of(d, task, task->asked[i]);
        WritPermitted *people = NULL;
        uint32_t count = ask_permitted(d, &question, &people);
        for (uint32_t j = 0; j < count; j++) {
            if (!writ_text_equal(people[j].person, person)) {
                continue;
            }
            if (people[j].on_behalf.length == 0) {
                return &people[j];
            }
            substitute = substitute == NULL ? &people[j] : substitute;
        }
    }
    return substitute;
}

// Everybody that `never by` names: persons, and all who are in the roles.
static bool list_barred(Deciding *d, const Frame *frame, const WritStep *step, WritEvent *event)
{
    const WritPeople *source = d->moment->people;
    WritText *barred = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < step->never_count; i++) {
        WritAsked asked;
        if (!resolve_party(d, frame, &d->plan->parties[step->never_start + i], &asked)) {
            return false;
        }
        WritText *members = NULL;
        uint32_t member_count =
            source->members(source->self, d->moment->arena, d->plan, asked, &members);
        WritText *grown =
            writ_arena_array(d->moment->arena, count + member_count + 1, sizeof *grown);
        for (uint32_t j = 0; j < count; j++) {
            grown[j] = barred[j];
        }
        for (uint32_t j = 0; j < member_count; j++) {
            grown[count + j] = members[j];
        }
        barred = grown;
        count += member_count;
    }
    event->people = barred;
    event->person_count = count;
    return true;
}

// In turn: the first party in which somebody is permitted; the last one if nobody is anywhere.
static void choose_turn(Deciding *d, const WritEvent *event, const WritStep *step,
                        WritAsked **asked, uint32_t *count)
{
    if (step->performer.kind == WRIT_PERFORMER_ANY) {
        return;
    }
    for (uint32_t i = 0; i < *count; i++) {
        WritQuestion question = {
            .asked = (*asked)[i],
            .barred = event->people,
            .barred_count = event->person_count,
            .substitutes = step->substitutes ? WRIT_SUBSTITUTES_ALLOWED : WRIT_SUBSTITUTES_NONE,
            .at = d->moment->now,
        };
        WritPermitted *people = NULL;
        if (i + 1 == *count || ask_permitted(d, &question, &people) > 0) {
            *asked += i;
            *count = 1;
            return;
        }
    }
}

bool hash_shown(Deciding *d, const Place *place, const WritStep *step, WritText *text)
{
    WritBuffer bytes = {0};
    bool well = true;
    for (uint32_t i = 0; well && i < step->show_count; i++) {
        const WritShown *shown = &d->plan->shown[step->shows_start + i];
        WritValue value;
        well = evaluate(d, place, shown->expr, &value);
        if (well) {
            writ_put_text(&bytes, shown->text);
            writ_value_put(&bytes, value);
        }
    }
    WritHash hash = writ_hash(writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&hash, hex);
    *text = writ_arena_text(d->moment->arena, writ_text(hex));
    return well;
}

void expect_somebody(Deciding *d, const Frame *task)
{
    // While its actions have stopped, whether it has anybody is asked when they are over.
    if (task->gone || task->answered || task->state == FRAME_STUCK || task->list != WRIT_NONE ||
        is_anybody_permitted(d, task)) {
        return;
    }
    bool is_step = task->node != WRIT_NONE;
    WritText title = is_step ? program_node(d->program, task->node)->title : task->text;
    (void)writ_fail(&d->trouble, WRIT_NOT_FOUND,
                    "nobody may %s \"%.*s\": everybody asked is away, barred or not in the "
                    "directory",
                    is_step ? "do" : "see to", WRIT_TEXT_ARGS(title));
    emit_incident(d, task, is_step ? task->node : 0, WRIT_NONE, 0);
}

static void see_to_nobody(Deciding *d, Frame *task, const WritStep *step)
{
    uint32_t list = step->on_nobody != WRIT_NONE ? step->on_nobody : d->plan->on_nobody;
    if (run_list(d, task, list, 0) == LIST_DONE) {
        expect_somebody(d, task);
    }
}

// Whom a task asks, and when it is due: into its event, before that is emitted. The calendar is
// that of whoever owes the task as it is first offered, whoever has it later (N7, S4).
static bool prepare_task(Deciding *d, const Frame *frame, uint32_t node, WritEvent *event,
                         Clock **clock)
{
    const WritStep *step = program_step(d->program, node);
    const WritPeople *people = d->moment->people;
    Place place = place_in(frame);
    WritAsked *asked = NULL;
    WritOwner owner = {0};
    uint32_t count = step->performer.party_count;
    if (!resolve_parties(d, frame, step->performer.parties_start, count, &asked) ||
        !list_barred(d, frame, step, event)) {
        return false;
    }
    choose_turn(d, event, step, &asked, &count);
    if (is_clock_owed(d, node)) {
        if (people->calendar(people->self, asked[0], &owner, &d->trouble) != WRIT_OK) {
            return false;
        }
        place.owner = &owner;
    }
    if (!evaluate_due(d, &place, node, &event->due, clock) ||
        (step->act == WRIT_ACT_APPROVE && !hash_shown(d, &place, step, &event->text))) {
        return false;
    }
    asked_values(d, event, asked, count);
    return true;
}

bool can_count_start(Deciding *d, const Frame *frame, uint32_t node)
{
    const WritNode *of = program_node(d->program, node);
    Clock *clock = NULL;
    if (of->kind == WRIT_NODE_STEP && (program_step(d->program, node)->act == WRIT_ACT_DO ||
                                       program_step(d->program, node)->act == WRIT_ACT_APPROVE)) {
        WritEvent event = writ_event(WRIT_EVENT_TASK_OPENED);
        return prepare_task(d, frame, node, &event, &clock);
    }
    Place place = place_in(frame);
    int64_t due = WRIT_NEVER;
    return evaluate_due(d, &place, node, &due, &clock);
}

bool open_task(Deciding *d, Frame *frame, uint32_t node)
{
    const WritStep *step = program_step(d->program, node);
    Clock *clock = NULL;
    WritEvent *event = next_event(d, WRIT_EVENT_TASK_OPENED);
    event->frame = next_frame(d);
    event->parent = frame->id;
    event->node = node;
    if (!prepare_task(d, frame, node, event, &clock)) {
        return false;
    }
    emit(d);
    begin_clock(d, event->frame, clock);
    Frame *task = case_frame(d->instance, event->frame);
    bind_shown(d, task);
    if (!is_anybody_permitted(d, task)) {
        see_to_nobody(d, task, step);
    }
    return true;
}
