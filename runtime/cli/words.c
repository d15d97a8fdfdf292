#include "cli/words.h"

#include <string.h>

#include "cli/moments.h"
#include "cli/reply.h"

void words_list(WritBuffer *out, const WritJson *list, const char *key, const char *between)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const WritJson *item = &list->items[i];
        writ_buffer_add_string(out, i == 0 ? "" : between);
        writ_buffer_add(out, key == NULL ? item->text : reply_text(item, key));
    }
}

void words_values(Page *page, uint32_t indent, const WritJson *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const WritJson *item = &list->items[i];
        WritBuffer line = {0};
        WritText trouble = reply_text(item, "error");
        writ_buffer_add(&line, reply_text(item, "name"));
        writ_buffer_add_string(&line, ": ");
        writ_buffer_add(&line, trouble.length > 0 ? trouble : reply_text(item, "text"));
        page_paragraph(page, indent, trouble.length > 0 ? PAGE_BAD : PAGE_PLAIN,
                       writ_buffer_text(&line));
        writ_buffer_dispose(&line);
    }
}

static WritText named(const WritJson *object, const char *key)
{
    WritBuffer name = {0};
    writ_buffer_format(&name, "%s_name", key);
    WritText text = reply_text(object, writ_buffer_string(&name));
    writ_buffer_dispose(&name);
    return text.length > 0 ? text : reply_text(object, key);
}

void words_person(WritBuffer *out, const WritJson *object, const char *key)
{
    WritText account = reply_text(object, "account");
    WritText name = named(object, key);
    writ_buffer_add(out, name);
    if (name.length == 0 && account.length > 0) {
        writ_buffer_format(out, "account %.*s", WRIT_TEXT_ARGS(account));
    }
    WritText on_behalf = named(object, "on_behalf");
    if (on_behalf.length > 0) {
        writ_buffer_format(out, " for %.*s", WRIT_TEXT_ARGS(on_behalf));
    }
}

void words_actor(WritBuffer *out, const WritJson *line)
{
    WritText identity = reply_text(line, "identity");
    WritText account = reply_text(line, "account");
    words_person(out, line, "who");
    if (reply_text(line, "who").length == 0 || writ_text_is(identity, "account") ||
        writ_text_is(identity, "system")) {
        return;
    }
    if (writ_text_is(identity, "asserted by operator")) {
        WritText by = account.length > 0 ? account : writ_text("the operator");
        writ_buffer_format(out, " (asserted by %.*s)", WRIT_TEXT_ARGS(by));
    } else {
        writ_buffer_format(out, " (%.*s)", WRIT_TEXT_ARGS(identity));
    }
}

void words_about(WritBuffer *out, const WritJson *object)
{
    WritText key = reply_text(object, "key");
    writ_buffer_add(out, reply_text(object, "process_title"));
    if (key.length > 0) {
        writ_buffer_format(out, " %.*s", WRIT_TEXT_ARGS(key));
    }
}

void words_step(WritBuffer *out, const WritJson *object)
{
    WritText where = reply_text(object, "where");
    writ_buffer_add(out, reply_text(object, "title"));
    if (where.length > 0) {
        writ_buffer_format(out, " (%.*s)", WRIT_TEXT_ARGS(where));
    }
}

void words_due(Page *page, const WritJson *object, const char *key)
{
    int64_t due = 0;
    if (!reply_instant(object, key, &due)) {
        return;
    }
    WritBuffer text = {0};
    writ_buffer_add_string(&text, due < page->now ? ", was due " : ", due ");
    moment_age(&text, page, due);
    page_styled(page, due < page->now ? PAGE_BAD : PAGE_PLAIN, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

void words_more(Page *page, const WritJson *reply)
{
    if (reply_truth(reply, "more")) {
        page_styled(page, PAGE_DIM, writ_text("There is more: --limit COUNT lists more of it."));
        page_end_line(page);
    }
}

// --- Documents ---------------------------------------------------------------------------------

enum { GROUPED_FROM = 10000, GROUP = 1000 };

static void add_grouped(WritBuffer *out, uint64_t number)
{
    if (number < GROUP) {
        writ_buffer_add_number(out, number);
        return;
    }
    add_grouped(out, number / GROUP);
    writ_buffer_format(out, " %03u", (unsigned)(number % GROUP));
}

void words_count(WritBuffer *out, uint64_t count, const char *one)
{
    if (count < GROUPED_FROM) {
        writ_buffer_add_number(out, count);
    } else {
        add_grouped(out, count);
    }
    writ_buffer_format(out, " %s%s", one, count == 1 ? "" : "s");
}

static bool read_size(WritText digits, uint64_t *size)
{
    *size = 0;
    for (size_t i = 0; i < digits.length && *size <= WRIT_DOCUMENT_BYTES_MAX; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9') {
            return false;
        }
        *size = *size * 10 + (uint64_t)(digits.data[i] - '0');
    }
    return digits.length > 0 && *size <= WRIT_DOCUMENT_BYTES_MAX;
}

bool words_document(WritBuffer *out, const WritJson *json)
{
    WritHash hash;
    uint64_t size = 0;
    if (json->kind != WRIT_JSON_OBJECT || json->count != 3 ||
        reply_text(json, "name").length == 0 || !read_size(reply_text(json, "size"), &size) ||
        !writ_hash_from_hex(&hash, reply_text(json, "hash"))) {
        return false;
    }
    writ_buffer_add(out, reply_text(json, "name"));
    writ_buffer_add_string(out, " (");
    words_count(out, size, "byte");
    writ_buffer_format(out, ", %.*s)", WRIT_DOCUMENT_SHORT_HASH, reply_text(json, "hash").data);
    return true;
}
