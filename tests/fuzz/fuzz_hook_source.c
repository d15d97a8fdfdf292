// Any text as a hook, run in this process: it ends within its limits, and what it returns is a
// JSON object in UTF-8 that the reader takes.
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hook/child/internal.h"

enum { STEPS_MAX = 50000 }; // Enough to reach every function, and quick.

static bool answer(void *state, const HostCallMessage *request, AnswerMessage *answered)
{
    (void)state;
    // Something of each kind, by what is asked for.
    static const AnswerKind kinds[] = {ANSWER_NOTHING, ANSWER_TEXT, ANSWER_BOOLEAN, ANSWER_LIST,
                                       ANSWER_ERROR};
    *answered = (AnswerMessage){.kind = kinds[request->argument_count % 5],
                                .text = writ_text("5 pcs"),
                                .item_count = 2,
                                .items = writ_text("\1a\2bc")};
    return true;
}

static void check_outputs(WritText outputs)
{
    WritArena *arena = writ_arena_new(INPUT_ARENA_BYTES_MAX);
    WritJson json;
    WritError error;
    assert(outputs.length <= WRIT_HOOK_RESULT_BYTES_MAX);
    assert(writ_text_is_utf8(outputs));
    WritStatus status = writ_json_parse(&json, arena, outputs, "outputs", &error);
    assert(status == WRIT_LIMIT || (status == WRIT_OK && json.kind == WRIT_JSON_OBJECT));
    writ_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritError error;
    Sandbox *sandbox = NULL;
    if (size > WRIT_HOOK_SOURCE_BYTES_MAX ||
        sandbox_new(&sandbox, (SandboxHost){answer, NULL}, &error) != WRIT_OK) {
        return 0;
    }
    limits_stop(&sandbox->limits); // Steps alone, so that a run is the same again.
    sandbox->limits.steps_max = STEPS_MAX;
    KindMessage kind = {
        .name = writ_text("files"), .operations = {writ_text("read")}, .operation_count = 1};
    SourceMessage source = {0, writ_text("fuzz.lua"), {(const char *)data, size}};
    CallMessage call = {.call_id = writ_text("id"),
                        .function = writ_text("hook"),
                        .inputs = writ_text("{\"q\": \"3 pcs\", \"l\": [\"a\", true, 7]}"),
                        .capabilities = {writ_text("files.erp")},
                        .capability_count = 1};
    ResultMessage result;
    bool kept = sandbox_keep_kind(sandbox, &kind);
    assert(kept);
    sandbox_keep_source(sandbox, &source);
    sandbox_run(sandbox, &call, &result);
    assert(writ_text_is_utf8(result.message) && writ_text_is_utf8(result.log));
    assert(result.message.length <= WRIT_HOOK_MESSAGE_BYTES_MAX);
    assert(result.log.length <= WRIT_HOOK_LOG_BYTES_MAX);
    if (result.kind == RESULT_RETURNED) {
        check_outputs(result.outputs);
    }
    sandbox_free(sandbox);
    return 0;
}
