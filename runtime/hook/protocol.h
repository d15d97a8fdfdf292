// What the pool and its children say to each other, one message a frame.
//
//     pool  -> child   SOURCE slot name text      a Lua file, kept by the child under a number
//                      KIND name operations       what a kind of capability can do
//                      CALL number slot …         run one function, or only compile the file;
//                                                 answered by RESULT
//                      ANSWER …                   to a host call
//     child -> pool    READY version              the door is shut, calls are welcome
//                      FAILED message             it cannot be shut; the child ends
//                      HOST_CALL number …         the hook asks the outside; answered by ANSWER
//                      RESULT number …            how the call ended
//
// Reading checks every bound of writ/hook_limits.h, on both sides; a message that breaks one is
// refused whole. Texts that were read point into the frame.
#ifndef WRIT_HOOK_PROTOCOL_H
#define WRIT_HOOK_PROTOCOL_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/bytes.h"
#include "writ/hook_limits.h"

enum { PROTOCOL_VERSION = 2 };

typedef enum MessageKind {
    MESSAGE_SOURCE = 1,
    MESSAGE_KIND,
    MESSAGE_CALL,
    MESSAGE_ANSWER,
    MESSAGE_READY,
    MESSAGE_FAILED,
    MESSAGE_HOST_CALL,
    MESSAGE_RESULT,
} MessageKind;

typedef struct SourceMessage {
    uint32_t slot; // Below WRIT_HOOK_SOURCES_MAX; replaces what the slot held.
    WritText name; // "hooks/erp.lua", for messages.
    WritText text;
} SourceMessage;

typedef struct KindMessage {
    WritText name;
    WritText operations[WRIT_HOOK_OPERATIONS_MAX];
    uint32_t operation_count;
} KindMessage;

typedef enum CallPurpose {
    CALL_RUN,
    CALL_COMPILE, // The file alone counts; nothing of it runs.
} CallPurpose;

typedef struct CallMessage {
    uint64_t number; // Comes back in the result.
    CallPurpose purpose;
    uint32_t slot;
    uint32_t attempt;
    WritText call_id;
    WritText function;
    WritText inputs;                                   // A JSON object.
    WritText capabilities[WRIT_HOOK_CAPABILITIES_MAX]; // "files.erp"
    uint32_t capability_count;
} CallMessage;

typedef struct HostCallMessage {
    uint64_t number;     // Of the call that asks.
    uint32_t capability; // Index into those of the call.
    WritText operation;
    WritText arguments[WRIT_HOOK_ARGUMENTS_MAX];
    uint32_t argument_count;
} HostCallMessage;

typedef enum AnswerKind {
    ANSWER_NOTHING, // nil
    ANSWER_TEXT,
    ANSWER_BOOLEAN,
    ANSWER_LIST,  // Texts.
    ANSWER_ERROR, // Raised in the hook, which may catch it.
} AnswerKind;

typedef struct AnswerMessage {
    AnswerKind kind;
    bool truth;
    WritText text; // Of a text or an error.
    uint32_t item_count;
    WritText items; // The list's texts, each as writ_put_text has it.
} AnswerMessage;

typedef enum ResultKind {
    RESULT_RETURNED,
    RESULT_RAISED,
    RESULT_LIMIT,
} ResultKind;

typedef struct ResultMessage {
    uint64_t number;
    ResultKind kind;
    uint32_t limit;   // A WritHookLimit, of RESULT_LIMIT.
    WritText outcome; // Of RESULT_RETURNED.
    WritText outputs; // Of RESULT_RETURNED: a JSON object.
    WritText message; // Of the other two.
    uint32_t line;    // Of RESULT_RAISED: where Lua does not understand the file, or 0.
    WritText log;
} ResultMessage;

// Each appends the kind and its fields.
void protocol_put_source(WritBuffer *out, const SourceMessage *message);
void protocol_put_kind(WritBuffer *out, const KindMessage *message);
void protocol_put_call(WritBuffer *out, const CallMessage *message);
void protocol_put_answer(WritBuffer *out, const AnswerMessage *message);
void protocol_put_ready(WritBuffer *out);
void protocol_put_failed(WritBuffer *out, WritText message);
void protocol_put_host_call(WritBuffer *out, const HostCallMessage *message);
void protocol_put_result(WritBuffer *out, const ResultMessage *message);

// The kind of the message in `in`, of which nothing but the kind is read yet. False when it is
// none.
bool protocol_get_kind_of(WritReader *in, MessageKind *kind);
// Each reads the rest of a message of its kind. False when it breaks a bound or does not end there.
bool protocol_get_source(WritReader *in, SourceMessage *message);
bool protocol_get_kind(WritReader *in, KindMessage *message);
bool protocol_get_call(WritReader *in, CallMessage *message);
bool protocol_get_answer(WritReader *in, AnswerMessage *message);
bool protocol_get_ready(WritReader *in); // Also false for another version.
bool protocol_get_failed(WritReader *in, WritText *message);
bool protocol_get_host_call(WritReader *in, HostCallMessage *message);
bool protocol_get_result(WritReader *in, ResultMessage *message);

#endif
