#include "support/measured.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

enum { ARENA_BYTES = 64 << 20, TEXT_BYTES = 8000, CASES_LISTED = 5000 };

static const char process_text[] = "writ 2026\n"
                                   "module errands version %s\n"
                                   "process errand \"Errand\"\n"
                                   "  process owner head\n"
                                   "  starts on request by desk\n"
                                   "  starts with errand : Errand\n"
                                   "  stores remark : Text\n"
                                   "  ends as done, %s\n"
                                   "  no deadline because \"It ends at once\"\n"
                                   "  stage work \"Work\"\n"
                                   "    if errand.drop\n"
                                   "      end the case as %s\n"
                                   "    end\n"
                                   "    step note \"Note it\"\n"
                                   "      set remark to \"done\"\n"
                                   "    end the case as done\n"
                                   "role desk \"Desk\"\n"
                                   "  filled from \"directory:desk\"\n"
                                   "role head \"Head of the desk\"\n"
                                   "  filled from \"directory:heads\"\n"
                                   "choice Kind is near, far\n"
                                   "unit pcs \"pieces\"\n"
                                   "record Line\n"
                                   "  ordered : Quantity in pcs\n"
                                   "  shipped : Quantity in pcs\n"
                                   "record Errand\n"
                                   "  kind : Kind\n"
                                   "  drop : Boolean\n"
                                   "  price : Money in EUR\n"
                                   "  discount : Percent\n"
                                   "  fee : Money in EUR computed as price * discount\n"
                                   "  effort : Duration\n"
                                   "  wanted_on : optional Date\n"
                                   "  done_on : Date\n"
                                   "  lines : list of Line\n"
                                   "%s";

static const char people_text[] = "writ 2026\n"
                                  "directory \"People\"\n"
                                  "  purpose \"Who is who\"\n"
                                  "person ada \"Ada\"\n"
                                  "  signs in as \"ada_account\"\n"
                                  "  belongs to \"desk\"\n"
                                  "person cem \"Cem\"\n"
                                  "  belongs to \"heads\"\n";

void measured_begin(Measured *measured, const char *vfs, const char *now)
{
    WritError error;
    *measured = (Measured){.vfs = vfs};
    measured->arena = writ_arena_new(ARENA_BYTES);
    assert_int_equal(writ_instant_parse(&measured->clock.now, writ_text(now), &error), WRIT_OK);
    scratch_directory_make(&measured->directory);
    (void)scratch_directory_path(&measured->directory, "store.db", measured->store);
}

void measured_end(Measured *measured)
{
    measured_close(measured);
    host_reply_dispose(&measured->reply);
    writ_arena_free(measured->arena);
    scratch_directory_remove(&measured->directory);
}

WritStatus measured_try_open(Measured *measured, WritError *error)
{
    WritHostOptions options = {
        .store = measured->store,
        .store_vfs = measured->vfs,
        .hook_program = WRIT_HOOK_EXECUTABLE,
        .clock = writ_clock_manual(&measured->clock),
    };
    return writ_host_open(&measured->host, &options, error);
}

void measured_open(Measured *measured)
{
    WritError error;
    if (measured_try_open(measured, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

void measured_close(Measured *measured)
{
    writ_host_close(measured->host);
    measured->host = NULL;
}

WritStatus measured_try_release(Measured *measured, MeasuredVersion version, const char *measures,
                                WritError *error)
{
    char text[TEXT_BYTES];
    char last[TEXT_BYTES];
    bool second = version == MEASURED_SECOND;
    const char *dropped = second ? "given_up" : "dropped";
    (void)snprintf(last, sizeof last, "%s%s", second ? "  urgent : Boolean\n" : "", measures);
    int length =
        snprintf(text, sizeof text, process_text, second ? "2.0" : "1.0", dropped, dropped, last);
    assert_in_range(length, 1, sizeof text - 1);
    const WritBookFile files[] = {
        {.path = writ_text("errands.writ"), .bytes = writ_text(text)},
        {.path = writ_text("people.writ"), .bytes = writ_text(people_text)},
    };
    return writ_host_release(measured->host, files, 2, error);
}

void measured_release(Measured *measured, MeasuredVersion version, const char *measures)
{
    WritError error;
    if (measured_try_release(measured, version, measures, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

uint64_t measured_start(Measured *measured, const char *json)
{
    WritRequest request = {
        .kind = WRIT_REQUEST_START,
        .name = writ_text("errand"),
        .account = writ_text("ada_account"),
        .body = writ_text(json),
        .body_name = writ_text("errand.json"),
    };
    host_must_ask(measured->host, &request, &measured->reply);
    if (measured->reply.status != WRIT_OK) {
        fail_msg("%s %s", measured->reply.error.text, measured->reply.error.hint);
    }
    return host_reply_case(&measured->reply);
}

static uint64_t number_of(const WritJson *slice, const char *key)
{
    const WritJson *member = writ_json_find(slice, key);
    unsigned long long number = 0;
    if (member != NULL) {
        (void)sscanf(member->text.data, "%llu", &number);
    }
    return number;
}

const WritJson *measured_figures(Measured *measured, const char *name, const char *body)
{
    WritError error;
    WritBuffer all = {0};
    char version[128] = "";
    WritRequest request = {
        .kind = WRIT_REQUEST_MEASURE, .name = writ_text(name), .body = writ_text(body)};
    MeasureSums *sums = measure_sums_new(CASES_LISTED);
    writ_arena_reset(measured->arena);
    measured->slices = 0;
    do {
        WritJson slice;
        host_must_ask(measured->host, &request, &measured->reply);
        if (measured->reply.status != WRIT_OK) {
            fail_msg("%s %s", measured->reply.error.text, measured->reply.error.hint);
        }
        assert_int_equal(writ_json_parse(&slice, measured->arena,
                                         writ_buffer_text(&measured->reply.json), "slice", &error),
                         WRIT_OK);
        assert_int_equal(measure_sums_add(sums, &slice, &error), WRIT_OK);
        request.case_number = number_of(&slice, "through");
        const WritJson *found = writ_json_find(&slice, "measures_version");
        (void)snprintf(version, sizeof version, "%.*s", found == NULL ? 0 : (int)found->text.length,
                       found == NULL ? "" : found->text.data);
        request.revision = writ_text(version);
        measured->slices++;
    } while (request.case_number != 0);
    assert_int_equal(measure_sums_write(sums, &all, &error), WRIT_OK);
    WritJson *reply = writ_arena_alloc(measured->arena, sizeof *reply);
    assert_int_equal(
        writ_json_parse(reply, measured->arena, writ_buffer_text(&all), "figures", &error),
        WRIT_OK);
    writ_buffer_dispose(&all);
    measure_sums_free(sums);
    return reply;
}

const WritJson *measured_of(const WritJson *figures, const char *name)
{
    const WritJson *measures = writ_json_find(figures, "measures");
    for (uint32_t i = 0; i < measures->count; i++) {
        const WritJson *found = writ_json_find(&measures->items[i], "measure");
        if (writ_text_is(writ_text_last_name(found->text), name)) {
            return &measures->items[i];
        }
    }
    fail_msg("no measure %s", name);
    return NULL;
}
