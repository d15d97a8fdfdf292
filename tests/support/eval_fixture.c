#include "support/eval_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "writ/json.h"

enum { FIXTURE_BYTES_MAX = 1 << 28 };

static WritValue read_slot(const void *self, uint32_t slot)
{
    const EvalFixture *fixture = self;
    assert_true(slot < FIXTURE_SLOTS_MAX);
    return fixture->slots[slot];
}

static WritText read_name(const void *self, WritText person)
{
    const EvalFixture *fixture = self;
    char name[64];
    int length = snprintf(name, sizeof name, "Ms %.*s", WRIT_TEXT_ARGS(person));
    return writ_arena_text(fixture->arena, (WritText){name, (size_t)length});
}

// The stage is called "Intake" and began at the epoch; the task has no due date.
static WritValue read_context(const void *self, WritContextWord word)
{
    (void)self;
    switch (word) {
    case WRIT_CONTEXT_STAGE_TITLE:
        return writ_value_text(writ_text("Intake"));
    case WRIT_CONTEXT_STAGE_SINCE:
    case WRIT_CONTEXT_TASK_SINCE:
        return (WritValue){.kind = WRIT_VALUE_INSTANT};
    case WRIT_CONTEXT_TASK_DUE:
        return (WritValue){0};
    case WRIT_CONTEXT_CASE_NUMBER:
    case WRIT_CONTEXT_TASK_TITLE:
    case WRIT_CONTEXT_TASK_ASSIGNEE_NAME:
        return writ_value_text(writ_text("some"));
    case WRIT_CONTEXT_OWED_CALENDAR:
        return (WritValue){.kind = WRIT_VALUE_CALENDAR, .text = writ_text("some")};
    }
    fail_msg("no such word");
    return (WritValue){0};
}

void fixture_open(EvalFixture *fixture, PlanBuilder *b)
{
    *fixture = (EvalFixture){.b = b, .arena = writ_arena_new(FIXTURE_BYTES_MAX)};
    fixture->scope = (WritScope){
        .plan = build_plan(b),
        .arena = fixture->arena,
        .self = fixture,
        .slot = read_slot,
        .person_name = read_name,
        .context = read_context,
    };
}

void fixture_close(EvalFixture *fixture)
{
    writ_arena_free(fixture->arena);
    build_free(fixture->b);
}

WritValue fixture_value(EvalFixture *fixture, WritTypeId type, const char *text)
{
    const WritTypes *types = &build_plan(fixture->b)->types;
    WritValue value = {0};
    WritError error = {0};
    WritJson json;
    bool scalar = text[0] != '{' && text[0] != '[';
    WritStatus status = WRIT_OK;
    if (scalar) {
        status = writ_value_parse(&value, fixture->arena, types, type, writ_text(text), &error);
    } else {
        status = writ_json_parse(&json, fixture->arena, writ_text(text), "test", &error);
        if (status == WRIT_OK) {
            status = writ_value_from_json(&value, fixture->arena, types, type, &json, "test", "",
                                          &error);
        }
    }
    if (status == WRIT_OK) {
        status = writ_eval_complete(&fixture->scope, &value, &error);
    }
    if (status != WRIT_OK) {
        fail_msg("%s: %s", text, error.text);
    }
    assert_true(writ_value_fits(types, type, value));
    return value;
}

void fixture_set(EvalFixture *fixture, const char *slot, const char *text)
{
    const WritPlan *plan = build_plan(fixture->b);
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        if (writ_text_is(plan->slots[i].name, slot)) {
            fixture->slots[i] = fixture_value(fixture, plan->slots[i].type, text);
            return;
        }
    }
    fail_msg("no slot %s", slot);
}

void fixture_gives(EvalFixture *fixture, uint32_t expr, const char *expected)
{
    WritValue value;
    WritError error = {0};
    fixture->scope.steps = 0;
    WritStatus status = writ_eval(&fixture->scope, expr, &value, &error);
    if (status != WRIT_OK) {
        fail_msg("expected %s and got: %s", expected, error.text);
    }
    const WritPlan *plan = build_plan(fixture->b);
    assert_true(writ_value_fits(&plan->types, plan->exprs[expr].type, value));
    WritBuffer text = {0};
    writ_value_print(&text, &plan->types, value);
    assert_string_equal(writ_buffer_string(&text), expected);
    writ_buffer_dispose(&text);
}

void fixture_fails(EvalFixture *fixture, uint32_t expr, WritStatus status, const char *sentence)
{
    WritValue value;
    WritError error = {0};
    fixture->scope.steps = 0;
    assert_int_equal(writ_eval(&fixture->scope, expr, &value, &error), status);
    assert_int_equal(error.status, status);
    assert_string_equal(error.text, sentence);
    // The sentence may be of no interest.
    fixture->scope.steps = 0;
    assert_int_equal(writ_eval(&fixture->scope, expr, &value, NULL), status);
}
