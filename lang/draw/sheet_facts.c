// What is so of the process as a whole, how it ends, and what stops it.
#include <assert.h>

#include "draw/sheet_parts.h"
#include "draw/wording.h"

enum { COMMIT_SHOWN_BYTES = 12, SECONDS_A_MINUTE = 60, SECONDS_A_DAY = 86400 };

static void add_commit_day(WritBuffer *out, const WritSheetSource *source)
{
    int64_t seconds = source->committed_at_seconds + source->offset_minutes * SECONDS_A_MINUTE;
    int64_t day = seconds / SECONDS_A_DAY - (seconds % SECONDS_A_DAY < 0 ? 1 : 0);
    wording_add_date(out, day);
}

static void add_version(Sheet *sheet, const WritSheetSource *source)
{
    Phrases *phrases = &sheet->phrases;
    Phrase *fact = sheet_add_fact(sheet, "Version");
    WritBuffer words = {0};
    phrase_add(phrases, fact, PIECE_PLAIN, phrases->plan->version);
    if (source->commit.length == 0) {
        phrase_add_words(phrases, fact, ", as it stands in the files of the book");
        return;
    }
    writ_buffer_format(&words, ", commit %.*s of ",
                       (int)(source->commit.length < COMMIT_SHOWN_BYTES ? source->commit.length
                                                                        : COMMIT_SHOWN_BYTES),
                       source->commit.data);
    add_commit_day(&words, source);
    writ_buffer_add_string(&words, " by ");
    writ_buffer_add(&words, source->author);
    writ_buffer_add_string(&words, ": ");
    writ_buffer_add(&words, source->subject);
    phrase_add(phrases, fact, PIECE_PLAIN, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
}

static void add_in_force(Sheet *sheet, const WritSheetSource *source)
{
    if (source->in_force.length > 0) {
        phrase_add(&sheet->phrases, sheet_add_fact(sheet, "In force"), PIECE_PLAIN,
                   source->in_force);
    }
}

static void add_given(Sheet *sheet)
{
    Phrases *phrases = &sheet->phrases;
    const WritPlan *plan = phrases->plan;
    Phrase *fact = NULL;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        const WritSlot *slot = &plan->slots[i];
        if (slot->kind != WRIT_SLOT_PARAMETER || slot->node != 0) {
            continue;
        }
        WritBuffer words = {0};
        writ_buffer_add_string(&words, fact == NULL ? "" : ", ");
        writ_buffer_add(&words, slot->name);
        writ_buffer_add_string(&words, " : ");
        writ_types_print(&words, &plan->types, slot->type);
        fact = fact == NULL ? sheet_add_fact(sheet, "Starts with") : fact;
        phrase_add(phrases, fact, PIECE_PLAIN, writ_buffer_text(&words));
        writ_buffer_dispose(&words);
    }
}

static void add_start(Sheet *sheet)
{
    Phrases *phrases = &sheet->phrases;
    const WritPlan *plan = phrases->plan;
    Phrase *fact = sheet_add_fact(sheet, "Starts");
    phrase_add_start(phrases, fact);
    if (plan->start == WRIT_START_ON_EVENT && plan->events[plan->start_event].title.length > 0) {
        phrase_add_words(phrases, fact, ": ");
        phrase_add(phrases, fact, PIECE_PLAIN, plan->events[plan->start_event].title);
    }
    add_given(sheet);
    if (plan->second != WRIT_SECOND_ALLOWED) {
        fact = sheet_add_fact(sheet, "One open case per");
        phrase_add(phrases, fact, PIECE_PLAIN, plan->keys_text);
        phrase_add_words(phrases, fact,
                         plan->second == WRIT_SECOND_JOINED
                             ? "; what a second one brings goes to the open one"
                             : "; a second one is refused");
    }
}

static void add_ends(Sheet *sheet)
{
    const WritPlan *plan = sheet->phrases.plan;
    Phrase *fact = sheet_add_fact(sheet, "Ends as");
    for (uint32_t i = 0; i < plan->outcome_count; i++) {
        phrase_add_words(&sheet->phrases, fact, i > 0 ? ", " : "");
        phrase_add(&sheet->phrases, fact, PIECE_END, plan->outcomes[i]);
    }
}

void sheet_say_facts(Sheet *sheet, const WritSheetSource *source)
{
    Phrases *phrases = &sheet->phrases;
    const WritPlan *plan = phrases->plan;
    phrase_add(phrases, sheet_add_fact(sheet, "Process"), PIECE_PLAIN, plan->name);
    add_version(sheet, source);
    add_in_force(sheet, source);
    if (plan->per.length > 0) {
        phrase_add(phrases, sheet_add_fact(sheet, "Rests on"), PIECE_PLAIN, plan->per);
    }
    phrase_add_party(phrases, sheet_add_fact(sheet, "Process owner"), &plan->owner);
    add_start(sheet);
    if (plan->calendar.length > 0) {
        phrase_add(phrases, sheet_add_fact(sheet, "Time is counted on"), PIECE_PLAIN,
                   writ_text_last_name(plan->calendar));
    }
    if (plan->nodes[0].deadline.kind != WRIT_DEADLINE_NONE) {
        phrase_add_deadline(phrases, sheet_add_fact(sheet, "The whole case takes"),
                            &plan->nodes[0].deadline);
    }
    add_ends(sheet);
}

// --- What stops it -----------------------------------------------------------------------------

static void add_cancellation(Sheet *sheet, SheetPart *part)
{
    Phrases *phrases = &sheet->phrases;
    const WritCancellation *said = &phrases->plan->cancellation;
    Phrase *cells = sheet_add_row(sheet, part);
    phrase_add(phrases, &cells[0], PIECE_STRONG,
               said->title.length > 0 ? said->title : writ_text("Cancellation"));
    phrase_add_words(phrases, &cells[1], "by ");
    phrase_add_performer(phrases, &cells[1], &said->performer);
    if (said->only_before != WRIT_NONE) {
        phrase_add_words(phrases, &cells[1], ", only before ");
        phrase_add(phrases, &cells[1], PIECE_PLAIN,
                   writ_text_last_name(phrases->plan->milestones[said->only_before]));
    }
    phrase_add_actions(phrases, &cells[2], said->actions);
}

static void add_happens(Sheet *sheet, SheetPart *part, const WritHappens *happens)
{
    Phrases *phrases = &sheet->phrases;
    const WritEventType *event = &phrases->plan->events[happens->event];
    Phrase *cells = sheet_add_row(sheet, part);
    phrase_add(phrases, &cells[0], PIECE_STRONG, phrases_title(phrases, event->title, event->name));
    phrase_add_words(phrases, &cells[1], happens->stage_count > 0 ? "in " : "in every stage");
    for (uint32_t i = 0; i < happens->stage_count; i++) {
        phrase_add_words(phrases, &cells[1], i > 0 ? ", " : "");
        phrase_add_stage(phrases, &cells[1], phrases->plan->operands[happens->stages_start + i]);
    }
    if (happens->where != WRIT_NONE) {
        phrase_add_words(phrases, &cells[1], ", where ");
        phrase_add_expr(phrases, &cells[1], happens->where);
    }
    phrase_add_words(phrases, &cells[2],
                     happens->stops_work ? "the work there stops, then "
                                         : "the work goes on, and ");
    phrase_add_actions(phrases, &cells[2], happens->actions);
}

static void add_binding(Sheet *sheet, SheetPart *part, const WritBinding *binding)
{
    Phrases *phrases = &sheet->phrases;
    Phrase *cells = sheet_add_row(sheet, part);
    phrase_add(phrases, &cells[0], PIECE_STRONG, binding->text);
    phrase_add_words(phrases, &cells[0], " changes");
    phrase_add_words(phrases, &cells[1], "after it was shown for \"");
    phrase_add(phrases, &cells[1], PIECE_PLAIN, phrases_node_title(phrases, binding->node));
    phrase_add_words(phrases, &cells[1], "\"");
    phrase_add_words(phrases, &cells[2],
                     binding->leaves ? "the work stops, then " : "the work goes on, and ");
    phrase_add_actions(phrases, &cells[2], binding->actions);
}

void sheet_say_events(Sheet *sheet)
{
    static const char *const heads[] = {"What", "When", "Then", NULL};
    const WritPlan *plan = sheet->phrases.plan;
    SheetPart *part = sheet_add_table(sheet, "What may happen at any time", heads);
    if (plan->cancellation.allowed) {
        add_cancellation(sheet, part);
    }
    for (uint32_t i = 0; i < plan->happens_count; i++) {
        add_happens(sheet, part, &plan->happens[i]);
    }
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        add_binding(sheet, part, &plan->bindings[i]);
    }
}

// --- How it ends -------------------------------------------------------------------------------

// How a case comes to one of its ends.
typedef struct Ending {
    Sheet *sheet;
    Phrase *phrase;
    uint32_t outcome;
    Way last; // That was told.
} Ending;

static bool is_told(const Ending *ending, const Way *way)
{
    return ending->phrase->first != NULL && ending->last.kind == way->kind &&
           ending->last.node == way->node && ending->last.index == way->index;
}

static void add_way(void *context, const Way *way, const WritAction *action)
{
    Ending *ending = context;
    if (action->kind != WRIT_ACTION_END_CASE || action->outcome != ending->outcome ||
        is_told(ending, way)) {
        return;
    }
    phrase_add_words(&ending->sheet->phrases, ending->phrase,
                     ending->phrase->first == NULL ? "" : "; ");
    sheet_add_way(ending->sheet, ending->phrase, way);
    ending->last = *way;
}

void sheet_say_ends(Sheet *sheet)
{
    static const char *const heads[] = {"Ends as", "After", NULL};
    const WritPlan *plan = sheet->phrases.plan;
    SheetPart *part = sheet_add_table(sheet, "How it ends", heads);
    for (uint32_t i = 0; i < plan->outcome_count; i++) {
        Phrase *cells = sheet_add_row(sheet, part);
        Ending ending = {.sheet = sheet, .phrase = &cells[1], .outcome = i};
        phrase_add(&sheet->phrases, &cells[0], PIECE_END, plan->outcomes[i]);
        ways_visit_actions(plan, add_way, &ending);
    }
}
