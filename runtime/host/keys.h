// The keys of the rows that the host keeps in the store. Numbers are eight or four bytes, most
// significant first, instants with the sign bit flipped; texts end with a zero byte where something
// follows.
//
//   cases      case(8)                 of open ones; a small case stands whole in it
//   ended      case(8)                 of the others
//   state      case(8) row of the engine
//   tasks_of   asked \0 definition(8) since(8) case(8) frame(4)
//                                      asked: "p" person, or "r" role \1 unit
//   timers     due(8) case(8) frame(4)
//                                      value: of one that waited for messages after a standstill,
//                                      when a host came up first after it was due; else empty
//   waits      event \0 "f" match(16) since(8) case(8) frame(4)    match: of its first field
//              event \0 "a" since(8) case(8) frame(4)              it compares no field
//                                      value: the matches of its other fields, 16 bytes each
//   early      event \0 "f" match(16) arrival(8)
//              event \0 "a" arrival(8)
//              event \0 "b" arrival(8)                the message itself
//              \0 expires(8) arrival(8)               value: the event
//   calls      due(8) case(8) call(4)                    due 0: at once
//   documents  hash(32)                value: the content
//   documents_of  hash(32) case(8) name                value: the size
//   outbox     entry(8) number(4)
//   open_keys  process \0 hash of the value(32)
//   requests   key
//   messages   source
//   incidents  since(8) case(8) frame(4)
//   meta       "go_on:" case(8)                          a case whose next slice is to be decided
//              "early:" case(8) frame(4)                 a wait that may have an early message
//              "event:" event                            the definition that had it last
//
// A key of tasks_of has the first bytes of the definition's hash: who may act for a role is a
// question to a version of the process, so that all tasks that begin alike are judged at once.
#ifndef HOST_KEYS_H
#define HOST_KEYS_H

#include <stdint.h>

#include "writ/bytes.h"
#include "writ/engine.h"
#include "writ/hash.h"
#include "writ/text.h"

enum { KEY_TAIL_BYTES = 20, KEY_DEFINITION_BYTES = 8, KEY_MATCH_BYTES = 16 };

// A field of an event and its value, so that waits and messages that have both are found by it. The
// same under every version of the process: it is made of the field's name and the printed value,
// whatever their numbers are there.
typedef struct KeyMatch {
    unsigned char bytes[KEY_MATCH_BYTES];
} KeyMatch;
KeyMatch key_match_of(WritText field, const WritTypes *types, WritValue value);

// Each appends to `out`, which the caller clears first.
void key_case(WritBuffer *out, uint64_t case_number);
void key_case_part(WritBuffer *out, uint64_t case_number, uint32_t part);
void key_task_of(WritBuffer *out, const WritProgram *program, const WritAsked *asked,
                 uint64_t case_number, const WritDuty *duty);
// Whom a key of tasks_of asks; texts point into `key`. False: nobody whom `plan` knows.
WRIT_NODISCARD bool key_task_asked(WritText key, const WritPlan *plan, WritAsked *asked);
void key_instant(WritBuffer *out, int64_t at); // Microseconds since 1970, of any sign.
void key_timed(WritBuffer *out, int64_t at, uint64_t case_number, uint32_t part);
// The start of the keys of waits and early messages for an event that have this match.
void key_match(WritBuffer *out, WritText event, const KeyMatch *match);
// Of waits for it that compare no field; of all early messages.
void key_match_any(WritBuffer *out, WritText event);
void key_early_body(WritBuffer *out, WritText event, uint64_t arrival);
void key_early_expiry(WritBuffer *out, int64_t expires, uint64_t arrival);
void key_document_of(WritBuffer *out, const WritHash *hash, uint64_t case_number, WritText name);
void key_open(WritBuffer *out, WritText process, WritText value);
void key_outbox(WritBuffer *out, uint64_t entry, uint32_t number);

#define KEY_BASIS "basis:"
#define KEY_EARLY "early:"
#define KEY_EVENT "event:"
#define KEY_GO_ON "go_on:"
void key_go_on(WritBuffer *out, uint64_t case_number);
uint64_t key_go_on_case(WritText key); // 0 where `key` is none.

// What stands at the end of a key that ends in case and part.
typedef struct KeyTail {
    int64_t at;
    uint64_t case_number;
    uint32_t part;
} KeyTail;
// `key` has at least KEY_TAIL_BYTES.
KeyTail key_tail(WritText key);

#endif
