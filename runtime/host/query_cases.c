// `cases`: the open ones first, the longest open in front, then those that ended, the latest in
// front. The rows of open cases stand together, so that they are found without looking at those
// that ended, however many they are.
#include "host/view.h"

#include "host/json_out.h"
#include "host/wording.h"

// How many cases are looked at for one answer when only those of one process are wanted.
enum { LOOKED_AT_MAX = 20000, TRIM_EVERY = 256 };

typedef struct CaseList {
    WritHost *host;
    WritText process;
    WritBuffer *json;
    uint32_t limit, count, looked_at;
    bool more;
    WritError *error;
} CaseList;

// --- One case ----------------------------------------------------------------------------------

static void count_incident(void *self, const WritDuty *duty)
{
    *(uint64_t *)self += duty->kind == WRIT_DUTY_INCIDENT ? 1 : 0;
}

// An ended case has no incidents any more, and would have to be replayed to say so.
static WritStatus count_incidents(const CaseList *list, uint64_t number, const CaseRow *row,
                                  uint64_t *count)
{
    Instance *instance = NULL;
    *count = 0;
    if (row->status == WRIT_CASE_ENDED) {
        return WRIT_OK;
    }
    WritStatus status = instances_get(list->host, number, &instance, list->error);
    if (status == WRIT_OK) {
        writ_case_duties(instance->state, count, count_incident);
    }
    return status;
}

static WritStatus write_case(CaseList *list, uint64_t number, const WritPlan *plan,
                             const CaseRow *row)
{
    uint64_t incidents = 0;
    if (list->count == list->limit) {
        list->more = true;
        return WRIT_OK;
    }
    WritStatus status = count_incidents(list, number, row, &incidents);
    if (status != WRIT_OK) {
        return status;
    }
    size_t before = list->json->length;
    json_open(list->json, NULL);
    view_row(list->json, list->host->item_arena, plan, number, row);
    json_number(list->json, "incidents", incidents);
    json_close(list->json);
    list->more = !json_keep(list->json, before);
    list->count++;
    return WRIT_OK;
}

typedef enum Wanted {
    WANTED_OPEN,
    WANTED_ENDED,
} Wanted;

static WritStatus add_case(CaseList *list, uint64_t number, Wanted wanted)
{
    WritBuffer bytes = {0};
    CaseRow row;
    Definition *definition = NULL;
    if (++list->looked_at > LOOKED_AT_MAX) {
        list->more = true;
        return WRIT_OK;
    }
    if (list->looked_at % TRIM_EVERY == 0) {
        instances_trim(list->host);
    }
    WritStatus status = case_row_find(list->host, number, &bytes, &row, list->error);
    if (status == WRIT_NOT_FOUND) {
        status = WRIT_OK;
    } else if (status == WRIT_OK && (row.status == WRIT_CASE_ENDED) == (wanted == WANTED_ENDED)) {
        status = definitions_of_basis(list->host, row.basis, &definition, list->error);
    }
    if (definition != NULL &&
        (list->process.length == 0 || word_is_called(definition->plan.name, list->process))) {
        status = write_case(list, number, &definition->plan, &row);
    }
    writ_buffer_dispose(&bytes);
    return status;
}

// --- Which cases -------------------------------------------------------------------------------

static WritVisit keep_case(void *context, WritText key, WritText value)
{
    (void)value;
    WritReader in = writ_reader(key);
    *(uint64_t *)context = writ_get_ordered(&in);
    return WRIT_VISIT_STOP;
}

// The first open case whose number is at least *number; 0: none.
static WritStatus next_open(CaseList *list, uint64_t *number)
{
    WritBuffer from = {0};
    key_case(&from, *number);
    *number = 0;
    WritStoreRange range = {WRIT_FAMILY_CASES, writ_buffer_text(&from), {0}, 1};
    WritStatus status = writ_store_scan(list->host->store, &range, keep_case, number, list->error);
    writ_buffer_dispose(&from);
    return status;
}

static WritStatus add_open(CaseList *list)
{
    uint64_t number = 1;
    WritStatus status = next_open(list, &number);
    while (status == WRIT_OK && number != 0 && !list->more) {
        status = add_case(list, number, WANTED_OPEN);
        if (status == WRIT_OK) {
            number++;
            status = next_open(list, &number);
        }
    }
    return status;
}

static WritStatus add_ended(CaseList *list)
{
    WritStatus status = WRIT_OK;
    for (uint64_t number = list->host->next_case; status == WRIT_OK && number-- > 1;) {
        if (list->more) {
            break;
        }
        status = add_case(list, number, WANTED_ENDED);
    }
    return status;
}

WritStatus request_cases(WritHost *host, const WritRequest *request, WritBuffer *json,
                         WritError *error)
{
    CaseList list = {
        .host = host,
        .process = request->name,
        .json = json,
        .limit = view_limit(request),
        .error = error,
    };
    json_open(json, NULL);
    json_open_list(json, "cases");
    WritStatus status = add_open(&list);
    if (status == WRIT_OK && !list.more) {
        status = add_ended(&list);
    }
    if (status == WRIT_OK && list.count == 0 && list.process.length > 0 &&
        definitions_find(host, list.process) == NULL) {
        return definitions_unknown(host, list.process, error);
    }
    json_close_list(json);
    json_truth(json, "more", list.more);
    json_close(json);
    return status;
}
