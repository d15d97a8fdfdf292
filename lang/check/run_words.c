// Runs in words.
#include <assert.h>

#include "check/checker.h"
#include "check/runs.h"

enum { RUN_SHOWN_MAX = 6 }; // Items of a sentence; a longer one shows its beginning and its end.

bool check_run_acts(const RunItem *item)
{
    switch (item->kind) {
    case RUN_BEGINS:
    case RUN_STAGE:
    case RUN_WHERE:
    case RUN_EMPTY:
    case RUN_ELEMENT:
    case RUN_AGAIN:
        return false;
    case RUN_ANSWERED:
    case RUN_CALLED:
    case RUN_SILENT:
    case RUN_NOBODY:
    case RUN_ARRIVES:
    case RUN_OVERDUE:
    case RUN_RUNG:
    case RUN_HAPPENS:
    case RUN_CANCELLED:
    case RUN_CHANGES:
        return true;
    }
    WRIT_UNREACHABLE();
}

WritText check_run_subject(const RunItem *item)
{
    if (item->happens != NULL) {
        return item->happens->event->symbol->text;
    }
    if (item->binding != NULL) {
        return item->binding->text;
    }
    const Step *step = item->node->step;
    if (item->kind == RUN_ARRIVES) {
        return step->event->symbol->text;
    }
    bool calls = item->kind == RUN_CALLED || item->kind == RUN_SILENT;
    return calls && step->hook != NULL ? step->hook->name : item->node->text;
}

// The line breaks of a condition over several lines, and what stands before them, are one space.
WritText check_run_condition(Checker *checker, const Expr *expr)
{
    const WritSource *source = writ_sources_find(checker->sources, expr->span.start);
    WritText text = source == NULL ? writ_text("") : writ_source_span_text(source, expr->span);
    bool blank = false;
    bool comment = false;
    bool quoted = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        quoted = c == '"' ? !quoted : quoted;
        comment = c == '\n' ? false : comment || (c == '#' && !quoted);
        if (comment || (!quoted && (c == ' ' || c == '\n' || c == '\r' || c == '\t'))) {
            blank = true;
            continue;
        }
        if (blank) {
            writ_buffer_add_byte(checker->scratch, ' ');
        }
        blank = false;
        writ_buffer_add_byte(checker->scratch, c);
    }
    return check_scratch_text(checker);
}

static void add_rung(WritBuffer *out, const Rung *rung)
{
    bool after = rung->kind == WRIT_RUNG_AFTER || rung->kind == WRIT_RUNG_EVERY;
    if (after && rung->since == NULL && rung->amount != NULL &&
        rung->amount->operation == WRIT_OP_CONSTANT) {
        writ_buffer_add_string(out, "is still open after ");
        writ_value_print(out, NULL, rung->amount->constant);
    } else {
        writ_buffer_add_string(out, "is still open on the way to its deadline");
    }
}

static void add_way(WritBuffer *out, const RunItem *item)
{
    switch (item->kind) {
    case RUN_ANSWERED:
        writ_buffer_format(out, "is answered %.*s", WRIT_TEXT_ARGS(item->handler->outcome));
        return;
    case RUN_CALLED:
        writ_buffer_format(out, "answers %.*s", WRIT_TEXT_ARGS(item->handler->outcome));
        return;
    case RUN_SILENT:
        writ_buffer_add_string(out, "gives no answer");
        return;
    case RUN_NOBODY:
        writ_buffer_add_string(out, "has nobody who may do it");
        return;
    case RUN_ARRIVES:
    case RUN_HAPPENS:
        writ_buffer_add_string(out, "arrives");
        return;
    case RUN_OVERDUE:
        writ_buffer_add_string(out, "is overdue");
        return;
    case RUN_RUNG:
        add_rung(out, item->rung);
        return;
    case RUN_CANCELLED:
        writ_buffer_add_string(out, "is cancelled");
        return;
    case RUN_CHANGES:
        writ_buffer_add_string(out, "changes");
        return;
    case RUN_WHERE:
        writ_buffer_add_string(out, item->holds ? "holds" : "does not hold");
        return;
    case RUN_ELEMENT:
        writ_buffer_add_string(out, "has an element");
        return;
    case RUN_BEGINS:
    case RUN_STAGE:
    case RUN_EMPTY:
    case RUN_AGAIN:
        return;
    }
    WRIT_UNREACHABLE();
}

WritText check_run_way(Checker *checker, const RunItem *item)
{
    add_way(checker->scratch, item);
    return check_scratch_text(checker);
}

static bool is_condition(const RunItem *item)
{
    return item->kind == RUN_WHERE || item->kind == RUN_ELEMENT;
}

// A condition that says something by itself; of a yes or no it is said that it holds.
static bool is_sentence(const Expr *condition)
{
    return condition->operation != WRIT_OP_SLOT && condition->operation != WRIT_OP_FIELD;
}

static WritText clause(Checker *checker, const RunItem *item)
{
    WritText way = check_run_way(checker, item);
    if (is_condition(item)) {
        WritText condition = check_run_condition(checker, item->condition);
        if (item->kind == RUN_WHERE && is_sentence(item->condition)) {
            writ_buffer_format(checker->scratch, "%s%.*s", item->holds ? "" : "it is not so that ",
                               WRIT_TEXT_ARGS(condition));
        } else {
            writ_buffer_format(checker->scratch, "%.*s %.*s", WRIT_TEXT_ARGS(condition),
                               WRIT_TEXT_ARGS(way));
        }
    } else {
        writ_buffer_format(checker->scratch, "\"%.*s\" %.*s",
                           WRIT_TEXT_ARGS(check_run_subject(item)), WRIT_TEXT_ARGS(way));
    }
    return check_scratch_text(checker);
}

static bool is_told(const RunItem *item)
{
    return check_run_acts(item) || is_condition(item);
}

typedef struct Clause {
    WritText text;
    uint32_t times; // In a row.
} Clause;

static bool is_among(const Clause *clauses, uint32_t count, WritText text)
{
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(clauses[i].text, text)) {
            return true;
        }
    }
    return false;
}

// A condition that is asked again is said once, and so is what happens again at once.
static uint32_t list_clauses(Checker *checker, const Run *run, Clause *clauses)
{
    uint32_t count = 0;
    Clause *act = NULL;
    for (uint32_t i = 0; i < run->count; i++) {
        const RunItem *item = &run->items[i];
        if (!is_told(item)) {
            continue;
        }
        Clause *next = &clauses[count];
        *next = (Clause){clause(checker, item), 1};
        if (is_condition(item)) {
            count += !is_among(clauses, count, next->text);
        } else if (act != NULL && writ_text_equal(act->text, next->text)) {
            act->times++;
        } else {
            act = next;
            count++;
        }
    }
    return count;
}

static void add_clause(WritBuffer *out, const Clause *clause)
{
    writ_buffer_add(out, clause->text);
    if (clause->times > 1) {
        writ_buffer_format(out, " %u times", (unsigned)clause->times);
    }
}

WritText check_run_sentence(Checker *checker, const Run *run)
{
    Clause *clauses =
        writ_arena_array(checker->flow_scratch, (size_t)run->count + 1, sizeof *clauses);
    uint32_t count = list_clauses(checker, run, clauses);
    if (count == 0) {
        return writ_text("This happens as soon as a case starts.");
    }
    WritBuffer out = {0};
    writ_buffer_add_string(&out, "This way: ");
    for (uint32_t i = 0; i < count; i++) {
        bool shown =
            count <= RUN_SHOWN_MAX || i < RUN_SHOWN_MAX / 2 || i >= count - RUN_SHOWN_MAX / 2;
        if (shown) {
            writ_buffer_add_string(&out, i > 0 ? ", " : "");
            add_clause(&out, &clauses[i]);
        } else if (i == RUN_SHOWN_MAX / 2) {
            writ_buffer_add_string(&out, ", …");
        }
    }
    writ_buffer_add_string(&out, ".");
    WritText sentence = writ_arena_text(checker->arena, writ_buffer_text(&out));
    writ_buffer_dispose(&out);
    return sentence;
}
