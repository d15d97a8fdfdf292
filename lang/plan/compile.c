// Sources in, plans out: the way through syntax, check and the builder.
#include "writ/compile.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "check/book_paths.h"
#include "check/check.h"
#include "check/checker.h"
#include "check/lock.h"
#include "plan/build.h"
#include "plan/declared.h"
#include "source/diag.h"
#include "syntax/parse.h"
#include "writ/map.h"

// Memory at three places, so that no book reaches the end of the arena: before a file is read,
// while the trees are checked (CHECK_ARENA_BYTES_MAX), and before a plan is built.
enum {
    TREES_BYTES_MAX = 128 << 20, // One more file has at most 1 MB, and a tree 400 bytes for each.
    PLANS_BYTES_MAX = 384 << 20,
};

struct WritCompilation {
    WritArena *arena;
    WritSources *sources;
    WritDiags *diags;
    WritMap *paths;
    const WritSource **files; // The `.writ` files.
    CheckInput checked;       // What was read of them, and what stands beside.
    const WritSource *lock;   // NULL: there is none.
    uint32_t file_count;
    uint32_t file_capacity;
    LuaFile *lua_files;
    uint32_t lua_file_count;
    uint32_t lua_file_capacity;
    const LuaFile **named; // Of these, what hooks name; NULL before writ_compile_run.
    uint32_t named_count;
    RateFile *rate_files;
    uint32_t rate_file_count;
    uint32_t rate_file_capacity;
    size_t bytes;
    Model *model; // NULL before writ_compile_run.
    WritPlan *plans;
    uint32_t plan_count;
    WritRuleVerdict *rules;
    uint32_t rule_count;
    WritScenarios scenarios;
    WritMeasure *measures;
    uint32_t measure_count;
    WritBookCalendar *calendars;
    uint32_t calendar_count;
    WritRates rates;
    WritDeclared *declared;
    const Symbol **symbols; // One a declaration.
    uint32_t declared_count;
};

WritCompilation *writ_compile_new(WritArena *arena)
{
    WritCompilation *compilation = writ_arena_alloc(arena, sizeof *compilation);
    compilation->arena = arena;
    compilation->sources = writ_sources_new(arena);
    compilation->diags = writ_diags_new(arena, compilation->sources);
    compilation->paths = writ_map_new(arena);
    return compilation;
}

static WritStatus check_room(const WritCompilation *compilation, WritText path, WritText bytes,
                             WritError *error)
{
    if (writ_map_find(compilation->paths, path) != NULL) {
        return writ_fail(error, WRIT_CONFLICT, "the file \"%.*s\" is there twice",
                         WRIT_TEXT_ARGS(path));
    }
    if (compilation->file_count + compilation->lua_file_count + compilation->rate_file_count >=
        WRIT_COMPILE_FILES_MAX) {
        (void)writ_fail(error, WRIT_LIMIT, "the book has more than %d files",
                        (int)WRIT_COMPILE_FILES_MAX);
        return writ_hint(error, "Divide it into several books.");
    }
    if (bytes.length > WRIT_COMPILE_BYTES_MAX - compilation->bytes) {
        (void)writ_fail(error, WRIT_LIMIT, "the files of the book have more than %d MB",
                        (int)(WRIT_COMPILE_BYTES_MAX >> 20));
        return writ_hint(error, "Divide it into several books.");
    }
    return WRIT_OK;
}

static void add_rate_file(WritCompilation *compilation, WritText path, WritText bytes)
{
    compilation->rate_files =
        check_grow(compilation->arena, compilation->rate_files, compilation->rate_file_count,
                   &compilation->rate_file_capacity, sizeof(RateFile));
    compilation->rate_files[compilation->rate_file_count++] = (RateFile){
        .path = path,
        .bytes = writ_arena_text(compilation->arena, bytes),
    };
}

WritStatus writ_compile_add(WritCompilation *compilation, WritText path, WritText bytes,
                            WritError *error)
{
    bool writ = check_ends_in(path, ".writ");
    bool lock = writ_text_is(path, WRIT_COMPILE_LOCK_NAME);
    bool rates = check_ends_in(path, ".csv") && check_is_in_folder(path, "rates");
    if (!writ && !lock && !rates && !check_ends_in(path, ".lua")) {
        return WRIT_OK;
    }
    WritStatus status = check_room(compilation, path, bytes, error);
    if (status != WRIT_OK) {
        return status;
    }
    compilation->bytes += bytes.length;
    WritText own_path = writ_arena_text(compilation->arena, path);
    (void)writ_map_put(compilation->paths, own_path, compilation);
    if (lock) {
        return writ_sources_add(compilation->sources, own_path, bytes, &compilation->lock, error);
    }
    if (writ) {
        compilation->files =
            check_grow(compilation->arena, compilation->files, compilation->file_count,
                       &compilation->file_capacity, sizeof(const WritSource *));
        return writ_sources_add(compilation->sources, own_path, bytes,
                                &compilation->files[compilation->file_count++], error);
    }
    if (rates) {
        add_rate_file(compilation, own_path, bytes);
        return WRIT_OK;
    }
    compilation->lua_files =
        check_grow(compilation->arena, compilation->lua_files, compilation->lua_file_count,
                   &compilation->lua_file_capacity, sizeof(LuaFile));
    compilation->lua_files[compilation->lua_file_count++] = (LuaFile){
        .path = own_path,
        .bytes = writ_arena_text(compilation->arena, bytes),
    };
    return WRIT_OK;
}

// Nothing may hang on the order in which files were added.
static int compare_files(const void *a, const void *b)
{
    const WritSource *const *x = a;
    const WritSource *const *y = b;
    return writ_text_compare((*x)->name, (*y)->name);
}

static int compare_lua_files(const void *a, const void *b)
{
    return writ_text_compare(((const LuaFile *)a)->path, ((const LuaFile *)b)->path);
}

static bool has_room(WritCompilation *compilation, size_t bytes_max, WritSpan span)
{
    if (writ_arena_used(compilation->arena) <= bytes_max) {
        return true;
    }
    WritDiag *diag =
        diag_error(compilation->diags, DIAG_BOOK_TOO_LARGE, span, "the book is too large");
    diag_reason(diag, "Here it takes more than %d MB of memory.", (int)(bytes_max >> 20));
    diag_hint(diag, "Divide it into several books.");
    return false;
}

static Model *check(WritCompilation *compilation)
{
    WritNames *names = writ_names_new(compilation->arena);
    const TreeFile **trees =
        writ_arena_array(compilation->arena, compilation->file_count, sizeof(const TreeFile *));
    if (compilation->file_count > 1) {
        qsort(compilation->files, compilation->file_count, sizeof(const WritSource *),
              compare_files);
    }
    if (compilation->lua_file_count > 1) {
        qsort(compilation->lua_files, compilation->lua_file_count, sizeof(LuaFile),
              compare_lua_files);
    }
    CheckInput input = {
        .arena = compilation->arena,
        .names = names,
        .sources = compilation->sources,
        .diags = compilation->diags,
        .files = trees,
        .lock = compilation->lock,
        .lua_files = compilation->lua_files,
        .lua_file_count = compilation->lua_file_count,
        .rate_files = compilation->rate_files,
        .rate_file_count = compilation->rate_file_count,
    };
    for (uint32_t i = 0; i < compilation->file_count; i++) {
        const WritSource *source = compilation->files[i];
        WritSpan span = {source->start, source->start};
        if (!has_room(compilation, TREES_BYTES_MAX, span)) {
            break;
        }
        trees[input.file_count++] =
            tree_parse(source, compilation->arena, names, compilation->diags);
    }
    compilation->checked = input;
    return check_book(&input);
}

static void tell_too_large(WritCompilation *compilation, const Process *process, const char *reason)
{
    WritDiag *diag = diag_error(compilation->diags, DIAG_PLAN_TOO_LARGE, process->span,
                                "the process \"%.*s\" is larger than a plan can be",
                                WRIT_TEXT_ARGS(process->symbol->text));
    diag_reason(diag, "%s", reason);
    diag_hint(diag, "Divide it into several processes.");
}

// What the check lets through and a plan cannot hold is a bound of the plan.
static void check_bounds(WritCompilation *compilation, const WritPlan *plan, const Process *process)
{
    WritError error;
    size_t bytes = 0;
    for (uint32_t i = 0; i < plan->file_count; i++) {
        bytes += plan->files[i].bytes.length;
    }
    if (bytes > WRIT_PLAN_BYTES_MAX / 2) {
        tell_too_large(compilation, process, "The Lua files of its hooks have more than 2 MB.");
    } else if (writ_plan_validate(plan, &error) != WRIT_OK) {
        tell_too_large(compilation, process, error.text);
    }
}

static void build_scenarios(WritCompilation *compilation, Builder *builder, const Model *model)
{
    if (model->scene_count > 0 && has_room(compilation, PLANS_BYTES_MAX, model->scenes[0]->span) &&
        !plan_build_scenarios(builder, &compilation->scenarios)) {
        WritDiag *diag = diag_error(compilation->diags, DIAG_PLAN_TOO_LARGE, model->scenes[0]->span,
                                    "the scenarios of the book are too large");
        diag_reason(diag, "Together they have more than 262 144 expressions.");
        diag_hint(diag, "Divide the book, or leave out rows that are like others.");
    }
}

// The bytes that it takes.
static size_t build_measure(WritCompilation *compilation, Builder *builder, const Measure *source,
                            WritMeasure *measure)
{
    WritError error;
    const char *reason = "It has more than 262 144 expressions.";
    WritBuffer bytes = {0};
    bool built = plan_build_measure(builder, source, measure);
    if (built) {
        writ_measure_encode(&bytes, measure);
        built = bytes.length <= WRIT_PLAN_BYTES_MAX;
        reason = "With what it uses it has more than 4 MB.";
    }
    if (built && writ_measure_validate(measure, &error) != WRIT_OK) {
        built = false;
        reason = error.text;
    }
    size_t length = bytes.length;
    writ_buffer_dispose(&bytes);
    if (!built) {
        WritDiag *diag = diag_error(compilation->diags, DIAG_PLAN_TOO_LARGE, source->symbol->span,
                                    "the measure \"%.*s\" is larger than a plan can be",
                                    WRIT_TEXT_ARGS(source->symbol->text));
        diag_reason(diag, "%s", reason);
        diag_hint(diag, "Divide it into several measures.");
    }
    return length;
}

static void build_measures(WritCompilation *compilation, Builder *builder, const Model *model)
{
    WritMeasure *measures =
        writ_arena_array(compilation->arena, model->measure_count, sizeof *measures);
    size_t bytes = 0;
    for (uint32_t i = 0; i < model->measure_count; i++) {
        if (!has_room(compilation, PLANS_BYTES_MAX, model->measures[i]->symbol->span)) {
            return;
        }
        bytes += build_measure(compilation, builder, model->measures[i], &measures[i]);
        if (bytes > WRIT_MEASURES_BYTES_MAX) {
            WritDiag *diag =
                diag_error(compilation->diags, DIAG_MEASURES, model->measures[i]->symbol->span,
                           "the measures of the book take more than %d MB together",
                           (int)(WRIT_MEASURES_BYTES_MAX >> 20));
            diag_hint(diag, "Leave out those that nobody looks at.");
            return;
        }
    }
    compilation->measures = measures;
}

static void build_plans(WritCompilation *compilation, Model *model)
{
    WritPlan *plans = writ_arena_array(compilation->arena, model->process_count, sizeof *plans);
    Builder *builder = plan_builder_new(compilation->arena, model);
    for (uint32_t i = 0; i < model->process_count; i++) {
        Process *process = model->processes[i];
        if (!has_room(compilation, PLANS_BYTES_MAX, process->span)) {
            return;
        }
        if (plan_build(builder, process, &plans[i])) {
            check_bounds(compilation, &plans[i], process);
        } else {
            tell_too_large(compilation, process, "It has more than 262 144 expressions.");
        }
    }
    compilation->plans = plans;
    build_measures(compilation, builder, model);
    build_scenarios(compilation, builder, model);
}

static void list_named(WritCompilation *compilation)
{
    uint32_t count = compilation->lua_file_count;
    compilation->named = writ_arena_array(compilation->arena, count, sizeof(const LuaFile *));
    for (uint32_t i = 0; i < count; i++) {
        if (compilation->lua_files[i].named.start != 0) {
            compilation->named[compilation->named_count++] = &compilation->lua_files[i];
        }
    }
}

static WritBookCalendar book_calendar(WritArena *arena, const Calendar *calendar)
{
    WritBookCalendar entry = {
        .rules =
            {
                .name = calendar->name,
                .title = calendar->title,
                .zone = calendar->zone,
                .openings = calendar->openings,
                .opening_count = calendar->opening_count,
                .parts_kind = calendar->parts_kind,
                .part_count = calendar->part_count,
                .last_day = calendar->last_day,
            },
        .file_count = calendar->file_count,
    };
    entry.rules.parts = writ_arena_array(arena, calendar->part_count, sizeof(WritText));
    for (uint32_t i = 0; i < calendar->part_count; i++) {
        entry.rules.parts[i] = calendar->parts[i]->name;
    }
    WritText *files = writ_arena_array(arena, calendar->file_count, sizeof *files);
    for (uint32_t i = 0; i < calendar->file_count; i++) {
        files[i] = calendar->files[i].path;
    }
    entry.files = files;
    return entry;
}

static void list_calendars(WritCompilation *compilation)
{
    const Model *model = compilation->model;
    compilation->calendars =
        writ_arena_array(compilation->arena, model->calendar_count, sizeof(WritBookCalendar));
    for (uint32_t i = 0; i < model->calendar_count; i++) {
        compilation->calendars[i] = book_calendar(compilation->arena, model->calendars[i]);
    }
    compilation->calendar_count = model->calendar_count;
}

static void list_rates(WritCompilation *compilation)
{
    const Model *model = compilation->model;
    compilation->rates.table_count = model->rates_count;
    compilation->rates.tables =
        writ_arena_array(compilation->arena, model->rates_count, sizeof(WritRateTable));
    for (uint32_t i = 0; i < model->rates_count; i++) {
        compilation->rates.tables[i] = model->rates[i]->table;
    }
}

static uint32_t count_rules(const Model *model)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < model->process_count; i++) {
        count += model->processes[i]->rule_count;
    }
    return count;
}

static void list_rules(WritCompilation *compilation)
{
    const Model *model = compilation->model;
    compilation->rules =
        writ_arena_array(compilation->arena, count_rules(model), sizeof(WritRuleVerdict));
    for (uint32_t i = 0; i < model->process_count; i++) {
        const Process *process = model->processes[i];
        for (uint32_t r = 0; r < process->rule_count; r++) {
            const RuleUse *use = &process->rules[r];
            compilation->rules[compilation->rule_count++] = (WritRuleVerdict){
                .process = process->name,
                .rule = use->rule->symbol->qualified,
                .sentence = use->rule->sentence,
                .proven = use->verdict == RULE_PROVEN,
                .reason = use->reason,
            };
        }
    }
}

void writ_compile_run(WritCompilation *compilation)
{
    assert(compilation->model == NULL);
    compilation->model = check(compilation);
    list_named(compilation);
    if (writ_diags_error_count(compilation->diags) == 0) {
        build_plans(compilation, compilation->model);
    }
    if (writ_diags_error_count(compilation->diags) > 0) {
        compilation->scenarios = (WritScenarios){0};
    } else {
        compilation->plan_count = compilation->model->process_count;
        compilation->measure_count = compilation->model->measure_count;
        list_calendars(compilation);
        list_rates(compilation);
        list_rules(compilation);
        compilation->declared =
            declared_list(compilation->arena, compilation->model, compilation->sources,
                          &compilation->symbols, &compilation->declared_count);
    }
}

const WritDiags *writ_compile_diags(const WritCompilation *compilation)
{
    return compilation->diags;
}

void writ_compile_runs(const WritCompilation *compilation, WritBuffer *out)
{
    const Model *model = compilation->model;
    WritBuffer scenarios = {0};
    writ_diags_render_scenarios(compilation->diags, &scenarios);
    if (scenarios.length > 0) {
        writ_buffer_add_string(out, "writ 2026\nmodule " WRIT_COMPILE_RUNS_MODULE " version 1.0\n");
        for (uint32_t i = 0; i < model->run_use_count; i++) {
            const Module *module = model->run_uses[i];
            writ_buffer_format(out, "use %.*s version %.*s\n", WRIT_TEXT_ARGS(module->text),
                               WRIT_TEXT_ARGS(module->version));
        }
        writ_buffer_add_byte(out, '\n');
        writ_buffer_add(out, writ_buffer_text(&scenarios));
    }
    writ_buffer_dispose(&scenarios);
}

WritLockSummary writ_compile_lock(const WritCompilation *compilation, WritBuffer *out,
                                  WritBuffer *released)
{
    assert(writ_diags_error_count(compilation->diags) == 0);
    return check_lock_write(&compilation->checked, out, released);
}

uint32_t writ_compile_lua_count(const WritCompilation *compilation)
{
    return compilation->named_count;
}

WritLuaFile writ_compile_lua(const WritCompilation *compilation, uint32_t index)
{
    assert(index < compilation->named_count);
    const LuaFile *file = compilation->named[index];
    return (WritLuaFile){file->path, file->bytes};
}

// Where a line's text stands, without the blanks around it. Behind the last line of a file, where
// Lua misses what is not there, it is the last one that has text.
static WritSpan line_span(WritSources *sources, const WritSource *source, uint32_t line)
{
    uint32_t end = source->start + (uint32_t)source->text.length;
    uint32_t last = writ_sources_place(sources, end).line;
    WritText text = {NULL, 0};
    for (line = line < last ? line : last; line > 0; line--) {
        text = writ_sources_line(sources, source, line);
        while (text.length > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
            text = (WritText){text.data + 1, text.length - 1};
        }
        if (text.length > 0) {
            uint32_t start = source->start + (uint32_t)(text.data - source->text.data);
            return (WritSpan){start, start + (uint32_t)text.length};
        }
    }
    return (WritSpan){source->start, source->start};
}

void writ_compile_refuse_lua(WritCompilation *compilation, uint32_t index, uint32_t line,
                             WritText reason)
{
    assert(index < compilation->named_count);
    const LuaFile *file = compilation->named[index];
    const WritSource *source = NULL;
    WritError error;
    WritSpan span = {0, 0};
    // Only now a source: where every file is fine, none has to be shown.
    if (writ_sources_add(compilation->sources, file->path, file->bytes, &source, &error) ==
        WRIT_OK) {
        span = line_span(compilation->sources, source, line);
    }
    WritDiag *diag =
        diag_error(compilation->diags, DIAG_LUA_REFUSED, span, "\"%.*s\" cannot run: %.*s",
                   WRIT_TEXT_ARGS(file->path), WRIT_TEXT_ARGS(reason));
    diag_label(diag, file->named, "a hook names it here");
    diag_hint(diag, line > 0 ? "Mend this line, or what is left open further up."
                             : "Mend the file, or name another one.");
    compilation->plan_count = 0;
}

const WritRuleVerdict *writ_compile_rules(const WritCompilation *compilation, uint32_t *count)
{
    *count = compilation->plan_count == 0 ? 0 : compilation->rule_count;
    return compilation->rules;
}

const WritBookCalendar *writ_compile_calendars(const WritCompilation *compilation, uint32_t *count)
{
    *count = compilation->calendar_count;
    return compilation->calendars;
}

const WritRates *writ_compile_rates(const WritCompilation *compilation)
{
    return &compilation->rates;
}

// Where the error stands that refuses `calendar` at `place`.
static WritSpan refused_span(const Calendar *calendar, uint32_t place)
{
    bool own_zone = calendar->part_count == 0 ||
                    calendar->zone_span.start != calendar->parts[0]->zone_span.start;
    if (place == WRIT_CALENDAR_AT_ZONE && own_zone) {
        return calendar->zone_span;
    }
    if (place == WRIT_CALENDAR_AT_VALID_THROUGH && calendar->last_span.start != 0) {
        return calendar->last_span;
    }
    return place < calendar->file_count ? calendar->files[place].span : calendar->symbol->span;
}

void writ_compile_refuse_calendar(WritCompilation *compilation, uint32_t index, uint32_t place,
                                  uint32_t line, WritText reason)
{
    assert(index < compilation->calendar_count);
    const Calendar *calendar = compilation->model->calendars[index];
    bool file = place < calendar->file_count;
    assert(file || place >= WRIT_CALENDAR_AT_VALID_THROUGH);
    WritBuffer where = {0};
    if (file && line > 0) {
        writ_buffer_format(&where, ", line %u", (unsigned)line);
    }
    WritText name = file ? calendar->files[place].path : calendar->symbol->text;
    WritDiag *diag = diag_error(
        compilation->diags, DIAG_CALENDAR_REFUSED, refused_span(calendar, place),
        file ? "\"%.*s\"%s cannot be used: %.*s" : "the calendar \"%.*s\"%s cannot be used: %.*s",
        WRIT_TEXT_ARGS(name), writ_buffer_string(&where), WRIT_TEXT_ARGS(reason));
    diag_hint(diag, file && line > 0 ? "Mend this line of the file."
                    : file           ? "Mend the file, or name another one."
                                     : "Mend the line, or what it names.");
    writ_buffer_dispose(&where);
    compilation->plan_count = 0;
}

uint32_t writ_compile_plan_count(const WritCompilation *compilation)
{
    return compilation->plan_count;
}

const WritPlan *writ_compile_plan(const WritCompilation *compilation, uint32_t index)
{
    assert(index < compilation->plan_count);
    return &compilation->plans[index];
}

const WritMeasure *writ_compile_measures(const WritCompilation *compilation, uint32_t *count)
{
    *count = writ_diags_error_count(compilation->diags) == 0 ? compilation->measure_count : 0;
    return compilation->measures;
}

const WritScenarios *writ_compile_scenarios(const WritCompilation *compilation)
{
    return &compilation->scenarios;
}

WritSources *writ_compile_sources(const WritCompilation *compilation)
{
    return compilation->sources;
}

const WritDirectory *writ_compile_directory(const WritCompilation *compilation)
{
    assert(compilation->model != NULL);
    return compilation->model->directory;
}

const WritDeclared *writ_compile_declared(const WritCompilation *compilation, uint32_t *count)
{
    *count = compilation->declared_count;
    return compilation->declared;
}

WritWritten writ_compile_written(const WritCompilation *compilation, uint32_t plan, uint32_t node)
{
    assert(plan < compilation->plan_count);
    const Node *found = declared_node(compilation->model->processes[plan]->root, node);
    assert(found != NULL);
    return declared_place(compilation->sources, found->span);
}

const WritLadderUse *writ_compile_ladder_uses(const WritCompilation *compilation, uint32_t declared,
                                              uint32_t *count)
{
    assert(declared < compilation->declared_count);
    assert(compilation->declared[declared].kind == WRIT_DECLARED_LADDER);
    return declared_ladder_uses(compilation->arena, compilation->model,
                                compilation->symbols[declared], count);
}
