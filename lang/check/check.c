// The order of the passes.
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "check/builtins.h"
#include "check/calendars.h"
#include "check/checker.h"
#include "check/currency.h"
#include "check/data.h"
#include "check/decisions.h"
#include "check/directory.h"
#include "check/formulas.h"
#include "check/ladders.h"
#include "check/lock.h"
#include "check/measures.h"
#include "check/modules.h"
#include "check/own_calendars.h"
#include "check/names.h"
#include "check/outside.h"
#include "check/people.h"
#include "check/places.h"
#include "check/process.h"
#include "check/rates.h"
#include "check/rules.h"
#include "check/scenarios.h"
#include "check/types.h"

// --- What checker.h promises ------------------------------------------------------------------

enum { GROW_FIRST = 8 };

void *check_grow(WritArena *arena, void *items, uint32_t count, uint32_t *capacity,
                 size_t size_bytes)
{
    if (count < *capacity) {
        return items;
    }
    uint32_t larger = *capacity == 0 ? GROW_FIRST : *capacity * 2;
    void *grown = writ_arena_array(arena, larger, size_bytes);
    if (count > 0) {
        memcpy(grown, items, (size_t)count * size_bytes);
    }
    *capacity = larger;
    return grown;
}

WritText check_scratch_text(Checker *checker)
{
    WritText text = writ_arena_text(checker->arena, writ_buffer_text(checker->scratch));
    writ_buffer_clear(checker->scratch);
    return text;
}

WritName check_word(Checker *checker, const char *text)
{
    return writ_names_add(checker->names, writ_text(text));
}

bool check_has_room(Checker *checker, WritSpan span)
{
    if (!checker->full && writ_arena_used(checker->arena) > CHECK_ARENA_BYTES_MAX) {
        checker->full = true;
        WritDiag *diag =
            diag_error(checker->diags, DIAG_BOOK_TOO_LARGE, span, "the book is too large");
        diag_reason(diag, "Here it takes more than %d MB of memory.",
                    (int)(CHECK_ARENA_BYTES_MAX >> 20));
        diag_hint(diag, "Divide it into several books.");
    }
    return !checker->full;
}

bool check_is_heard(const Checker *checker)
{
    return writ_diags_error_count(checker->diags) <= WRIT_DIAGS_KEPT_MAX;
}

// --- Passes -------------------------------------------------------------------------------------

typedef void (*SymbolPass)(Checker *checker, Symbol *symbol);

static void each_symbol(Checker *checker, SymbolPass pass)
{
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            if (!check_has_room(checker, module->symbols[i]->span)) {
                return;
            }
            pass(checker, module->symbols[i]);
        }
    }
}

static void refuse_later(Checker *checker, Symbol *symbol)
{
    if (symbol->kind != SYMBOL_LATER) {
        return;
    }
    static const struct {
        TreeDeclKind kind;
        Later feature;
    } FEATURES[] = {
        {TREE_DECL_COMMITTEE, LATER_COMMITTEE},
        {TREE_DECL_MIGRATION, LATER_MIGRATION},
    };
    for (size_t i = 0; i < sizeof FEATURES / sizeof FEATURES[0]; i++) {
        if (FEATURES[i].kind == symbol->decl->kind) {
            (void)check_later(checker, FEATURES[i].feature, symbol->span);
        }
    }
}

static void make_shell(Checker *checker, Symbol *symbol)
{
    check_data_shell(checker, symbol);
    if (symbol->kind == SYMBOL_ROLE) {
        check_role_shell(checker, symbol);
    } else if (symbol->kind == SYMBOL_CALENDAR) {
        check_calendar_shell(checker, symbol);
    } else if (symbol->kind == SYMBOL_RATES) {
        check_rates_shell(checker, symbol);
    } else if (symbol->kind == SYMBOL_LADDER) {
        symbol->ladder = writ_arena_alloc(checker->arena, sizeof *symbol->ladder);
        symbol->ladder->symbol = symbol;
    } else if (symbol->kind == SYMBOL_RULE) {
        symbol->rule = writ_arena_alloc(checker->arena, sizeof *symbol->rule);
        symbol->rule->symbol = symbol;
    } else if (symbol->kind == SYMBOL_DECISION) {
        check_decision_shell(checker, symbol);
    } else if (symbol->kind == SYMBOL_MESSAGE) {
        symbol->message = writ_arena_alloc(checker->arena, sizeof *symbol->message);
        symbol->message->entry.order = symbol->qualified;
        symbol->message->name = symbol->qualified;
        symbol->message->symbol = symbol;
    }
}

static void read_types(Checker *checker, Symbol *symbol)
{
    check_data_types(checker, symbol);
    if (symbol->kind == SYMBOL_ROLE) {
        check_role_deputies(checker, symbol);
    } else if (symbol->kind == SYMBOL_CALENDAR) {
        check_calendar_lines(checker, symbol);
    } else if (symbol->kind == SYMBOL_RATES) {
        check_rates_lines(checker, symbol);
    } else if (symbol->kind == SYMBOL_DECISION) {
        check_decision_types(checker, symbol);
    } else if (symbol->kind == SYMBOL_FORMULA) {
        check_formula_types(checker, symbol);
    } else if (symbol->kind == SYMBOL_HOOK) {
        check_hook_shell(checker, symbol);
    }
}

static void complete_calendar(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_CALENDAR) {
        check_calendar_whole(checker, symbol);
    }
}

static Record *record_of(const Symbol *symbol)
{
    return symbol->kind == SYMBOL_RECORD  ? symbol->record
           : symbol->kind == SYMBOL_EVENT ? symbol->event->record
                                          : NULL;
}

static void read_rules(Checker *checker, Symbol *symbol)
{
    Record *record = record_of(symbol);
    if (record != NULL) {
        check_currency_rules(checker, record);
    }
}

static void read_fields(Checker *checker, Symbol *symbol)
{
    Record *record = record_of(symbol);
    if (record != NULL) {
        check_field_exprs(checker, symbol->module, record);
    } else if (symbol->kind == SYMBOL_FORMULA) {
        check_formula_body(checker, symbol);
    }
}

static void measure_fields(Checker *checker, Symbol *symbol)
{
    Record *record = symbol->kind == SYMBOL_FORMULA ? symbol->formula : record_of(symbol);
    if (record != NULL) {
        check_computed_heights(checker, record);
    }
}

static void order_versions(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_DECISION) {
        check_decision_versions(checker, symbol);
    }
}

static void read_outside(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_HOOK) {
        check_hook_undo(checker, symbol);
    } else if (symbol->kind == SYMBOL_EVENT) {
        check_event_addressing(checker, symbol);
    } else if (symbol->kind == SYMBOL_MESSAGE) {
        check_message(checker, symbol);
    } else if (symbol->kind == SYMBOL_DECISION) {
        check_decision_rows(checker, symbol);
    }
}

// Ladders and rules use messages, and processes use them.
static void read_ladder(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_LADDER) {
        check_ladder(checker, symbol);
    } else if (symbol->kind == SYMBOL_RULE) {
        check_rule(checker, symbol);
    }
}

static void read_process(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_PROCESS) {
        check_process(checker, symbol);
    }
}

static void read_measure(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_MEASURE) {
        check_measure(checker, symbol);
    }
}

static void read_scenario(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_SCENARIO) {
        check_scenario(checker, symbol);
    }
}

// What a table is asked about is known when all that use it are read.
static void prove_decision(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_DECISION) {
        check_decision_proof(checker, symbol);
        check_decision_authority(checker, symbol);
    }
}

// --- The whole ----------------------------------------------------------------------------------

static void name_words(Checker *checker)
{
    checker->words = (Words){
        .task = check_word(checker, "task"),
        .case_word = check_word(checker, "case"),
        .breach = check_word(checker, "breach"),
        .stage = check_word(checker, "stage"),
        .event = check_word(checker, "event"),
        .process = check_word(checker, "process"),
        .owner = check_word(checker, "owner"),
        .assignee = check_word(checker, "assignee"),
        .manager = check_word(checker, "manager"),
        .name = check_word(checker, "name"),
    };
}

static void list_lua_files(Checker *checker, const CheckInput *input)
{
    for (uint32_t i = 0; i < input->lua_file_count; i++) {
        LuaFile *file = &input->lua_files[i];
        file->entry.order = file->path;
        WritName name = writ_names_add(checker->names, file->path);
        if (name != 0) {
            (void)check_names_put(&checker->lua_files, checker->arena, name, file);
        }
    }
}

// Modules that cannot be read, or use one that cannot, are left out.
static void keep_sound_modules(Checker *checker)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < checker->module_count; i++) {
        if (checker->modules[i]->sound) {
            checker->modules[kept++] = checker->modules[i];
        }
    }
    checker->module_count = kept;
}

static void run_passes(Checker *checker)
{
    for (uint32_t i = 0; i < checker->module_count; i++) {
        check_declare(checker, checker->modules[i]);
    }
    each_symbol(checker, refuse_later);
    each_symbol(checker, make_shell);
    each_symbol(checker, read_types);
    each_symbol(checker, complete_calendar);
    check_record_circles(checker);
    for (uint32_t i = 0; i < checker->module_count; i++) {
        check_deputy_circles(checker, checker->modules[i]);
    }
    each_symbol(checker, read_rules);
    each_symbol(checker, read_fields);
    each_symbol(checker, measure_fields);
    each_symbol(checker, order_versions);
    each_symbol(checker, read_outside);
    each_symbol(checker, read_ladder);
    check_rule_versions(checker);
    each_symbol(checker, read_process);
    each_symbol(checker, prove_decision);
}

static int compare_processes(const void *a, const void *b)
{
    const Process *const *x = a;
    const Process *const *y = b;
    return writ_text_compare((*x)->name, (*y)->name);
}

static void list_processes(Checker *checker)
{
    Model *model = checker->model;
    uint32_t capacity = 0;
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            if (module->symbols[i]->kind == SYMBOL_PROCESS && module->symbols[i]->process != NULL) {
                model->processes = check_grow(checker->arena, model->processes,
                                              model->process_count, &capacity, sizeof(Process *));
                model->processes[model->process_count++] = module->symbols[i]->process;
            }
        }
    }
    if (model->process_count > 1) {
        qsort(model->processes, model->process_count, sizeof(Process *), compare_processes);
    }
}

static int compare_calendars(const void *a, const void *b)
{
    const Calendar *const *x = a;
    const Calendar *const *y = b;
    return writ_text_compare((*x)->name, (*y)->name);
}

static void list_calendars(Checker *checker)
{
    Model *model = checker->model;
    uint32_t capacity = 0;
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            if (module->symbols[i]->kind == SYMBOL_CALENDAR &&
                module->symbols[i]->calendar != NULL) {
                model->calendars = check_grow(checker->arena, model->calendars,
                                              model->calendar_count, &capacity, sizeof(Calendar *));
                model->calendars[model->calendar_count++] = module->symbols[i]->calendar;
            }
        }
    }
    if (model->calendar_count > 1) {
        qsort(model->calendars, model->calendar_count, sizeof(Calendar *), compare_calendars);
    }
}

static int compare_rates(const void *a, const void *b)
{
    const Rates *const *x = a;
    const Rates *const *y = b;
    return writ_text_compare((*x)->table.name, (*y)->table.name);
}

static void list_rates(Checker *checker)
{
    Model *model = checker->model;
    uint32_t capacity = 0;
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            if (module->symbols[i]->kind == SYMBOL_RATES && module->symbols[i]->rates != NULL) {
                model->rates = check_grow(checker->arena, model->rates, model->rates_count,
                                          &capacity, sizeof(Rates *));
                model->rates[model->rates_count++] = module->symbols[i]->rates;
            }
        }
    }
    if (model->rates_count > 1) {
        qsort(model->rates, model->rates_count, sizeof(Rates *), compare_rates);
    }
}

enum { FLOW_SCRATCH_BYTES_MAX = 1 << 30 };

Model *check_book(const CheckInput *input)
{
    WritBuffer scratch = {0};
    Checker *checker = writ_arena_alloc(input->arena, sizeof *checker);
    checker->arena = input->arena;
    checker->names = input->names;
    checker->sources = input->sources;
    checker->diags = input->diags;
    checker->rate_files = input->rate_files;
    checker->rate_file_count = input->rate_file_count;
    checker->scratch = &scratch;
    checker->flow_scratch = writ_arena_new(FLOW_SCRATCH_BYTES_MAX);
    checker->model = writ_arena_alloc(input->arena, sizeof *checker->model);
    name_words(checker);
    check_types_start(checker);
    check_places_start(checker);
    check_builtins_start(checker);
    list_lua_files(checker, input);
    check_modules(checker, input->files, input->file_count);
    if (input->lock != NULL) {
        check_lock(checker, input);
    }
    keep_sound_modules(checker);
    WritDirectory *directory = check_directory(checker, input->files, input->file_count);
    checker->model->directory = directory;
    if (check_has_room(checker, (WritSpan){0})) {
        run_passes(checker);
        check_own_calendars(checker, directory);
        each_symbol(checker, read_measure);
        each_symbol(checker, read_scenario);
    }
    // Where something is wrong, what seems unused may only be misspelt.
    if (!checker->unsound && writ_diags_error_count(checker->diags) == 0) {
        check_unused(checker);
        check_role_groups(checker, directory);
        check_owed_calendars(checker, directory);
    }
    list_processes(checker);
    list_calendars(checker);
    check_order_measures(checker->model);
    list_rates(checker);
    checker->model->modules = checker->modules;
    checker->model->module_count = checker->module_count;
    writ_arena_free(checker->flow_scratch);
    writ_buffer_dispose(&scratch);
    return checker->model;
}
