// A task as JSON: who is asked, what is shown and what has to be filled in; and who may answer it.
#include "host/view.h"

#include <string.h>

#include "host/json_out.h"
#include "host/wording.h"

enum { CHOICES_SHOWN_MAX = 50 };

static void keep_permitted(WritPermitted *kept, uint32_t *count, WritPermitted one)
{
    for (uint32_t i = 0; i < *count; i++) {
        if (writ_text_equal(kept[i].person, one.person)) {
            if (one.on_behalf.length == 0) {
                kept[i].on_behalf = (WritText){0};
            }
            return;
        }
    }
    kept[(*count)++] = one;
}

uint32_t view_permitted(const View *view, const WritDuty *task, WritPermitted **people)
{
    const WritStep *step = view_step_of(view, task->node);
    WritPermitted *kept = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < task->asked_count; i++) {
        WritQuestion question = {
            .asked = task->asked[i],
            .barred = task->barred,
            .barred_count = task->barred_count,
            .substitutes = step == NULL || step->substitutes ? WRIT_SUBSTITUTES_ALLOWED
                                                             : WRIT_SUBSTITUTES_NONE,
            .at = view->moment.now,
        };
        WritPermitted *found = NULL;
        uint32_t more = view->people.permitted(view->people.self, view->moment.arena, view->plan,
                                               &question, &found);
        WritPermitted *grown =
            writ_arena_array(view->moment.arena, count + (size_t)more + 1, sizeof *grown);
        if (count > 0) {
            memcpy(grown, kept, count * sizeof *grown);
        }
        kept = grown;
        for (uint32_t j = 0; j < more; j++) {
            keep_permitted(kept, &count, found[j]);
        }
    }
    *people = kept;
    return count;
}

static void add_asked(const View *view, const WritDuty *duty)
{
    json_open_list(view->json, "asked");
    for (uint32_t i = 0; i < duty->asked_count; i++) {
        const WritAsked *asked = &duty->asked[i];
        WritBuffer text = {0};
        word_asked(&text, view->plan, &view->people, asked);
        json_open(view->json, NULL);
        json_text(view->json, "text", writ_buffer_text(&text));
        if (asked->role == WRIT_NONE) {
            json_text(view->json, "person", asked->person);
        } else {
            json_text(view->json, "role", view->plan->roles[asked->role].name);
            json_some_text(view->json, "unit", asked->unit);
        }
        json_close(view->json);
        writ_buffer_dispose(&text);
    }
    json_close_list(view->json);
}

static void add_outcomes(const View *view, const WritStep *step)
{
    json_open_list(view->json, "outcomes");
    for (uint32_t i = 0; step != NULL && i < step->handler_count; i++) {
        json_text(view->json, NULL, view->plan->handlers[step->handlers_start + i].outcome);
    }
    if (step == NULL) {
        json_string(view->json, NULL, "done");
    }
    json_close_list(view->json);
}

static void add_choices(const View *view, const WritType *type)
{
    if (type->kind != WRIT_TYPE_CHOICE) {
        return;
    }
    const WritChoiceType *choice = &view->plan->types.choices[type->index];
    json_open_list(view->json, "choices");
    for (uint32_t i = 0; i < choice->value_count && i < CHOICES_SHOWN_MAX; i++) {
        json_text(view->json, NULL, choice->values[i]);
    }
    json_close_list(view->json);
}

static void add_fill(const View *view, uint32_t frame, uint32_t target)
{
    const WritTarget *place = &view->plan->targets[target];
    const WritTypes *types = &view->plan->types;
    WritBuffer type = {0};
    WritValue value;
    bool is_there = writ_case_read(view->instance->state, frame, target, &value);
    writ_types_print(&type, types, place->type);
    json_open(view->json, NULL);
    json_text(view->json, "name", place->text);
    json_text(view->json, "type", writ_buffer_text(&type));
    json_truth(view->json, "optional", types->types[place->type].optional);
    add_choices(view, &types->types[place->type]);
    json_value(view->json, "value", types, is_there ? value : (WritValue){0});
    json_printed(view->json, "text", types, is_there ? value : (WritValue){0});
    json_close(view->json);
    writ_buffer_dispose(&type);
}

static void add_fills(const View *view, uint32_t frame, const WritStep *step)
{
    json_open_list(view->json, "fills");
    for (uint32_t i = 0; step != NULL && i < step->fill_count; i++) {
        add_fill(view, frame, view->plan->operands[step->fills_start + i]);
    }
    json_close_list(view->json);
}

static void add_shown(const View *view, uint32_t frame, const WritShown *shown)
{
    WritMoment moment = view_moment(view);
    WritValue value;
    WritError error;
    if (writ_case_evaluate(view->instance->state, frame, shown->expr, &moment, &value, &error) ==
        WRIT_OK) {
        view_named_value(view, shown->text, value);
        return;
    }
    json_open(view->json, NULL);
    json_text(view->json, "name", shown->text);
    json_string(view->json, "error", error.text);
    json_close(view->json);
}

// What is to be approved and shown besides is shown once.
static bool is_shown_before(const View *view, const WritStep *step, uint32_t index)
{
    const WritShown *shown = &view->plan->shown[step->shows_start];
    for (uint32_t i = 0; i < index; i++) {
        if (writ_text_equal(shown[i].text, shown[index].text)) {
            return true;
        }
    }
    return false;
}

static void add_shows(const View *view, uint32_t frame, const WritStep *step)
{
    json_open_list(view->json, "shows");
    for (uint32_t i = 0; step != NULL && i < step->show_count; i++) {
        if (!is_shown_before(view, step, i)) {
            add_shown(view, frame, &view->plan->shown[step->shows_start + i]);
        }
    }
    json_close_list(view->json);
}

static const char *act_word(const WritStep *step)
{
    if (step == NULL) {
        return "undo";
    }
    return step->act == WRIT_ACT_APPROVE ? "approve" : "do";
}

void view_task(const View *view, const WritDuty *duty, const WritPermitted *acting)
{
    const WritStep *step = view_step_of(view, duty->node);
    json_open(view->json, NULL);
    view_id(view, "task", duty->frame);
    view_step(view, duty->frame, duty->node);
    json_string(view->json, "act", act_word(step));
    json_some_text(view->json, "instruction", step == NULL ? duty->text : step->instruction);
    add_asked(view, duty);
    if (acting != NULL) {
        view_person(view, "on_behalf", acting->on_behalf);
    }
    json_instant(view->json, "since", duty->since);
    json_instant(view->json, "due", duty->due);
    add_outcomes(view, step);
    add_fills(view, duty->frame, step);
    add_shows(view, duty->frame, step);
    if (step != NULL && step->act == WRIT_ACT_APPROVE) {
        json_some_text(view->json, "revision", duty->text);
    }
    json_close(view->json);
}
