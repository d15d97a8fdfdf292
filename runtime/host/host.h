// The parts of the host and what they share. Nothing outside this folder sees it.
//
// A turn takes work items (requests, due deadlines, results of hooks, slices) one after another.
// An item changes cases through run_command, which collects everything in one batch; the batch is
// written when the item succeeds and dropped, with the cases that it touched, when it fails. At
// the end of a turn all batches are flushed together; only then are answers given and hooks
// called (settled.md 11).
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include "host/basis.h"
#include "host/almanac.h"
#include "host/keys.h"
#include "host/rates_in_force.h"
#include "host/schedules.h"
#include "host/sent.h"
#include "host/timers.h"
#include "writ/book.h"
#include "writ/engine.h"
#include "writ/hook.h"
#include "writ/host.h"
#include "writ/json.h"
#include "writ/people.h"
#include "writ/store.h"

// --- definitions.c: plans in memory ------------------------------------------------------------

typedef struct Definition Definition;
struct Definition {
    WritHash hash;
    unsigned char commit[WRIT_COMMIT_BYTES];
    WritArena *arena;
    WritPlan plan;
    WritHash *file_hashes; // Of each Lua file of the plan.
    WritProgram *program;
    Definition *next;
};

// What new cases of a process pin. The texts belong to the definition.
typedef struct InForce {
    Definition *definition;
    unsigned char commit[WRIT_COMMIT_BYTES];
    Schedule *schedule; // NULL: it does not start by schedule.
} InForce;

// The definition with `hash`, from memory or the store.
WRIT_NODISCARD WritStatus definitions_get(WritHost *host, const WritHash *hash,
                                          Definition **definition, WritError *error);
// That of the basis with this sequence.
WRIT_NODISCARD WritStatus definitions_of_basis(WritHost *host, uint64_t basis,
                                               Definition **definition, WritError *error);
// Loads what the store has in force, and looks at the book. Called once, at opening. Fails when
// nothing is in force because of the book.
WRIT_NODISCARD WritStatus definitions_load(WritHost *host, WritError *error);
// Looks whether the book has a newer commit, and takes it over when it has no errors. Trouble with
// the book is kept in the host: what was in force stays. Called between items.
void definitions_refresh(WritHost *host);
// The trouble with the book, where it leaves nothing in force.
WRIT_NODISCARD WritStatus definitions_check(const WritHost *host, WritError *error);
// By qualified name, or by its last part where that is unambiguous. NULL: none.
const InForce *definitions_find(const WritHost *host, WritText process);
// A value of a record type of a plan, from JSON, whole and judged, with every person known to the
// directory and every document come along or one of the case (0: of none).
WRIT_NODISCARD WritStatus definitions_read_record(WritHost *host, const WritPlan *plan,
                                                  uint64_t case_number, uint32_t record,
                                                  const WritJson *json, const char *source,
                                                  const char *path, WritValue *value,
                                                  WritError *error);
// The error for a process that is not in force, with what is.
WritStatus definitions_unknown(const WritHost *host, WritText process, WritError *error);
// Keeps the plans in force and forgets their schedules, for writ_host_renew.
WRIT_NODISCARD WritStatus definitions_renew(WritHost *host, const WritDirectory *directory,
                                            WritError *error);
void definitions_dispose(WritHost *host);

// --- instances.c: cases in memory --------------------------------------------------------------

typedef struct Instance Instance;
struct Instance {
    uint64_t number;
    WritCase *state;
    Definition *definition;
    unsigned char commit[WRIT_COMMIT_BYTES];
    uint64_t last_entry;    // Sequence of its last journal entry; 0: none yet.
    int64_t last_effective; // From when that counts; 0: it was not asked for.
    uint64_t basis;         // What that entry rests on.
    int64_t began;
    int64_t ended;    // WRIT_NEVER while open.
    WritBuffer whole; // The whole case as it is written, while it is small.
    WritBuffer key;   // Of `one open case per`, empty: none.
    bool touched;     // By the item that is under way.
    Instance *in_bucket;
    Instance *newer, *older; // By last use.
    size_t bytes;            // As counted in the table; 0: not since its last use.
};

typedef struct InstanceTable {
    Instance **buckets;
    uint32_t bucket_count;
    uint32_t count;
    Instance *newest, *oldest;
    size_t bytes;    // Of those that were counted.
    Instance *spare; // Whose memory the next ones take, by in_bucket.
    uint32_t spare_count;
} InstanceTable;

// The case, from memory or the store. WRIT_NOT_FOUND: there is no such case. An ended case is
// rebuilt from its journal.
WRIT_NODISCARD WritStatus instances_get(WritHost *host, uint64_t number, Instance **instance,
                                        WritError *error);
Instance *instances_add(WritHost *host, Definition *definition, uint64_t number);
void instances_drop(WritHost *host, Instance *instance);
// Lets the longest unused go while there are too many or they hold too much.
void instances_trim(WritHost *host);
void instances_dispose(WritHost *host);

// What the row of a case says, without the case itself.
typedef struct CaseRow {
    WritCaseStatus status;
    uint32_t outcome, stage;
    uint64_t last_entry;
    int64_t began, ended;
    uint64_t basis; // That of the last entry.
    WritText key;
    WritText whole; // The whole case, if it is small and open; otherwise empty.
} CaseRow;
void case_row_encode(WritBuffer *out, const Instance *instance);
WRIT_NODISCARD bool case_row_decode(CaseRow *row, WritText bytes);
// Reads the row of a case; `row` points into `bytes`. WRIT_NOT_FOUND: there is no such case.
WRIT_NODISCARD WritStatus case_row_find(WritHost *host, uint64_t number, WritBuffer *bytes,
                                        CaseRow *row, WritError *error);

// --- commands.c: from a command to a batch -----------------------------------------------------

typedef struct Actor {
    WritIdentity identity;
    WritText person;
    WritText account;
    WritText source;
    int64_t sent; // Of a message, as in its entry.
    WritSent sent_as;
} Actor;

// Decides, and adds what follows to the batch of the item. What was due to the case before
// `effective` comes first; a message counts from what the case did last where that is later.
// `decided` lives until the item ends.
WRIT_NODISCARD WritStatus run_command(WritHost *host, Instance *instance,
                                      const WritCommand *command, const Actor *actor,
                                      int64_t effective, WritDecided *decided, WritError *error);
// Whether the case would take a message now, as run_command would find; nothing is changed.
WRIT_NODISCARD WritStatus judge_message(WritHost *host, Instance *instance,
                                        const WritCommand *command, int64_t effective,
                                        WritError *error);
// The key of `one open case per` that a START would have; nothing is changed.
WRIT_NODISCARD WritStatus key_of_start(WritHost *host, Instance *fresh, const WritCommand *command,
                                       WritText *key, WritError *error);
// Works out who commands. WRIT_DENIED when the person is nobody the directory knows, or a guest
// says to be somebody else.
WRIT_NODISCARD WritStatus find_actor(WritHost *host, const WritRequest *request, Actor *actor,
                                     WritError *error);

// --- items.c: the work of a turn ---------------------------------------------------------------

typedef enum ItemKind {
    ITEM_REQUEST,
    ITEM_GO_ON, // The next slice of a case.
    ITEM_EARLY, // A wait began: is there a message that came before it?
} ItemKind;

typedef struct Item Item;
struct Item {
    ItemKind kind;
    uint64_t case_number;
    uint32_t frame;
    uint64_t arrival;    // EARLY: messages up to here were looked at.
    WritRequest request; // Its texts follow the item in memory.
    WritAnswered *answered;
    void *self;
    Item *next;
};

typedef struct Comparison Comparison;
typedef struct SentDocument SentDocument; // See files.h.

// Lives in the arena of the item.
typedef struct Heard Heard;
struct Heard {
    WritHeard heard;
    Heard *next;
};

typedef struct Answer Answer;
struct Answer {
    WritAnswered *answered;
    void *self;
    WritReply reply;
    WritBuffer json;
    Answer *next;
};

void answer_free(Answer *answer);

Item *item_new(ItemKind kind);
void item_push(WritHost *host, Item *item);       // Behind all.
void item_push_first(WritHost *host, Item *item); // Before every request.
// Behind the item under way, before every request, if the item succeeds.
void item_follow_up(WritHost *host, ItemKind kind, uint64_t case_number, uint32_t frame);
// Queues the next slices that an earlier process did not come to. Called once, at opening.
WRIT_NODISCARD WritStatus items_load(WritHost *host, WritError *error);
void items_dispose(WritHost *host);
// What the command of the item under way did is told to the listener once the item succeeds.
void item_note_events(WritHost *host, const Instance *instance, const WritDecided *decided);

// Keeps an item of the host's own that failed, and takes the item over: it is queued again later.
void item_delay(WritHost *host, Item *item);
// Queues what was delayed, before every request, when its time has come.
void items_take_delayed(WritHost *host);

// When what fails now is tried again; and whether that time has come, also when the clock was set
// back meanwhile. Microseconds of the host's clock.
int64_t delay_end(const WritHost *host);
bool delay_is_over(const WritHost *host, int64_t end);

// A store that fails may work again soon. Other failures would come again: the case is gone or
// wants it no more, or what it would read is damaged.
bool may_pass(WritStatus status);

// Starts and ends the batch of one item. A failed end leaves nothing of it.
void item_begin(WritHost *host);
WRIT_NODISCARD WritStatus item_end(WritHost *host, WritError *error);
void item_abandon(WritHost *host);

// --- requests ----------------------------------------------------------------------------------

// Each carries out or answers one request and writes the answer's JSON.
WRIT_NODISCARD WritStatus request_run(WritHost *host, const WritRequest *request, WritBuffer *json,
                                      WritError *error);
WRIT_NODISCARD WritStatus request_start(WritHost *host, const WritRequest *request,
                                        WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_send(WritHost *host, const WritRequest *request, WritBuffer *json,
                                       WritError *error);
WRIT_NODISCARD WritStatus request_answer(WritHost *host, const WritRequest *request,
                                         WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_cancel(WritHost *host, const WritRequest *request,
                                         WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_retry(WritHost *host, const WritRequest *request,
                                        WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_override(WritHost *host, const WritRequest *request,
                                           WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_tasks(WritHost *host, const WritRequest *request,
                                        WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_cases(WritHost *host, const WritRequest *request,
                                        WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_show(WritHost *host, const WritRequest *request, WritBuffer *json,
                                       WritError *error);
WRIT_NODISCARD WritStatus request_document(WritHost *host, const WritRequest *request,
                                           WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_timeline(WritHost *host, const WritRequest *request,
                                           WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_why(WritHost *host, const WritRequest *request, WritBuffer *json,
                                      WritError *error);
WRIT_NODISCARD WritStatus request_incidents(WritHost *host, const WritRequest *request,
                                            WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_outbox(WritHost *host, const WritRequest *request,
                                         WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_backup(WritHost *host, const WritRequest *request,
                                         WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_preview(WritHost *host, const WritRequest *request,
                                          WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_measure(WritHost *host, const WritRequest *request,
                                          WritBuffer *json, WritError *error);
WRIT_NODISCARD WritStatus request_status(WritHost *host, const WritRequest *request,
                                         WritBuffer *json, WritError *error);

// --- query_preview.c: what is kept between the slices of a preview ------------------------------

void preview_forget(WritHost *host);

// --- changes.c: shared by what starts cases ----------------------------------------------------

// Reads the body of a request as a JSON object; `source` gets the name that messages call it by.
WRIT_NODISCARD WritStatus changes_parse_body(WritHost *host, const WritRequest *request,
                                             WritJson *json, const char **source, WritError *error);
// The parameters of a process from the members of `json`.
WRIT_NODISCARD WritStatus changes_read_parameters(WritHost *host, const WritPlan *plan,
                                                  const WritJson *json, const char *source,
                                                  WritCommand *command, WritError *error);
WRIT_NODISCARD WritStatus changes_start_case(WritHost *host, const InForce *in_force,
                                             const WritCommand *command, const Actor *actor,
                                             Instance **started, WritError *error);

// --- calls.c -----------------------------------------------------------------------------------

typedef struct Calls Calls;
WRIT_NODISCARD WritStatus calls_open(WritHost *host, WritError *error);
// Forgets all calls; whoever still answers one is not heard.
void calls_renew(WritHost *host);
void calls_close(WritHost *host);
// A call began or was rescheduled by the item under way.
void calls_note(WritHost *host, uint64_t case_number, const WritDuty *duty);
// After a flush: starts what may start now.
void calls_dispatch(WritHost *host);
// Takes one finished call as an item. False when there is none.
bool calls_take_result(WritHost *host);
bool calls_are_under_way(const WritHost *host);
// The item succeeded: what calls_note was told may start after the flush.
void calls_keep_noted(WritHost *host);
// The item failed: what calls_note was told is not so.
void calls_forget_noted(WritHost *host);
int64_t calls_next_due(WritHost *host); // INT64_MAX: none.
// Waits until a hook answers, `extra_fd` has something to read or the time is over.
void calls_wait(WritHost *host, int timeout_ms, int extra_fd);

// --- people_source.c ---------------------------------------------------------------------------

// The engine's view of the directory that the host has now.
WritPeople people_source(const WritHost *host);
// The person who signs in with an account; empty: nobody.
WritText people_of_account(const WritHost *host, WritText account);
bool people_know(const WritHost *host, WritText person);

// --- The host ----------------------------------------------------------------------------------

struct WritHost {
    WritHostOptions options;
    WritClock clock;
    WritStore *store;
    WritBook *book;       // NULL: there is none, or it could not be opened.
    WritError trouble;    // With the book; its status is WRIT_OK: none.
    WritCommitId refused; // The commit that has the trouble; empty: the book itself.
    int64_t look_again;   // When that commit is read again; WRIT_NEVER: with the next one.
    bool is_fresh;        // The book was looked at for the items of now.
    WritArena *directory_arena;
    WritDirectory directory;
    WritHash directory_hash;
    Almanac almanac;
    RatesInForce rates;
    Comparison *comparison; // Of a preview that has not seen all cases, or NULL.
    Definition *definitions;
    InForce *in_force;
    uint32_t in_force_count;
    Bases bases;
    InstanceTable instances;
    Calls *calls;
    uint64_t next_case;
    uint64_t next_arrival; // Of early messages.
    char origin[17];       // Random, of this store; part of every id that other systems see.

    Item *delayed_items; // The host's own that failed.
    int64_t delayed_until;
    Item *first_item, *last_item;
    uint32_t item_count;
    Answer *first_answer, *last_answer;
    Answer *spare_answers; // At most WRIT_HOST_GROUP_MAX.
    uint32_t spare_answer_count;

    WritArena *item_arena;    // Of the item under way.
    int64_t item_now;         // When it began: all that it does is done at one instant.
    SentDocument *item_files; // What came along with its request.
    uint32_t item_file_count;
    const WritError *item_refusal; // It only put on the record that a rule refused it; or NULL.
    WritStoreBatch batch;
    uint64_t batch_entries;
    uint64_t next_sequence;  // The sequence that the next entry of the batch gets.
    uint32_t unflushed;      // Items written since the last flush.
    uint64_t recount_next;   // The next open case whose deadlines are counted anew; 0: none is.
    int64_t recount_changed; // When the calendars changed for which they are,
    int64_t recount_again;   // and when what failed of it is tried again.
    Timers timers;
    Sent sent;
    Instance **touched;
    uint32_t touched_count, touched_capacity;
    Heard *first_heard, *last_heard; // Of the item under way, for the listener.
    Item *follow_ups;                // Of the item under way; queued when it succeeds.
    WritBuffer key, value;           // For building rows.
    WritHostCounters counters;
};

#endif
