// What a scenario checks: what was expected, and when it is not so, what happened instead.
#include "trial/trial.h"

#include <assert.h>
#include <stdio.h>

enum { LISTED_MAX = 8, VALUE_BYTES_MAX = 300 };

// Words with commas between, each once, not too many.
typedef struct Listing {
    WritBuffer text;
    WritText seen[LISTED_MAX];
    uint32_t count;
} Listing;

static void list(Listing *listing, WritText word)
{
    for (uint32_t i = 0; i < listing->count && i < LISTED_MAX; i++) {
        if (writ_text_equal(listing->seen[i], word)) {
            return;
        }
    }
    if (listing->count < LISTED_MAX) {
        listing->seen[listing->count] = word;
        writ_buffer_add_string(&listing->text, listing->count > 0 ? ", " : "");
        writ_buffer_add(&listing->text, word);
    } else if (listing->count == LISTED_MAX) {
        writ_buffer_add_string(&listing->text, " and others");
    }
    listing->count++;
}

// The text lives in the trial.
static const char *listed(WritTrial *trial, Listing *listing, const char *none)
{
    WritText text = listing->count == 0
                        ? writ_text(none)
                        : writ_arena_text(trial->arena, writ_buffer_text(&listing->text));
    writ_buffer_dispose(&listing->text);
    return text.data;
}

static const char *say(WritTrial *trial, const char *form, WritText a, WritText b)
{
    WritBuffer text = {0};
    for (const char *at = form; *at != '\0'; at++) {
        if (*at == '1' || *at == '2') {
            writ_buffer_add(&text, *at == '1' ? a : b);
        } else {
            writ_buffer_add_byte(&text, *at);
        }
    }
    WritText kept = writ_arena_text(trial->arena, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
    return kept.data;
}

static WritText member(const WritJson *object, const char *key)
{
    const WritJson *found = object == NULL ? NULL : writ_json_find(object, key);
    return found == NULL ? (WritText){0} : found->text;
}

// --- Tasks ----------------------------------------------------------------------------------

static bool is_of_step(const WritTrial *trial, const WritJson *task)
{
    uint64_t number = 0;
    uint32_t frame = 0;
    return trial_is_task(trial, task, &number, &frame);
}

// The tasks that a person may answer now, or all; NULL: they cannot be had.
static WritStatus ask_tasks(WritTrial *trial, WritText person, const WritJson **tasks,
                            WritError *error)
{
    WritRequest request = {.kind = WRIT_REQUEST_TASKS, .person = person};
    WritStatus status = trial_ask(trial, &request, error);
    const WritJson *reply = status == WRIT_OK ? trial_answer(trial) : NULL;
    *tasks = reply == NULL ? NULL : writ_json_find(reply, "tasks");
    return trial_is_world(status) ? status : WRIT_OK;
}

// Who is asked to do the step now.
static WritStatus tell_who(WritTrial *trial, const char *has, WritError *error)
{
    const WritJson *all = NULL;
    Listing asked = {0};
    WritStatus status = ask_tasks(trial, (WritText){0}, &all, error);
    for (uint32_t i = 0; all != NULL && i < all->count; i++) {
        const WritJson *who = writ_json_find(&all->items[i], "asked");
        for (uint32_t k = 0; who != NULL && is_of_step(trial, &all->items[i]) && k < who->count;
             k++) {
            list(&asked, member(&who->items[k], "text"));
        }
    }
    const char *expected = say(trial, "1 has the task 2", trial->line->person, trial->line->name);
    const char *who = listed(trial, &asked, "");
    if (who[0] == '\0') {
        trial_fail(trial, expected, "the step %.*s asks nobody now; %s",
                   WRIT_TEXT_ARGS(trial->line->name), has);
    } else {
        trial_fail(trial, expected, "the step %.*s asks %s; %s", WRIT_TEXT_ARGS(trial->line->name),
                   who, has);
    }
    return status;
}

static WritStatus check_task(WritTrial *trial, bool wanted, WritError *error)
{
    const WritJson *tasks = NULL;
    Listing others = {0};
    bool has = false;
    WritStatus status = ask_tasks(trial, trial->line->person, &tasks, error);
    for (uint32_t i = 0; tasks != NULL && i < tasks->count; i++) {
        has = has || is_of_step(trial, &tasks->items[i]);
        list(&others, member(&tasks->items[i], "step"));
    }
    const char *names = listed(trial, &others, "no task");
    const char *has_now = say(trial, "1 has 2", trial->line->person, writ_text(names));
    if (status != WRIT_OK || has == wanted) {
        return status;
    }
    if (wanted) {
        return tell_who(trial, has_now, error);
    }
    trial_fail(trial, say(trial, "1 has no task 2", trial->line->person, trial->line->name), "%s",
               has_now);
    return WRIT_OK;
}

// --- Messages, calls, rows ------------------------------------------------------------------

static void check_message(WritTrial *trial, bool wanted)
{
    const WritSceneLine *line = trial->line;
    Listing got = {0};
    bool has = false;
    for (const Noted *noted = trial->first_noted; noted != NULL; noted = noted->next) {
        if (noted->kind == NOTED_MESSAGE && writ_text_equal(noted->part, line->person)) {
            has = has || writ_text_equal(noted->name, line->name);
            list(&got, writ_text_last_name(noted->name));
        }
    }
    const char *names = listed(trial, &got, "no message");
    if (has != wanted) {
        trial_fail(trial,
                   say(trial, wanted ? "1 got the message 2" : "1 got no message 2", line->person,
                       writ_text_last_name(line->name)),
                   "%.*s got %s", WRIT_TEXT_ARGS(line->person), names);
    }
}

static bool call_matches(WritTrial *trial, const Noted *noted)
{
    WritJson json;
    WritError error;
    bool matched = writ_json_parse(&json, trial->arena, noted->part, "the call", &error) == WRIT_OK;
    for (uint32_t i = 0; matched && i < trial->line->field_count; i++) {
        const WritSceneField *field = &trial->line->fields[i];
        const WritJson *part =
            writ_json_find(&json, writ_arena_text(trial->arena, field->name).data);
        matched = part != NULL && trial_matches(trial, field->made, part);
    }
    return matched;
}

static void check_called(WritTrial *trial)
{
    const WritSceneLine *line = trial->line;
    Listing calls = {0};
    for (const Noted *noted = trial->first_noted; noted != NULL; noted = noted->next) {
        if (noted->kind == NOTED_CALL && writ_text_equal(noted->name, line->name)) {
            if (call_matches(trial, noted)) {
                writ_buffer_dispose(&calls.text);
                return;
            }
            list(&calls, writ_text_cut(noted->part, VALUE_BYTES_MAX));
        }
    }
    bool any = calls.count > 0;
    const char *inputs = listed(trial, &calls, "");
    const char *expected = say(trial, any ? "1 was called with what the line says" : "1 was called",
                               line->name, (WritText){0});
    if (any) {
        trial_fail(trial, expected, "it was called with %s", inputs);
    } else {
        trial_fail(trial, expected, "it was not called");
    }
}

static void check_row(WritTrial *trial)
{
    const WritSceneLine *line = trial->line;
    Listing rows = {0};
    bool found = false;
    for (const Noted *noted = trial->first_noted; noted != NULL; noted = noted->next) {
        if (noted->kind == NOTED_ROW && writ_text_equal(noted->name, line->name)) {
            found = found || writ_text_equal(noted->part, line->value);
            list(&rows, noted->part);
        }
    }
    bool any = rows.count > 0;
    const char *labels = listed(trial, &rows, "");
    const char *expected =
        say(trial, "row 1 of 2 decided", line->value, writ_text_last_name(line->name));
    if (!found && any) {
        trial_fail(trial, expected, "decided by %s", labels);
    } else if (!found) {
        trial_fail(trial, expected, "the table was not asked");
    }
}

// --- Rules ------------------------------------------------------------------------------------

// Also what was refused or held is a breach: somebody tried.
static void check_breach(WritTrial *trial, bool wanted)
{
    const WritSceneLine *line = trial->line;
    WritText sentence = {0};
    Listing others = {0};
    for (const Noted *noted = trial->first_noted; noted != NULL; noted = noted->next) {
        if (noted->kind == NOTED_BREACH && writ_text_equal(noted->name, line->name)) {
            sentence = noted->part;
        } else if (noted->kind == NOTED_BREACH) {
            list(&others, writ_text_last_name(noted->name));
        }
    }
    bool any = others.count > 0;
    const char *names = listed(trial, &others, "");
    WritText rule = writ_text_last_name(line->name);
    if (!wanted && sentence.length > 0) {
        trial_fail(trial, say(trial, "nothing touches the rule 1", rule, (WritText){0}),
                   "it was touched: %.*s", WRIT_TEXT_ARGS(sentence));
    } else if (wanted && sentence.length == 0) {
        trial_fail(trial, say(trial, "the rule 1 is touched", rule, (WritText){0}),
                   any ? "others were: %s" : "no rule was", names);
    }
}

// --- The case -------------------------------------------------------------------------------

// What `show` says of the case that the line is about; NULL: the scenario failed.
static WritStatus show(WritTrial *trial, const char *expected, const WritJson **shown,
                       WritError *error)
{
    const Started *started = trial_case(trial, trial->line->process);
    *shown = NULL;
    if (started == NULL) {
        trial_fail(trial, expected, "there is no case of %.*s",
                   WRIT_TEXT_ARGS(writ_text_last_name(trial->line->process)));
        return WRIT_OK;
    }
    WritRequest request = {.kind = WRIT_REQUEST_SHOW, .case_number = started->number};
    WritStatus status = trial_ask(trial, &request, error);
    if (status == WRIT_OK) {
        *shown = trial_answer(trial);
    }
    return status;
}

static void tell_state(WritTrial *trial, const char *expected, const WritJson *shown)
{
    WritText outcome = member(shown, "outcome");
    WritText stage = member(shown, "stage");
    WritText status = member(shown, "status");
    if (outcome.length > 0) {
        bool ended = writ_text_is(status, "ended");
        trial_fail(trial, expected, "it %s as %.*s%s", ended ? "ended" : "ends",
                   WRIT_TEXT_ARGS(outcome),
                   ended ? "" : ", and waits for calls that are still under way");
    } else if (stage.length > 0) {
        trial_fail(trial, expected, "it is open, in stage %.*s", WRIT_TEXT_ARGS(stage));
    } else {
        trial_fail(trial, expected, "it is open");
    }
}

static WritStatus check_stage(WritTrial *trial, WritError *error)
{
    const WritJson *shown = NULL;
    const char *expected =
        say(trial, "the case is still in stage 1", trial->line->name, (WritText){0});
    WritStatus status = show(trial, expected, &shown, error);
    bool open = shown != NULL && writ_text_is(member(shown, "status"), "open");
    if (shown != NULL && (!open || !writ_text_equal(member(shown, "stage"), trial->line->name))) {
        tell_state(trial, expected, shown);
    }
    return status;
}

static WritStatus check_ended(WritTrial *trial, WritError *error)
{
    const WritJson *shown = NULL;
    const char *expected = say(trial, "the case ended as 1", trial->line->value, (WritText){0});
    WritStatus status = show(trial, expected, &shown, error);
    bool ended = shown != NULL && writ_text_is(member(shown, "status"), "ended");
    if (shown != NULL &&
        (!ended || !writ_text_equal(member(shown, "outcome"), trial->line->value))) {
        tell_state(trial, expected, shown);
    }
    return status;
}

// --- Conditions -----------------------------------------------------------------------------

static void show_values(WritTrial *trial, Speaking *speaking)
{
    const WritSceneLine *line = trial->line;
    for (uint32_t i = 0; i < line->shown_count && trial->shown_count < SHOWN_MAX &&
                         writ_arena_used(trial->arena) < WRIT_TRIAL_BYTES_MAX;
         i++) {
        WritValue value;
        WritError error;
        WritBuffer text = {0};
        WritScope scope = trial_scope(speaking);
        if (writ_eval(&scope, line->shown[i].expr, &value, &error) == WRIT_OK) {
            writ_value_print(&text, &trial->scenarios->exprs->types, value);
        } else {
            writ_buffer_format(&text, "nothing: %s", error.text);
        }
        WritText cut = writ_text_cut(writ_buffer_text(&text), VALUE_BYTES_MAX);
        trial->shown[trial->shown_count++] = (WritTrialValue){
            line->shown[i].text,
            cut.length < text.length ? trial_print(trial, "%.*s…", WRIT_TEXT_ARGS(cut))
                                     : writ_arena_text(trial->arena, cut),
        };
        writ_buffer_dispose(&text);
    }
}

static WritStatus check_that(WritTrial *trial, WritError *error)
{
    static const char expected[] = "this holds";
    const WritJson *shown = NULL;
    bool holds = false;
    WritStatus status = show(trial, expected, &shown, error);
    if (shown == NULL) {
        return status;
    }
    Speaking speaking = {.trial = trial, .data = writ_json_find(shown, "data")};
    if (speaking.data == NULL) {
        trial_fail(trial, expected, "the data of the case is too long to be looked at");
        return WRIT_OK;
    }
    WritError fault;
    WritScope scope = trial_scope(&speaking);
    WritStatus judged = writ_eval_truth(&scope, trial->line->condition, &holds, &fault);
    if (judged == WRIT_OK && holds) {
        return WRIT_OK;
    }
    show_values(trial, &speaking);
    if (judged == WRIT_OK) {
        trial_fail(trial, expected, "it does not hold");
    } else {
        trial_fail(trial, expected, "it cannot be judged: %s", fault.text);
    }
    return WRIT_OK;
}

// --- Lines ----------------------------------------------------------------------------------

WritStatus trial_check(WritTrial *trial, WritError *error)
{
    switch (trial->line->kind) {
    case WRIT_SCENE_TASK:
        return check_task(trial, true, error);
    case WRIT_SCENE_NO_TASK:
        return check_task(trial, false, error);
    case WRIT_SCENE_MESSAGE:
        check_message(trial, true);
        return WRIT_OK;
    case WRIT_SCENE_NO_MESSAGE:
        check_message(trial, false);
        return WRIT_OK;
    case WRIT_SCENE_STAGE:
        return check_stage(trial, error);
    case WRIT_SCENE_ENDED:
        return check_ended(trial, error);
    case WRIT_SCENE_CALL:
        check_called(trial);
        return WRIT_OK;
    case WRIT_SCENE_ROW:
        check_row(trial);
        return WRIT_OK;
    case WRIT_SCENE_BREACH:
        check_breach(trial, true);
        return WRIT_OK;
    case WRIT_SCENE_NO_BREACH:
        check_breach(trial, false);
        return WRIT_OK;
    case WRIT_SCENE_THAT:
        return check_that(trial, error);
    case WRIT_SCENE_SYSTEM:
    case WRIT_SCENE_SILENT:
    case WRIT_SCENE_STARTS:
    case WRIT_SCENE_ANSWERS:
    case WRIT_SCENE_ARRIVES:
    case WRIT_SCENE_CANCELS:
    case WRIT_SCENE_PASS:
        return WRIT_OK;
    }
    WRIT_UNREACHABLE();
}
