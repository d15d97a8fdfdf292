// Diagnostics for machines: one object, every member always there.
#include "source/diag_data.h"
#include "source/utf8.h"

static void add_string(WritBuffer *out, const char *key, WritText value)
{
    writ_buffer_format(out, "\"%s\":\"", key);
    writ_buffer_add_json(out, value);
    writ_buffer_add_byte(out, '"');
}

static void add_name(WritBuffer *out, WritText name)
{
    WritBuffer harmless = {0};
    utf8_add_harmless(&harmless, name);
    add_string(out, "file", writ_buffer_text(&harmless));
    writ_buffer_dispose(&harmless);
}

static void add_span(WritBuffer *out, WritSources *sources, WritSpan span)
{
    WritPlace start = writ_sources_place(sources, span.start);
    WritPlace end = writ_sources_place(sources, span.end);
    if (start.source == NULL || end.source == NULL) {
        writ_buffer_add_string(out, "\"file\":null,\"line\":null,\"column\":null,\"end\":null");
        return;
    }
    add_name(out, start.source->name);
    writ_buffer_format(out, ",\"line\":%u,\"column\":%u,\"end\":{\"line\":%u,\"column\":%u}",
                       (unsigned)start.line, (unsigned)start.column, (unsigned)end.line,
                       (unsigned)end.column);
}

static void add_labels(WritBuffer *out, const WritDiag *diag)
{
    writ_buffer_add_string(out, "\"labels\":[");
    for (uint32_t i = 0; i < diag->label_count; i++) {
        writ_buffer_add_string(out, i == 0 ? "{" : ",{");
        add_span(out, diag->owner->sources, diag->labels[i].span);
        writ_buffer_add_byte(out, ',');
        add_string(out, "message", diag->labels[i].text);
        writ_buffer_add_byte(out, '}');
    }
    writ_buffer_add_byte(out, ']');
}

static void add_run(WritBuffer *out, const DiagRun *run)
{
    writ_buffer_add_string(out, "\"run\":[");
    for (uint32_t i = 0; i < run->item_count; i++) {
        writ_buffer_add_string(out, i == 0 ? "{" : ",{");
        add_string(out, "step", run->items[i].subject);
        writ_buffer_add_byte(out, ',');
        add_string(out, "way", run->items[i].way);
        writ_buffer_add_byte(out, '}');
    }
    writ_buffer_add_byte(out, ']');
}

static void add_diag(WritBuffer *out, const WritDiag *diag)
{
    const WritDiagInfo *info = diag_info(diag->code);
    writ_buffer_add_byte(out, '{');
    add_span(out, diag->owner->sources, diag->span);
    writ_buffer_format(out, ",\"code\":\"%s\",\"severity\":\"%s\",", info->code,
                       diag_severity_name(info->severity));
    add_string(out, "title", writ_text(info->title));
    writ_buffer_add_byte(out, ',');
    add_string(out, "message", diag->message);
    writ_buffer_add_byte(out, ',');
    add_string(out, "reason", diag->reason);
    writ_buffer_add_byte(out, ',');
    add_string(out, "hint", diag->hint);
    writ_buffer_add_byte(out, ',');
    add_string(out, "example", diag->example);
    writ_buffer_add_byte(out, ',');
    add_labels(out, diag);
    writ_buffer_add_byte(out, ',');
    add_run(out, &diag->run);
    writ_buffer_add_byte(out, '}');
}

void writ_diags_render_json(const WritDiags *diags, WritBuffer *out)
{
    const WritDiag *sorted[WRIT_DIAGS_KEPT_MAX];
    diags_sort(diags, sorted);
    writ_buffer_format(out, "{\"errors\":%u,\"warnings\":%u,\"diagnostics\":[",
                       (unsigned)diags->error_count, (unsigned)diags->warning_count);
    for (uint32_t i = 0; i < diags->kept_count; i++) {
        if (i > 0) {
            writ_buffer_add_byte(out, ',');
        }
        add_diag(out, sorted[i]);
    }
    writ_buffer_add_string(out, "]}");
}
