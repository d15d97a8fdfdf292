#include "host/wording.h"

#include <ctype.h>
#include <string.h>

enum { DEPTH_MAX = 2 * WRIT_NODE_DEPTH_MAX };

WritText word_titled(WritText title, WritText name)
{
    return title.length > 0 ? title : name;
}

void word_inside(WritBuffer *out, WritText title)
{
    // "ERP clerk" and "A" keep their capital.
    bool lower = title.length > 1 && isupper((unsigned char)title.data[0]) != 0 &&
                 islower((unsigned char)title.data[1]) != 0;
    if (lower) {
        writ_buffer_add_byte(out, (char)tolower((unsigned char)title.data[0]));
        title = (WritText){title.data + 1, title.length - 1};
    }
    writ_buffer_add(out, title);
}

void word_asked(WritBuffer *out, const WritPlan *plan, const WritPeople *people,
                const WritAsked *asked)
{
    if (asked->role == WRIT_NONE) {
        writ_buffer_add(out, people->name(people->self, asked->person));
        return;
    }
    const WritRole *role = &plan->roles[asked->role];
    word_inside(out, word_titled(role->title, role->name));
    if (asked->unit.length > 0) {
        writ_buffer_format(out, " of %.*s", WRIT_TEXT_ARGS(asked->unit));
    }
}

void word_all_asked(WritBuffer *out, const WritPlan *plan, const WritPeople *people,
                    const WritAsked *asked, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_add_string(out, i == 0 ? "" : " or ");
        word_asked(out, plan, people, &asked[i]);
    }
}

// The instance of one element has the node of its `for each`, as the block around it has.
static bool is_element(const WritCase *instance, const WritPlan *plan, const WritPlaceInCase *place)
{
    WritPlaceInCase parent;
    return plan->nodes[place->node].kind == WRIT_NODE_FOR_EACH &&
           writ_case_place(instance, place->parent, &parent) && parent.node == place->node;
}

void word_where(WritBuffer *out, const WritCase *instance, uint32_t frame)
{
    const WritPlan *plan = writ_program_plan(writ_case_program(instance));
    WritPlaceInCase chain[DEPTH_MAX];
    uint32_t depth = 0;
    while (depth < DEPTH_MAX && writ_case_place(instance, frame, &chain[depth])) {
        frame = chain[depth++].parent;
    }
    const char *comma = "";
    while (depth-- > 0) {
        const WritPlaceInCase *place = &chain[depth];
        if (place->node == WRIT_NONE) {
            continue;
        }
        const WritNode *node = &plan->nodes[place->node];
        if (is_element(instance, plan, place)) {
            writ_buffer_format(out, "%s%.*s %u", comma, WRIT_TEXT_ARGS(node->name), place->number);
            comma = ", ";
        } else if (node->kind == WRIT_NODE_REPEAT && place->number > 1) {
            writ_buffer_format(out, "%sround %u", comma, place->number);
            comma = ", ";
        }
    }
}

void word_where_in(WritBuffer *out, const WritCase *instance, uint32_t frame)
{
    WritBuffer where = {0};
    word_where(&where, instance, frame);
    if (where.length > 0) {
        writ_buffer_format(out, " (%.*s)", WRIT_TEXT_ARGS(writ_buffer_text(&where)));
    }
    writ_buffer_dispose(&where);
}

WritText word_title(const WritPlan *plan, uint32_t node)
{
    if (node >= plan->node_count) {
        return writ_text("See to what could not be undone");
    }
    return word_titled(plan->nodes[node].title, plan->nodes[node].name);
}

WritText word_name(const WritPlan *plan, uint32_t node)
{
    return node >= plan->node_count ? (WritText){0} : plan->nodes[node].name;
}

void word_count(WritBuffer *out, uint64_t count, const char *one, const char *many)
{
    writ_buffer_format(out, "%llu %s", (unsigned long long)count, count == 1 ? one : many);
}

static uint32_t find_step(const WritPlan *plan, WritText name)
{
    for (uint32_t i = 0; i < plan->node_count; i++) {
        if (plan->nodes[i].kind == WRIT_NODE_STEP && writ_text_equal(plan->nodes[i].name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

// "line:2" is an element, "round#2" a round after the first.
static void add_part(WritBuffer *where, WritText part)
{
    const char *colon = memchr(part.data, ':', part.length);
    const char *hash = memchr(part.data, '#', part.length);
    const char *mark = colon != NULL ? colon : hash;
    if (mark == NULL) {
        return;
    }
    size_t length = (size_t)(mark - part.data);
    WritText name = {part.data, length};
    WritText number = {mark + 1, part.length - length - 1};
    bool is_round = writ_text_is(name, "round") && !writ_text_is(number, "1");
    if (colon != NULL || is_round) {
        writ_buffer_format(where, "%s%.*s %.*s", where->length > 0 ? ", " : "",
                           WRIT_TEXT_ARGS(name), WRIT_TEXT_ARGS(number));
    }
}

uint32_t word_call_place(WritBuffer *where, const WritPlan *plan, WritText call_id)
{
    uint32_t node = WRIT_NONE;
    for (size_t at = 0; at < call_id.length;) {
        const char *slash = memchr(call_id.data + at, '/', call_id.length - at);
        size_t end = slash == NULL ? call_id.length : (size_t)(slash - call_id.data);
        WritText part = {call_id.data + at, end - at};
        uint32_t step = find_step(plan, part);
        node = step == WRIT_NONE ? node : step;
        add_part(where, part);
        at = end + 1;
    }
    return node;
}

bool word_is_called(WritText qualified, WritText name)
{
    if (qualified.length <= name.length) {
        return writ_text_equal(qualified, name);
    }
    size_t start = qualified.length - name.length;
    WritText last = {qualified.data + start, name.length};
    return name.length > 0 && qualified.data[start - 1] == '.' && writ_text_equal(last, name);
}
