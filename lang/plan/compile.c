// Sources in, plans out: the way through syntax, check and the builder.
#include "writ/compile.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/checker.h"
#include "plan/build.h"
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
    uint32_t file_count;
    uint32_t file_capacity;
    LuaFile *lua_files;
    uint32_t lua_file_count;
    uint32_t lua_file_capacity;
    size_t bytes;
    Model *model; // NULL before writ_compile_run.
    WritPlan *plans;
    uint32_t plan_count;
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

static bool ends_in(WritText path, const char *ending)
{
    size_t length = strlen(ending);
    return path.length > length && memcmp(path.data + path.length - length, ending, length) == 0;
}

static WritStatus check_room(const WritCompilation *compilation, WritText path, WritText bytes,
                             WritError *error)
{
    if (writ_map_find(compilation->paths, path) != NULL) {
        return writ_fail(error, WRIT_CONFLICT, "the file \"%.*s\" is there twice",
                         WRIT_TEXT_ARGS(path));
    }
    if (compilation->file_count + compilation->lua_file_count >= WRIT_COMPILE_FILES_MAX) {
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

WritStatus writ_compile_add(WritCompilation *compilation, WritText path, WritText bytes,
                            WritError *error)
{
    bool writ = ends_in(path, ".writ");
    if (!writ && !ends_in(path, ".lua")) {
        return WRIT_OK;
    }
    WritStatus status = check_room(compilation, path, bytes, error);
    if (status != WRIT_OK) {
        return status;
    }
    compilation->bytes += bytes.length;
    WritText own_path = writ_arena_text(compilation->arena, path);
    (void)writ_map_put(compilation->paths, own_path, compilation);
    if (writ) {
        compilation->files =
            check_grow(compilation->arena, compilation->files, compilation->file_count,
                       &compilation->file_capacity, sizeof(const WritSource *));
        return writ_sources_add(compilation->sources, own_path, bytes,
                                &compilation->files[compilation->file_count++], error);
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
    CheckInput input = {
        .arena = compilation->arena,
        .names = names,
        .sources = compilation->sources,
        .diags = compilation->diags,
        .files = trees,
        .lua_files = compilation->lua_files,
        .lua_file_count = compilation->lua_file_count,
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
}

void writ_compile_run(WritCompilation *compilation)
{
    assert(compilation->model == NULL);
    compilation->model = check(compilation);
    if (writ_diags_error_count(compilation->diags) == 0) {
        build_plans(compilation, compilation->model);
    }
    if (writ_diags_error_count(compilation->diags) == 0) {
        compilation->plan_count = compilation->model->process_count;
    }
}

const WritDiags *writ_compile_diags(const WritCompilation *compilation)
{
    return compilation->diags;
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

const WritDirectory *writ_compile_directory(const WritCompilation *compilation)
{
    assert(compilation->model != NULL);
    return compilation->model->directory;
}
