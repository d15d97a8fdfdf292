#include "support/order_story.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEPS_MAX = 100000, UNSEEN_MAX = 2000, TURN_MS = 5 };

static const char receipt_source[] = "wms/receipt-1";

// --- Telling -----------------------------------------------------------------------------------

// Asks, and passes an answer on. WRIT_OK only when the host said yes.
static WritStatus ask(OrderStory *story, const WritRequest *request, const char *key,
                      HostReply *reply, WritError *error)
{
    WritStatus status = host_ask(story->run->host, request, reply, error);
    if (status == WRIT_OK && reply->status != WRIT_OK) {
        *error = reply->error;
        status = reply->status;
    }
    if (reply->given && reply->status == WRIT_OK && story->acknowledged != NULL) {
        story->acknowledged(story->self, key, writ_buffer_text(&reply->json));
    }
    return status;
}

static WritStatus start(OrderStory *story, uint64_t *number, WritError *error)
{
    static const char *const orders[] = {"line_short", "cancelled"};
    char path[HOST_RUN_PATH_BYTES];
    WritBuffer body = {0};
    HostReply reply = {0};
    (void)snprintf(path, sizeof path, "%s/orders/%s.json", story->demo, orders[story->plot]);
    if (!host_run_read_file(&body, path)) {
        return writ_fail(error, WRIT_INVALID, "%s cannot be read", path);
    }
    WritRequest request =
        host_run_start_request("order_to_deliver", writ_buffer_text(&body), "start-1");
    WritStatus status = ask(story, &request, "start-1", &reply, error);
    *number = status == WRIT_OK ? host_reply_case(&reply) : 0;
    writ_buffer_dispose(&body);
    host_reply_dispose(&reply);
    return status;
}

static WritStatus answer(OrderStory *story, uint64_t number, const HostView *view, WritError *error)
{
    char key[64];
    HostReply reply = {0};
    (void)snprintf(key, sizeof key, "answer-%u", view->task);
    WritRequest request = host_run_answer_request(number, view->task, "wait", "elodie_caron", key);
    WritStatus status = ask(story, &request, key, &reply, error);
    host_reply_dispose(&reply);
    return status;
}

// The goods are there before anybody is told: so it is in a warehouse.
static WritStatus receive_goods(OrderStory *story, WritError *error)
{
    char path[HOST_RUN_PATH_BYTES + 64];
    HostReply reply = {0};
    (void)snprintf(path, sizeof path, "%s/erp/receipt.delivery-1", story->run->systems);
    if (access(path, F_OK) != 0) {
        host_run_write_file(path, "item: pump\nquantity: 8 pcs\n");
    }
    WritRequest request = host_run_send_request(
        "stock_arrived", "{\"item\": \"pump\", \"quantity\": \"8 pcs\"}", receipt_source);
    WritStatus status = ask(story, &request, receipt_source, &reply, error);
    host_reply_dispose(&reply);
    return status;
}

static WritStatus cancel(OrderStory *story, uint64_t number, WritError *error)
{
    HostReply reply = {0};
    WritRequest request = {.kind = WRIT_REQUEST_CANCEL,
                           .person = writ_text("elodie_caron"),
                           .comment = writ_text("The customer ordered twice"),
                           .key = writ_text("cancel-1"),
                           .case_number = number};
    WritStatus status = ask(story, &request, "cancel-1", &reply, error);
    host_reply_dispose(&reply);
    return status;
}

static WritStatus go_on(OrderStory *story, uint64_t number, const HostView *view, WritError *error)
{
    if (story->plot == ORDER_CANCELLED) {
        return strcmp(view->status, "open") == 0 && view->reserving > 0
                   ? cancel(story, number, error)
                   : WRIT_OK;
    }
    if (view->task != 0) {
        return answer(story, number, view, error);
    }
    return view->waits > 0 ? receive_goods(story, error) : WRIT_OK;
}

WritStatus order_story_run(OrderStory *story, WritError *error)
{
    uint64_t number = 0;
    WritStatus status = start(story, &number, error);
    for (int i = 0; status == WRIT_OK; i++) {
        HostView view;
        status = host_run_try_show(story->run, number, &view, error);
        if (status == WRIT_OK && view.ended && writ_host_is_idle(story->run->host)) {
            return WRIT_OK;
        }
        if (status == WRIT_OK) {
            status = go_on(story, number, &view, error);
        }
        // Looking is a turn already: one more would let a reservation pass unseen.
        if (status == WRIT_OK && (story->plot == ORDER_PART_SHIPMENT || i > UNSEEN_MAX)) {
            status = writ_host_turn(story->run->host, TURN_MS, -1, error);
        }
        if (i == STEPS_MAX) {
            return writ_fail(error, WRIT_LIMIT, "the order never ends: %s", view.status);
        }
    }
    return status;
}

// --- What is there in the end ------------------------------------------------------------------

typedef struct Facts {
    long received, shipped, reserved; // Pieces of one item.
    uint32_t shipments, reservations, invoices;
} Facts;

static bool field(const char *text, const char *key, char *value, size_t size)
{
    const char *at = strstr(text, key);
    if (at == NULL) {
        return false;
    }
    (void)snprintf(value, size, "%.*s", (int)strcspn(at + strlen(key), "\n"), at + strlen(key));
    return true;
}

static void add_fact(Facts *facts, const char *name, const char *text, const char *item)
{
    char of[64] = "";
    char quantity[64] = "0";
    bool is_item = field(text, "item: ", of, sizeof of) && strcmp(of, item) == 0;
    (void)field(text, "quantity: ", quantity, sizeof quantity);
    long pieces = is_item ? strtol(quantity, NULL, 10) : 0;
    if (strncmp(name, "receipt.", 8) == 0) {
        facts->received += pieces;
    } else if (strncmp(name, "shipment.", 9) == 0) {
        facts->shipped += pieces;
        facts->shipments++;
    } else if (strncmp(name, "reserved.", 9) == 0) {
        facts->reserved += pieces;
        facts->reservations++;
    } else if (strncmp(name, "invoice.", 8) == 0) {
        facts->invoices++;
    }
}

static Facts facts_of(const HostRun *run, const char *item)
{
    Facts facts = {.received = 0};
    char folder[HOST_RUN_PATH_BYTES + 8];
    (void)snprintf(folder, sizeof folder, "%s/erp", run->systems);
    DIR *entries = opendir(folder);
    for (struct dirent *entry = entries == NULL ? NULL : readdir(entries); entry != NULL;
         entry = readdir(entries)) {
        char path[2 * HOST_RUN_PATH_BYTES];
        WritBuffer bytes = {0};
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && host_run_read_file(&bytes, path)) {
            add_fact(&facts, entry->d_name, writ_buffer_string(&bytes), item);
        }
        writ_buffer_dispose(&bytes);
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return facts;
}

static void expect(HostCheck *check, const char *what, uint64_t is, uint64_t should_be)
{
    if (is != should_be) {
        writ_buffer_format(&check->wrong, "%s: %llu instead of %llu\n", what,
                           (unsigned long long)is, (unsigned long long)should_be);
    }
}

static void check_part_shipment(OrderStory *story, HostCheck *check)
{
    Facts pump = facts_of(story->run, "pump");
    Facts centrifuge = facts_of(story->run, "centrifuge");
    expect(check, "pumps received", (uint64_t)pump.received, 14);
    expect(check, "pumps shipped", (uint64_t)pump.shipped, 10);
    expect(check, "pumps reserved, all of them shipped", (uint64_t)pump.reserved, 6);
    expect(check, "centrifuges shipped", (uint64_t)centrifuge.shipped, 1);
    expect(check, "shipments", pump.shipments, 3);
    expect(check, "shipments in the journal", check->shipped, 3);
    expect(check, "reservations", pump.reservations, 2);
    expect(check, "invoices", pump.invoices, 1);
    expect(check, "answers of people", check->tasks_answered, 1);
    expect(check, "messages taken", check->messages_taken, 1);
    expect(check, "calls made", check->calls_made, 8);
    expect(check, "calls answered", check->calls_answered, 8);
}

static void check_cancelled(OrderStory *story, HostCheck *check)
{
    Facts filter = facts_of(story->run, "filter");
    expect(check, "filters received", (uint64_t)filter.received, 200);
    expect(check, "shipments", filter.shipments, 0);
    expect(check, "reservations", filter.reservations, 0);
    expect(check, "invoices", filter.invoices, 0);
    expect(check, "cancellations", check->cancelled, 1);
    expect(check, "undo calls", check->undone, 1);
}

void order_story_check(OrderStory *story, HostCheck *check)
{
    static const char *const ends[] = {"delivered", "cancelled"};
    HostView view = host_run_show(story->run, 1);
    if (!view.ended || strcmp(view.outcome, ends[story->plot]) != 0) {
        writ_buffer_format(&check->wrong, "the order is %s as \"%s\"\n", view.status, view.outcome);
    }
    expect(check, "cases", check->cases, 1);
    expect(check, "messages kept early", check->kept_early, 0);
    if (story->plot == ORDER_CANCELLED) {
        check_cancelled(story, check);
    } else {
        check_part_shipment(story, check);
    }
}
