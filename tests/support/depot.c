#include "support/depot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/host.h"
#include "support/host_check.h"

enum { TURNS_MAX = 2000 };

static const char texts[] =
    "writ 2026\n"
    "module depot version 1.0\n"
    "\n"
    "process back \"Goods come back\"\n"
    "  process owner desk\n"
    "  starts on request by desk\n"
    "  starts with lot : Lot\n"
    "  ends as settled\n"
    "  no deadline because \"Its waits have some\"\n"
    "  if no permitted person is available reassign to desk\n"
    "\n"
    "  stage work \"Wait for all\"\n"
    "    at the same time\n"
    "      branch first \"First\"\n"
    "        step wait_first \"Wait for the first\"\n"
    "          wait for goods where event.number = lot.number and event.part = 1\n"
    "          deadline 30 minutes\n"
    "          on overdue skip to the end of first\n"
    "      branch second \"Second\"\n"
    "        step wait_second \"Wait for the second\"\n"
    "          wait for goods where event.number = lot.number and event.part = 2\n"
    "          deadline 60 minutes\n"
    "          on overdue skip to the end of second\n"
    "      branch third \"Third\"\n"
    "        step wait_third \"Wait for the third\"\n"
    "          wait for goods where event.number = lot.number and event.part = 3\n"
    "          deadline 60 minutes\n"
    "          on overdue skip to the end of third\n"
    "      branch person \"A person\"\n"
    "        step look \"Look into it\"\n"
    "          do \"Look into it\"\n"
    "          by desk\n"
    "          no deadline because \"Nobody hurries\"\n"
    "          outcomes seen\n"
    "          on seen next step\n"
    "    end\n"
    "    end the case as settled\n"
    "\n"
    "process pair \"Goods and a person\"\n"
    "  process owner desk\n"
    "  starts on request by desk\n"
    "  starts with lot : Lot\n"
    "  ends as settled\n"
    "  no deadline because \"Its step has one\"\n"
    "  if no permitted person is available reassign to desk\n"
    "\n"
    "  stage work \"Both\"\n"
    "    at the same time\n"
    "      branch goods_part \"The goods\"\n"
    "        step wait_goods \"Wait for the goods\"\n"
    "          wait for goods where event.number = lot.number\n"
    "          no deadline because \"They come some day\"\n"
    "      branch person \"A person\"\n"
    "        step look \"Look into it\"\n"
    "          do \"Look into it\"\n"
    "          by desk\n"
    "          deadline 60 minutes\n"
    "          every 10 minutes remind desk\n"
    "          outcomes seen\n"
    "          on seen next step\n"
    "          on overdue skip to the end of person\n"
    "    end\n"
    "    end the case as settled\n"
    "\n"
    "process arrival \"Goods that nobody ordered\"\n"
    "  process owner desk\n"
    "  starts on event found\n"
    "  starts with number : Text\n"
    "  ends as seen, late\n"
    "  deadline 60 minutes\n"
    "  on overdue end the case as late\n"
    "  if no permitted person is available reassign to desk\n"
    "\n"
    "  stage work \"Look\"\n"
    "    step look \"Look at it\"\n"
    "      do \"Look at it\"\n"
    "      by desk\n"
    "      no deadline because \"The case has one\"\n"
    "      outcomes seen\n"
    "      on seen end the case as seen\n"
    "\n"
    "event goods \"Goods are back\"\n"
    "  number : Text\n"
    "  part : Number\n"
    "  for the case with number\n"
    "  early ones are kept 14 days\n"
    "  sent times of \"wms\" count for 10 minutes\n"
    "  sent times of \"erp\" count for 20 minutes\n"
    "\n"
    "event found \"Goods were found\"\n"
    "  number : Text\n"
    "  sent times of \"wms\" count for 10 minutes\n"
    "\n"
    "record Lot\n"
    "  number : Text\n"
    "\n"
    "role desk \"Desk\"\n"
    "  filled from \"directory:desk\"\n";
static const char people[] = "writ 2026\n"
                             "directory \"People\"\n"
                             "person ada \"Ada\"\n"
                             "  signs in as \"ada\"\n"
                             "  belongs to \"desk\"\n";

static WritStatus release(Depot *depot, WritError *error)
{
    WritBookFile files[] = {
        {.path = writ_text("depot.writ"), .bytes = writ_text(texts)},
        {.path = writ_text("people.writ"), .bytes = writ_text(people)},
    };
    return writ_host_release(depot->host, files, 2, error);
}

bool depot_try_open(Depot *depot, WritError *error)
{
    WritHostOptions options = {
        .store = depot->store,
        .store_vfs = depot->vfs,
        .hook_program = WRIT_HOOK_EXECUTABLE,
        .clock = writ_clock_manual(&depot->clock),
    };
    if (writ_host_open(&depot->host, &options, error) != WRIT_OK) {
        depot->host = NULL;
        return false;
    }
    if (release(depot, error) != WRIT_OK) {
        depot_close(depot);
        return false;
    }
    return true;
}

void depot_open(Depot *depot)
{
    WritError error;
    if (!depot_try_open(depot, &error)) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

void depot_close(Depot *depot)
{
    writ_host_close(depot->host);
    depot->host = NULL;
}

void depot_begin_on(Depot *depot, const char *vfs)
{
    *depot = (Depot){.vfs = vfs, .clock = {.now = INT64_C(1795900000) * 1000000}};
    scratch_directory_make(&depot->directory);
    (void)scratch_directory_path(&depot->directory, "store.db", depot->store);
    depot_open(depot);
}

void depot_begin(Depot *depot)
{
    depot_begin_on(depot, NULL);
}

void depot_end(Depot *depot)
{
    depot_rest(depot);
    HostCheck found = host_check(depot->host);
    if (found.wrong.length > 0) {
        fail_msg("%s", writ_buffer_string(&found.wrong));
    }
    depot_close(depot);
    scratch_directory_remove(&depot->directory);
    host_reply_dispose(&depot->answer);
}

static void ask(Depot *depot, const WritRequest *request)
{
    host_must_ask(depot->host, request, &depot->answer);
}

uint64_t depot_start_of(Depot *depot, const char *process)
{
    char body[64];
    uint64_t number = depot->host->next_case;
    (void)snprintf(body, sizeof body, "{\"lot\":{\"number\":\"%llu\"}}",
                   (unsigned long long)number);
    WritRequest request = {.kind = WRIT_REQUEST_START,
                           .name = writ_text(process),
                           .body = writ_text(body),
                           .account = writ_text("ada")};
    ask(depot, &request);
    if (depot->answer.status != WRIT_OK) {
        fail_msg("%s", depot->answer.error.text);
    }
    return number;
}

uint64_t depot_start(Depot *depot)
{
    return depot_start_of(depot, "back");
}

void depot_send(Depot *depot, uint64_t number, int wait, const char *source, int64_t sent)
{
    char body[64];
    char id[64];
    (void)snprintf(body, sizeof body, "{\"number\":\"%llu\",\"part\":%d}",
                   (unsigned long long)number, wait);
    (void)snprintf(id, sizeof id, "%s/%u", source, depot->messages++);
    WritRequest request = {.kind = WRIT_REQUEST_SEND,
                           .name = writ_text("goods"),
                           .body = writ_text(body),
                           .source = writ_text(id),
                           .sent = sent,
                           .account = writ_text("ada")};
    ask(depot, &request);
}

bool depot_says(Depot *depot, const char *words)
{
    bool said = depot->answer.status == WRIT_OK &&
                strstr(writ_buffer_string(&depot->answer.json), words) != NULL;
    if (!said) {
        print_message("%s\n", depot->answer.status == WRIT_OK
                                  ? writ_buffer_string(&depot->answer.json)
                                  : depot->answer.error.text);
    }
    return said;
}

void depot_rest(Depot *depot)
{
    WritError error;
    for (int i = 0;
         !writ_host_is_idle(depot->host) || writ_host_next_due(depot->host) < depot->clock.now;
         i++) {
        assert_true(i < TURNS_MAX);
        assert_int_equal(writ_host_turn(depot->host, 0, -1, &error), WRIT_OK);
    }
}

// --- What happened -----------------------------------------------------------------------------

typedef struct Telling {
    DepotStory *story;
    uint32_t frames[DEPOT_WAITS];
    uint32_t frame_count;
} Telling;

static void tell(Telling *t, const WritEntry *entry, const WritEvent *event)
{
    if (event->kind == WRIT_EVENT_WAIT_OPENED && t->frame_count < DEPOT_WAITS) {
        t->frames[t->frame_count++] = event->frame;
    }
    bool is_message = event->kind == WRIT_EVENT_MESSAGE_TAKEN;
    for (uint32_t i = 0; i < t->frame_count; i++) {
        if ((is_message || event->kind == WRIT_EVENT_DEADLINE_PASSED) &&
            t->frames[i] == event->frame) {
            assert_true(t->story->count < DEPOT_EVENTS_MAX);
            t->story->events[t->story->count++] =
                (DepotEvent){(int)i + 1, is_message, entry->effective};
        }
    }
}

DepotStory depot_story(Depot *depot, uint64_t number)
{
    DepotStory story = {.count = 0};
    Telling t = {.story = &story};
    WritBuffer bytes = {0};
    WritArena *arena = writ_arena_new((size_t)16 << 20);
    int64_t before = INT64_MIN;
    for (uint64_t i = 1; i < writ_store_next_sequence(depot->host->store); i++) {
        WritJournalEntry journal;
        WritEntry entry;
        WritError error;
        assert_int_equal(writ_store_journal_read(depot->host->store, i, &journal, &bytes, &error),
                         WRIT_OK);
        if (journal.case_number != number) {
            continue;
        }
        assert_int_equal(writ_entry_decode(&entry, arena, journal.bytes, &error), WRIT_OK);
        // What a case goes through never goes back in time.
        assert_true(entry.effective >= before);
        before = entry.effective;
        for (uint32_t j = 0; j < entry.event_count; j++) {
            tell(&t, &entry, &entry.events[j]);
        }
    }
    writ_buffer_dispose(&bytes);
    writ_arena_free(arena);
    return story;
}

const char *depot_order(Depot *depot, uint64_t number)
{
    static char order[4 * DEPOT_EVENTS_MAX];
    DepotStory story = depot_story(depot, number);
    order[0] = '\0';
    for (uint32_t i = 0; i < story.count; i++) {
        (void)snprintf(order + strlen(order), sizeof order - strlen(order), "%s%c%d",
                       i == 0 ? "" : " ", story.events[i].is_message ? 'm' : 'd',
                       story.events[i].wait);
    }
    return order;
}
