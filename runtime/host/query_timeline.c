// `timeline`: what happened in a case, from its beginning.
#include "host/view.h"

#include <string.h>

#include "host/json_out.h"
#include "host/story.h"

// Keeps the newest lines: when there are twice as many as wanted, the older half goes.
typedef struct LineList {
    WritBuffer text;
    size_t *starts;
    uint32_t limit, count;
    bool more;
} LineList;

static void drop_oldest(LineList *list, uint32_t dropped)
{
    if (dropped == 0) {
        return;
    }
    size_t start = dropped == list->count ? list->text.length : list->starts[dropped];
    memmove(list->text.data, list->text.data + start, list->text.length - start);
    list->text.length -= start;
    list->count -= dropped;
    for (uint32_t i = 0; i < list->count; i++) {
        list->starts[i] = list->starts[i + dropped] - start;
    }
    list->more = true;
}

static void keep_line(void *self, const Line *line, WritText json)
{
    LineList *list = self;
    (void)line;
    if (list->count == 2 * list->limit) {
        drop_oldest(list, list->limit);
    }
    list->starts[list->count++] = list->text.length;
    writ_buffer_add(&list->text, json);
}

static void write_lines(LineList *list, WritBuffer *json)
{
    if (list->count > list->limit) {
        drop_oldest(list, list->count - list->limit);
    }
    // The newest are kept also where all are too many for one reply.
    uint32_t first = list->count;
    size_t room = WRIT_REPLY_JSON_BYTES_MAX / 2;
    while (first > 0 && list->text.length - list->starts[first - 1] < room) {
        first--;
    }
    list->more = list->more || first > 0;
    json_open_list(json, "lines");
    for (uint32_t i = first; i < list->count; i++) {
        size_t stop = i + 1 == list->count ? list->text.length : list->starts[i + 1];
        json_key(json, NULL);
        writ_buffer_add(json,
                        (WritText){list->text.data + list->starts[i], stop - list->starts[i]});
    }
    json_close_list(json);
    json_truth(json, "more", list->more);
}

WritStatus request_timeline(WritHost *host, const WritRequest *request, WritBuffer *json,
                            WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = instances_get(host, request->case_number, &instance, error);
    if (status != WRIT_OK) {
        return status;
    }
    LineList list = {.limit = view_limit(request)};
    list.starts = writ_arena_array(host->item_arena, 2 * (size_t)list.limit, sizeof *list.starts);
    Story *story = story_new(host, instance->definition, instance->number);
    status = story_tell_until(story, instance->last_entry, keep_line, &list, error);
    if (status == WRIT_OK) {
        View view = view_of(host, instance, host->item_arena, json);
        json_open(json, NULL);
        view_head(&view);
        view_definition(&view);
        write_lines(&list, json);
        json_close(json);
    }
    story_free(story);
    writ_buffer_dispose(&list.text);
    return status;
}
