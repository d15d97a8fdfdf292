// What `test --json` prints: one object, whose results are written as they come.
#include "cli/test.h"

static void key(WritBuffer *out, const char *name)
{
    char last = out->length > 0 ? out->data[out->length - 1] : '{';
    writ_buffer_format(out, "%s\"%s\":", last == '{' ? "" : ",", name);
}

static void text(WritBuffer *out, const char *name, WritText value)
{
    key(out, name);
    writ_buffer_add_byte(out, '"');
    writ_buffer_add_json(out, value);
    writ_buffer_add_byte(out, '"');
}

static void some_text(WritBuffer *out, const char *name, WritText value)
{
    if (value.length > 0) {
        text(out, name, value);
    }
}

static void number(WritBuffer *out, const char *name, uint32_t value)
{
    key(out, name);
    writ_buffer_format(out, "%u", value);
}

static void truth(WritBuffer *out, const char *name, bool value)
{
    key(out, name);
    writ_buffer_add_string(out, value ? "true" : "false");
}

static void print(const TestRun *run, WritBuffer *out)
{
    cli_write(run->cli->out, writ_buffer_text(out));
    writ_buffer_dispose(out);
}

static void add_values(WritBuffer *out, const char *name, const WritTrialValue *values,
                       uint32_t count)
{
    if (count == 0) {
        return;
    }
    key(out, name);
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_add_string(out, i == 0 ? "[{" : ",{");
        text(out, "text", values[i].text);
        text(out, "value", values[i].value);
        writ_buffer_add_byte(out, '}');
    }
    writ_buffer_add_byte(out, ']');
}

static void add_place(WritBuffer *out, const TestRun *run, WritSpan span)
{
    WritPlace place = writ_sources_place(run->sources, span.start);
    if (place.source != NULL) {
        text(out, "file", place.source->name);
        number(out, "line", place.line);
        number(out, "column", place.column);
    }
}

static void add_fault(WritBuffer *out, const TestRun *run, const WritTrialFault *fault)
{
    key(out, "failure");
    writ_buffer_add_byte(out, '{');
    add_place(out, run, fault->span);
    some_text(out, "expected", fault->expected);
    text(out, "happened", fault->happened);
    some_text(out, "hint", fault->hint);
    add_values(out, "values", fault->values, fault->value_count);
    add_values(out, "refused", fault->refused, fault->refused_count);
    text(out, "clock", fault->clock);
    if (fault->timeline.length > 0) {
        key(out, "timeline");
        writ_buffer_add(out, fault->timeline);
    }
    writ_buffer_add_byte(out, '}');
}

void test_json_begin(const TestRun *run)
{
    (void)fputs("{\"results\":[", run->cli->out);
}

void test_json_result(const TestRun *run, const WritScenario *scenario,
                      const WritTrialResult *result)
{
    WritBuffer out = {0};
    writ_buffer_add_string(&out, run->passed + run->failed > 0 ? ",\n{" : "\n{");
    text(&out, "scenario", scenario->qualified);
    some_text(&out, "title", scenario->title);
    some_text(&out, "row", scenario->label);
    add_place(&out, run, scenario->span);
    truth(&out, "passed", result->passed);
    if (!result->passed) {
        add_fault(&out, run, &result->fault);
    }
    writ_buffer_add_byte(&out, '}');
    print(run, &out);
}

static void add_coverage(WritBuffer *out, const WritCoverage *coverage)
{
    writ_buffer_add_byte(out, '{');
    text(out, "process", coverage->process);
    text(out, "process_title", coverage->title);
    truth(out, "tried", coverage->is_tried);
    key(out, "items");
    for (uint32_t i = 0; i < coverage->item_count; i++) {
        const WritCovered *item = &coverage->items[i];
        writ_buffer_add_string(out, i == 0 ? "[{" : ",{");
        text(out, "kind", writ_text(test_kind_name(item->kind)));
        text(out, "name", item->name);
        some_text(out, "part", item->part);
        number(out, "times", item->times);
        writ_buffer_add_byte(out, '}');
    }
    writ_buffer_add_string(out, coverage->item_count == 0 ? "[]}" : "]}");
}

void test_json_end(const TestRun *run)
{
    WritBuffer out = {0};
    bool first = true;
    writ_buffer_add_string(&out, "],\"coverage\":[");
    for (uint32_t i = 0; i < writ_trial_process_count(run->trial); i++) {
        const WritCoverage *coverage = writ_trial_coverage(run->trial, i);
        if (test_speaks_of(run, coverage)) {
            writ_buffer_add_string(&out, first ? "\n" : ",\n");
            add_coverage(&out, coverage);
            first = false;
        }
    }
    writ_buffer_format(&out, "],\"passed\":%u,\"failed\":%u,\"not_run\":%u}\n", run->passed,
                       run->failed, run->chosen - run->passed - run->failed);
    print(run, &out);
}
