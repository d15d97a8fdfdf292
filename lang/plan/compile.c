// Sources in, plans out: the way through syntax, check and the builder.
#include "writ/compile.h"

#include <stdlib.h>
#include <string.h>

#include "check/directory.h"
#include "check/check.h"
#include "plan/build.h"
#include "source/diag.h"
#include "syntax/parse.h"
#include "writ/map.h"

struct WritCompile {
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
    WritDirectory directory;
};

WritCompile *writ_compile_new(WritArena *arena, WritSources *sources, WritDiags *diags)
{
    WritCompile *compile = writ_arena_alloc(arena, sizeof *compile);
    compile->arena = arena;
    compile->sources = sources;
    compile->diags = diags;
    compile->paths = writ_map_new(arena);
    return compile;
}

static bool ends_in(WritText path, const char *ending)
{
    size_t length = strlen(ending);
    return path.length > length && memcmp(path.data + path.length - length, ending, length) == 0;
}

// Room for one more element; as arenas give nothing back, a list doubles.
static void *room(WritArena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    uint32_t larger = *capacity == 0 ? 16 : *capacity * 2;
    void *grown = writ_arena_array(arena, larger, size);
    if (count > 0) {
        memcpy(grown, items, count * size);
    }
    *capacity = larger;
    return grown;
}

static WritStatus check_room(const WritCompile *compile, WritText path, WritText bytes,
                             WritError *error)
{
    if (writ_map_find(compile->paths, path) != NULL) {
        return writ_fail(error, WRIT_CONFLICT, "the file \"%.*s\" is there twice",
                         WRIT_TEXT_ARGS(path));
    }
    if (compile->file_count + compile->lua_file_count >= WRIT_COMPILE_FILES_MAX) {
        (void)writ_fail(error, WRIT_LIMIT, "the book has more than %d files",
                        (int)WRIT_COMPILE_FILES_MAX);
        return writ_hint(error, "Divide it into several books.");
    }
    if (bytes.length > WRIT_COMPILE_BYTES_MAX - compile->bytes) {
        (void)writ_fail(error, WRIT_LIMIT, "the files of the book have more than %d MB",
                        (int)(WRIT_COMPILE_BYTES_MAX >> 20));
        return writ_hint(error, "Divide it into several books.");
    }
    return WRIT_OK;
}

WritStatus writ_compile_add(WritCompile *compile, WritText path, WritText bytes, WritError *error)
{
    bool writ = ends_in(path, ".writ");
    if (!writ && !ends_in(path, ".lua")) {
        return WRIT_OK;
    }
    WritStatus status = check_room(compile, path, bytes, error);
    if (status != WRIT_OK) {
        return status;
    }
    compile->bytes += bytes.length;
    WritText own_path = writ_arena_text(compile->arena, path);
    (void)writ_map_put(compile->paths, own_path, compile);
    if (writ) {
        compile->files = room(compile->arena, compile->files, compile->file_count,
                              &compile->file_capacity, sizeof(const WritSource *));
        return writ_sources_add(compile->sources, own_path, bytes,
                                &compile->files[compile->file_count++], error);
    }
    compile->lua_files = room(compile->arena, compile->lua_files, compile->lua_file_count,
                              &compile->lua_file_capacity, sizeof(LuaFile));
    compile->lua_files[compile->lua_file_count++] = (LuaFile){
        .path = own_path,
        .bytes = writ_arena_text(compile->arena, bytes),
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

// One file of the book says who is who.
static void read_directory(WritCompile *compile, const TreeFile *const *trees)
{
    const TreeFile *first = NULL;
    for (uint32_t i = 0; i < compile->file_count; i++) {
        if (trees[i]->kind != TREE_FILE_DIRECTORY || !trees[i]->complete) {
            continue;
        }
        if (first != NULL) {
            WritDiag *diag = diag_error(compile->diags, DIAG_DIRECTORY_TWICE,
                                        trees[i]->directory->span, "the book has a directory already");
            diag_label(diag, first->directory->span, "it stands here");
            diag_hint(diag, "Put all persons into one file.");
            continue;
        }
        first = trees[i];
        directory_read(&compile->directory, compile->arena, first->directory, compile->diags);
    }
}

static Model *check(WritCompile *compile)
{
    WritNames *names = writ_names_new(compile->arena);
    const TreeFile **trees =
        writ_arena_array(compile->arena, compile->file_count, sizeof(const TreeFile *));
    if (compile->file_count > 1) {
        qsort(compile->files, compile->file_count, sizeof(const WritSource *), compare_files);
    }
    for (uint32_t i = 0; i < compile->file_count; i++) {
        trees[i] = tree_parse(compile->files[i], compile->arena, names, compile->diags);
    }
    read_directory(compile, (const TreeFile *const *)trees);
    CheckInput input = {
        .arena = compile->arena,
        .names = names,
        .sources = compile->sources,
        .diags = compile->diags,
        .files = trees,
        .file_count = compile->file_count,
        .lua_files = compile->lua_files,
        .lua_file_count = compile->lua_file_count,
    };
    return check_book(&input);
}

// What the check lets through and a plan cannot hold is a bound of the plan.
static void check_bounds(WritCompile *compile, const WritPlan *plan, const Process *process)
{
    WritError error;
    size_t bytes = 0;
    for (uint32_t i = 0; i < plan->file_count; i++) {
        bytes += plan->files[i].bytes.length;
    }
    if (bytes > WRIT_PLAN_BYTES_MAX / 2) {
        (void)writ_fail(&error, WRIT_LIMIT, "its Lua files have more than %d MB",
                        (int)(WRIT_PLAN_BYTES_MAX / 2 >> 20));
    } else if (writ_plan_validate(plan, &error) == WRIT_OK) {
        return;
    }
    WritDiag *diag = diag_error(compile->diags, DIAG_PLAN_TOO_LARGE, process->span,
                                "the process \"%.*s\" is larger than a plan can be",
                                WRIT_TEXT_ARGS(process->symbol->text));
    diag_reason(diag, "%s.", error.text);
    diag_hint(diag, "Divide it into several processes.");
}

const WritCompiled *writ_compile_run(WritCompile *compile)
{
    WritCompiled *compiled = writ_arena_alloc(compile->arena, sizeof *compiled);
    Model *model = check(compile);
    if (writ_diags_error_count(compile->diags) > 0) {
        return compiled;
    }
    WritPlan *plans = writ_arena_array(compile->arena, model->process_count, sizeof *plans);
    Builder *builder = plan_builder_new(compile->arena, model);
    for (uint32_t i = 0; i < model->process_count; i++) {
        plan_build(builder, model->processes[i], &plans[i]);
        check_bounds(compile, &plans[i], model->processes[i]);
    }
    if (writ_diags_error_count(compile->diags) == 0) {
        compiled->plans = plans;
        compiled->plan_count = model->process_count;
        compiled->directory = compile->directory;
    }
    return compiled;
}

// --- Finding a plan -----------------------------------------------------------------------------

static bool is_called(const WritPlan *plan, WritText name)
{
    if (writ_text_equal(plan->name, name)) {
        return true;
    }
    size_t before = plan->name.length - name.length;
    return plan->name.length > name.length && plan->name.data[before - 1] == '.' &&
           memcmp(plan->name.data + before, name.data, name.length) == 0;
}

static WritStatus tell_missing(const WritCompiled *compiled, WritText name, WritError *error)
{
    (void)writ_fail(error, WRIT_NOT_FOUND, "there is no process called \"%.*s\" in the book",
                    WRIT_TEXT_ARGS(name));
    if (compiled->plan_count == 0) {
        return writ_hint(error, "The book has no process.");
    }
    return writ_hint(error, "The first of its %u processes is \"%.*s\".", compiled->plan_count,
                     WRIT_TEXT_ARGS(compiled->plans[0].name));
}

WritStatus writ_compiled_find(const WritCompiled *compiled, WritText name, const WritPlan **plan,
                              WritError *error)
{
    const WritPlan *found = NULL;
    for (uint32_t i = 0; i < compiled->plan_count && name.length > 0; i++) {
        const WritPlan *candidate = &compiled->plans[i];
        if (!is_called(candidate, name)) {
            continue;
        }
        if (writ_text_equal(candidate->name, name)) {
            *plan = candidate;
            return WRIT_OK;
        }
        if (found != NULL) {
            return writ_fail(error, WRIT_CONFLICT, "\"%.*s\" may be \"%.*s\" or \"%.*s\"",
                             WRIT_TEXT_ARGS(name), WRIT_TEXT_ARGS(found->name),
                             WRIT_TEXT_ARGS(candidate->name));
        }
        found = candidate;
    }
    *plan = found;
    return found != NULL ? WRIT_OK : tell_missing(compiled, name, error);
}
