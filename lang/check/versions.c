// Versions of a decision: which one is in force on a day. Identity is name and start (settled.md
// 6).
#include "check/decisions.h"

#include <stdlib.h>

#include "check/types.h"

// --- One shape ----------------------------------------------------------------------------

static bool is_same(const Record *a, const Record *b)
{
    if (a->field_count != b->field_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->field_count; i++) {
        if (a->fields[i].name != b->fields[i].name || a->fields[i].type != b->fields[i].type) {
            return false;
        }
    }
    return true;
}

void check_decision_version(Checker *checker, Symbol *symbol)
{
    Decision *decision = symbol->decision;
    const Decision *first = symbol->version_of->decision;
    bool lists = (decision->policy == WRIT_HIT_EVERY) == (first->policy == WRIT_HIT_EVERY);
    if (!is_same(decision->input, first->input) || !is_same(decision->output, first->output) ||
        !lists) {
        WritDiag *diag = diag_error(checker->diags, DIAG_VERSION_DIFFERS, symbol->span,
                                    "the versions of \"%.*s\" are not asked alike",
                                    WRIT_TEXT_ARGS(symbol->text));
        diag_label(diag, symbol->version_of->span, "another version");
        diag_reason(diag, "Whoever asks does not know which version counts on that day.");
        diag_hint(diag, "Give all of them the same \"given\" and \"gives\", in the same order, or "
                        "give the new one another name.");
        decision->later = true;
        return;
    }
    decision->input = first->input;
    decision->output = first->output;
    decision->result_type = first->result_type;
}

// --- Along time ---------------------------------------------------------------------------

static const char *day_text(Checker *checker, int64_t day)
{
    WritValue date = {.kind = WRIT_VALUE_DATE, .integer = day};
    WritTypes none = {0};
    writ_buffer_clear(checker->scratch);
    writ_value_print(checker->scratch, &none, date);
    return check_scratch_text(checker).data;
}

static int compare_starts(const void *a, const void *b)
{
    const Decision *const *x = a;
    const Decision *const *y = b;
    return (*x)->from < (*y)->from ? -1 : (*x)->from > (*y)->from;
}

static WritSpan where(const Decision *decision)
{
    return decision->dated.start != 0 ? decision->dated : decision->symbol->span;
}

static void tell_same_start(Checker *checker, const Decision *before, const Decision *after)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_DECLARED_TWICE, after->symbol->span,
                                "\"%.*s\" is declared twice", WRIT_TEXT_ARGS(after->symbol->text));
    diag_label(diag, before->symbol->span, "a decision of this name is declared here");
    diag_reason(diag, "Versions of a decision are told apart by the day from which they are in "
                      "force.");
    diag_hint(diag, "Give one of the two another name, or say \"in force from\" which day it is.");
}

static void tell_both(Checker *checker, const Decision *before, const Decision *after)
{
    WritDiag *diag = diag_error(
        checker->diags, DIAG_IN_FORCE, where(after), "two versions of \"%.*s\" are in force on %s",
        WRIT_TEXT_ARGS(after->symbol->text), day_text(checker, after->from));
    diag_label(diag, where(before), "the other one");
    diag_hint(diag,
              "Let the other one end on %s, or leave out its \"through\": it ends when the "
              "next begins.",
              day_text(checker, after->from - 1));
}

static void tell_between(Checker *checker, const Decision *before, const Decision *after)
{
    WritDiag *diag = diag_error(
        checker->diags, DIAG_IN_FORCE, where(after), "no version of \"%.*s\" is in force on %s",
        WRIT_TEXT_ARGS(after->symbol->text), day_text(checker, before->through + 1));
    diag_label(diag, where(before), "the version before it");
    diag_hint(diag, "Leave out \"through\" there: it ends when the next begins.");
}

static void warn_end(Checker *checker, const Decision *last)
{
    WritDiag *diag =
        diag_warning(checker->diags, DIAG_FORCE_ENDS, where(last), "nothing is in force from %s on",
                     day_text(checker, last->through + 1));
    diag_reason(diag, "A case that asks \"%.*s\" then stops with an incident.",
                WRIT_TEXT_ARGS(last->symbol->text));
    diag_hint(diag, "Add the version that follows, or leave out \"through\".");
}

static void check_neighbours(Checker *checker, Decision *before, const Decision *after)
{
    bool said = before->through != WRIT_DATE_DAYS_MAX;
    if (before->from == after->from) {
        tell_same_start(checker, before, after);
    } else if (said && before->through >= after->from) {
        tell_both(checker, before, after);
    } else if (said && before->through + 1 < after->from) {
        tell_between(checker, before, after);
    } else {
        before->through = after->from - 1;
    }
}

static void list_versions(Checker *checker, const Symbol *symbol, Decision *decision)
{
    const Module *module = symbol->module;
    decision->versions =
        writ_arena_array(checker->arena, module->symbol_count, sizeof *decision->versions);
    for (uint32_t i = 0; i < module->symbol_count; i++) {
        const Symbol *other = module->symbols[i];
        if (other == symbol || other->version_of == symbol) {
            decision->versions[decision->version_count++] = other->decision;
        }
    }
    if (decision->version_count > 1) {
        qsort(decision->versions, decision->version_count, sizeof *decision->versions,
              compare_starts);
    }
}

// Of one name versions stand together in a plan, by rising start.
static void name_entry(Checker *checker, Decision *version)
{
    if (version->from == WRIT_DATE_DAYS_MIN) {
        return;
    }
    const char *day = day_text(checker, version->from);
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%.*s %s", WRIT_TEXT_ARGS(version->name), day);
    version->entry.order = check_scratch_text(checker);
}

void check_decision_versions(Checker *checker, Symbol *symbol)
{
    Decision *decision = symbol->decision;
    if (symbol->version_of != NULL || symbol->clash) {
        return;
    }
    list_versions(checker, symbol, decision);
    if (decision->version_count == 1 && decision->dated.start == 0) {
        decision->version_count = 0;
        return;
    }
    for (uint32_t i = 0; i < decision->version_count; i++) {
        name_entry(checker, decision->versions[i]);
        if (i > 0) {
            check_neighbours(checker, decision->versions[i - 1], decision->versions[i]);
        }
    }
    const Decision *last = decision->versions[decision->version_count - 1];
    if (last->through != WRIT_DATE_DAYS_MAX) {
        warn_end(checker, last);
    }
}
