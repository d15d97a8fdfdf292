// A value and the JSON that it was read from are walked side by side only when something is wrong:
// then the way to the part at fault leads to its line and column.
#include "host/incoming.h"

#include "host/files.h"

#include <assert.h>

// --- Places ------------------------------------------------------------------------------------

static const WritJson *member(const WritJson *json, WritText name)
{
    for (uint32_t i = 0; json->kind == WRIT_JSON_OBJECT && i < json->count; i++) {
        if (writ_text_equal(json->keys[i], name)) {
            return &json->items[i];
        }
    }
    return NULL;
}

// The JSON at the end of the way. What was not given is told at what it is left out of.
static const WritJson *follow(const WritJson *json, const WritWay *way)
{
    for (uint32_t i = 0; i < way->count; i++) {
        const WritWayStep *step = &way->steps[i];
        bool in_list = json->kind == WRIT_JSON_ARRAY && step->element <= json->count;
        const WritJson *next = step->element == 0 ? member(json, step->field)
                               : in_list          ? &json->items[step->element - 1]
                                                  : NULL;
        if (next == NULL) {
            return json;
        }
        json = next;
    }
    return json;
}

// "order.json:7:20: ", "order.json: " where it was not given.
static void add_place(WritBuffer *out, const Given *given, const WritWay *way)
{
    writ_buffer_add_string(out, given->source);
    if (given->json != NULL) {
        const WritJson *at = follow(given->json, way);
        writ_buffer_format(out, ":%u:%u", at->line, at->column);
    }
    writ_buffer_add_string(out, ": ");
}

// Puts the place before the sentence that is there; `between` stands behind the name.
static WritStatus put_place(const Given *given, const WritWay *way, const char *between,
                            WritError *error)
{
    WritError before = *error;
    WritBuffer text = {0};
    add_place(&text, given, way);
    (void)writ_fail(error, before.status, "%s%s%s%s", writ_buffer_string(&text), given->name,
                    between, before.text);
    writ_buffer_dispose(&text);
    if (before.hint[0] != '\0') {
        (void)writ_hint(error, "%s", before.hint);
    }
    return before.status;
}

// --- People and documents
// ------------------------------------------------------------------------------------

static void add_way(WritBuffer *out, const WritWay *way)
{
    for (uint32_t i = 0; i < way->count; i++) {
        if (way->steps[i].element > 0) {
            writ_buffer_format(out, "[%u]", way->steps[i].element);
        } else {
            writ_buffer_format(out, ".%.*s", WRIT_TEXT_ARGS(way->steps[i].field));
        }
    }
}

static WritStatus refuse_person(WritText person, const Given *given, const WritWay *way,
                                WritError *error)
{
    WritBuffer path = {0};
    add_way(&path, way);
    writ_buffer_format(&path, ": nobody in people.writ is called \"%.*s\"", WRIT_TEXT_ARGS(person));
    (void)writ_fail(error, WRIT_INVALID, "%s", writ_buffer_string(&path));
    writ_buffer_dispose(&path);
    (void)writ_hint(error, "Use the id behind the word person in people.writ.");
    return put_place(given, way, "", error);
}

static WritStatus refuse_document(const WritDocument *document, uint64_t case_number,
                                  const Given *given, const WritWay *way, WritError *error)
{
    WritBuffer path = {0};
    add_way(&path, way);
    (void)writ_fail(error, WRIT_INVALID, "%s: the document \"%.*s\" %s", writ_buffer_string(&path),
                    WRIT_TEXT_ARGS(document->name),
                    case_number == 0 ? "did not come along" : "is none that the case has");
    writ_buffer_dispose(&path);
    (void)writ_hint(error, case_number == 0
                               ? "Give the file itself: a name and a hash bring no content."
                               : "Give the file itself, or a document of the case with its name, "
                                 "size and hash as they are.");
    return put_place(given, way, "", error);
}

typedef struct Search {
    WritHost *host;
    const WritTypes *types;
    uint64_t case_number;
    const WritValue *unknown; // What was found: the way leads there.
    WritWay way;
    WritError *error;
} Search;

static bool is_unknown(Search *search, const WritValue *value, WritStatus *status)
{
    if (value->kind == WRIT_VALUE_PERSON) {
        return !people_know(search->host, value->text);
    }
    if (value->kind != WRIT_VALUE_DOCUMENT || files_find(search->host, value->document) != NULL) {
        return false;
    }
    *status = documents_find(search->host, search->case_number, value->document, search->error);
    return *status != WRIT_OK;
}

// True when something was found that nobody knows, or the store cannot say.
static bool find_unknown(Search *search, const WritValue *value, WritStatus *status)
{
    if (is_unknown(search, value, status)) {
        search->unknown = value;
        return true;
    }
    bool is_list = value->kind == WRIT_VALUE_LIST;
    if (!is_list && value->kind != WRIT_VALUE_RECORD) {
        return false;
    }
    assert(search->way.count < sizeof search->way.steps / sizeof search->way.steps[0]);
    WritWayStep *step = &search->way.steps[search->way.count++];
    uint32_t count = is_list ? value->list->count : value->record->field_count;
    for (uint32_t i = 0; i < count; i++) {
        const WritValue *part = is_list ? &value->list->items[i] : &value->record->fields[i];
        *step = is_list ? (WritWayStep){.element = i + 1}
                        : (WritWayStep){.field = search->types->records[value->tag].fields[i].name};
        if (find_unknown(search, part, status)) {
            return true;
        }
    }
    search->way.count--;
    return false;
}

WritStatus incoming_known(WritHost *host, const WritPlan *plan, uint64_t case_number,
                          WritValue value, const Given *given, WritError *error)
{
    Search search = {
        .host = host, .types = &plan->types, .case_number = case_number, .error = error};
    WritStatus status = WRIT_NOT_FOUND;
    if (!find_unknown(&search, &value, &status)) {
        return WRIT_OK;
    }
    if (search.unknown->kind == WRIT_VALUE_PERSON) {
        return refuse_person(search.unknown->text, given, &search.way, error);
    }
    return status == WRIT_NOT_FOUND
               ? refuse_document(search.unknown->document, case_number, given, &search.way, error)
               : status;
}

// --- Such that, computed fields ----------------------------------------------------------------

static WritText person_name(const void *self, WritText person)
{
    const WritPeople *people = self;
    return people->name(people->self, person);
}

// Fields of records speak of nothing but the record and people's names.
static WritStatus judge(const WritHost *host, const WritPlan *plan, WritValue *value, WritWay *way,
                        WritError *error)
{
    WritPeople people = people_source(host);
    WritScope scope = {
        .plan = plan,
        .arena = host->item_arena,
        .self = &people,
        .person_name = person_name,
        .way = way,
    };
    way->count = 0;
    WritStatus status = writ_eval_complete(&scope, value, error);
    return status == WRIT_OK ? writ_eval_invariants(&scope, *value, error) : status;
}

// A way begins with a point or a bracket.
static const char *before_way(const WritWay *way)
{
    if (way->count == 0) {
        return ": ";
    }
    return way->steps[0].element > 0 ? "" : ".";
}

WritStatus incoming_judge(const WritHost *host, const WritPlan *plan, WritValue *value,
                          const Given *given, WritError *error)
{
    WritWay way;
    WritStatus status = judge(host, plan, value, &way, error);
    return status == WRIT_OK ? WRIT_OK : put_place(given, &way, before_way(&way), error);
}

WritStatus incoming_place(const WritHost *host, const WritPlan *plan, WritValue *value,
                          const Given *given, WritError *error)
{
    WritWay way = {.count = 0};
    WritError again;
    if (judge(host, plan, value, &way, &again) == WRIT_OK) {
        way.count = 0; // It is the value in its place that does not fit.
    } else {
        *error = again;
    }
    return put_place(given, &way, before_way(&way), error);
}
