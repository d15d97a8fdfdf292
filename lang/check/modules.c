// Modules are found by their whole name as one text. A file that could not be read still counts as
// its module, so that whoever uses it is not told that it is missing.
#include "check/modules.h"

#include <assert.h>

#include "check/builtins.h"
#include "check/names.h"

void check_meta(Checker *checker, const TreeMeta *meta)
{
    switch (meta->kind) {
    case TREE_META_PURPOSE:
    case TREE_META_PER:
        return;
    case TREE_META_IN_FORCE:
        (void)check_later(checker, LATER_IN_FORCE, meta->span);
        return;
    }
    WRIT_UNREACHABLE();
}

void check_metas(Checker *checker, const TreeMetas *metas)
{
    for (const TreeMeta *meta = metas->first; meta != NULL; meta = meta->next) {
        check_meta(checker, meta);
    }
}

static void read_metas(Checker *checker, Module *module)
{
    check_metas(checker, &module->tree->metas);
    for (const TreeMeta *meta = module->tree->metas.first; meta != NULL; meta = meta->next) {
        if (meta->kind == TREE_META_PER && module->per.length == 0) {
            module->per = meta->text->plain;
        }
    }
}

static void add_module(Checker *checker, const TreeFile *file)
{
    const TreeModule *tree = file->module;
    if (!file->complete && (tree->path == NULL || tree->version == NULL)) {
        return;
    }
    Module *module = writ_arena_alloc(checker->arena, sizeof *module);
    module->file = file;
    module->tree = tree;
    module->text = check_path_text(checker, tree->path);
    module->name = writ_names_add(checker->names, module->text);
    module->version = tree->version->text;
    module->sound = file->complete;
    const Module *other = check_names_find(&checker->modules_by_name, module->name);
    if (other != NULL) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_MODULE_TWICE, tree->path->span,
                       "there are two modules called \"%.*s\"", WRIT_TEXT_ARGS(module->text));
        diag_label(diag, other->tree->path->span, "the other one");
        diag_hint(diag, "Give one of the two another name. A module is one file.");
        return;
    }
    if (module->sound) {
        read_metas(checker, module);
    }
    (void)check_names_put(&checker->modules_by_name, checker->arena, module->name, module);
    checker->modules[checker->module_count++] = module;
}

// "2.4" stands for 2.4 and whatever follows it with a dot.
static bool is_version_prefix(WritText prefix, WritText version)
{
    if (prefix.length > version.length ||
        !writ_text_equal(prefix, (WritText){version.data, prefix.length})) {
        return false;
    }
    return prefix.length == version.length || version.data[prefix.length] == '.';
}

static void tell_missing(Checker *checker, const TreeUse *use, WritText text)
{
    WritDiag *diag =
        diag_error(checker->diags, DIAG_UNKNOWN_MODULE, use->module->span,
                   "there is no module called \"%.*s\" in this book", WRIT_TEXT_ARGS(text));
    if (!check_is_heard(checker)) {
        return;
    }
    Similar similar = check_similar(text);
    for (uint32_t i = 0; i < checker->module_count; i++) {
        check_similar_try(&similar, checker->modules[i]->text);
    }
    check_similar_hint(&similar, diag);
}

static Module *resolve_use(Checker *checker, Module *module, const TreeUse *use)
{
    WritText text = check_path_text(checker, use->module);
    Module *used =
        check_names_find(&checker->modules_by_name, writ_names_find(checker->names, text));
    if (used == NULL) {
        if (!checker->unsound) {
            tell_missing(checker, use, text);
        }
        module->sound = false;
        return NULL;
    }
    if (used == module) {
        WritDiag *diag = diag_error(checker->diags, DIAG_USE_OF_ITSELF, use->module->span,
                                    "the module \"%.*s\" uses itself", WRIT_TEXT_ARGS(text));
        diag_hint(diag, "Remove the line: what a module declares it can name.");
        return NULL;
    }
    if (!is_version_prefix(use->version->text, used->version)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_WRONG_VERSION, use->version->span,
                                    "the book has version %.*s of \"%.*s\"",
                                    WRIT_TEXT_ARGS(used->version), WRIT_TEXT_ARGS(text));
        diag_label(diag, used->tree->version->span, "the version in this book");
        diag_hint(diag, "Check what has changed, then write \"version %.*s\" or its beginning.",
                  WRIT_TEXT_ARGS(used->version));
    }
    return used;
}

static void tell_use_twice(Checker *checker, const TreeUse *use, const TreeUse *before)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_USE_TWICE, use->span,
                                "this line names a module or a short name a second time");
    diag_label(diag, before->span, "the first time");
    diag_hint(diag, "Remove one of the lines, or choose another short name.");
}

static void add_use(Checker *checker, Module *module, const TreeUse *tree)
{
    Use *use = &module->uses[module->use_count++];
    use->tree = tree;
    Module *used = resolve_use(checker, module, tree);
    if (used == NULL) {
        return;
    }
    const Use *before = check_names_find(&module->uses_by_module, used->name);
    if (before == NULL && tree->as != NULL) {
        before = check_names_find(&module->uses_by_short, tree->as->name);
    }
    if (before != NULL) {
        tell_use_twice(checker, tree, before->tree);
        return;
    }
    use->module = used;
    (void)check_names_put(&module->uses_by_module, checker->arena, used->name, use);
    if (tree->as != NULL) {
        (void)check_names_put(&module->uses_by_short, checker->arena, tree->as->name, use);
    }
}

static void resolve_uses(Checker *checker, Module *module)
{
    const TreeUses *uses = &module->tree->uses;
    module->uses = writ_arena_array(checker->arena, uses->count, sizeof(Use));
    for (const TreeUse *use = uses->first; use != NULL; use = use->next) {
        add_use(checker, module, use);
    }
}

// A module that cannot be read leaves names unknown in all that use it, near or far.
enum { FRESH, OPEN, DONE };

static void tell_circle(Checker *checker, const TreeUse *use, const Module *used)
{
    WritDiag *diag =
        diag_error(checker->diags, DIAG_USE_IN_CIRCLE, use->module->span,
                   "this module and \"%.*s\" use each other", WRIT_TEXT_ARGS(used->text));
    diag_reason(diag, "What both need could change only together, so neither can be read first.");
    diag_hint(diag, "Move what both need to a module that both use.");
}

static void visit(Checker *checker, Module *module)
{
    module->visit = OPEN;
    for (uint32_t i = 0; i < module->use_count; i++) {
        Module *used = module->uses[i].module;
        if (used == NULL) {
            continue;
        }
        if (used->visit == OPEN) {
            tell_circle(checker, module->uses[i].tree, used);
            continue;
        }
        if (used->visit == FRESH) {
            visit(checker, used);
        }
        module->sound = module->sound && used->sound;
    }
    module->visit = DONE;
}

void check_modules(Checker *checker, const TreeFile *const *files, uint32_t count)
{
    checker->modules = writ_arena_array(checker->arena, count, sizeof(Module *));
    for (uint32_t i = 0; i < count; i++) {
        const TreeFile *file = files[i];
        checker->unsound = checker->unsound || !file->complete;
        if (file->kind == TREE_FILE_MODULE && file->module != NULL) {
            add_module(checker, file);
        }
    }
    for (uint32_t i = 0; i < checker->module_count; i++) {
        resolve_uses(checker, checker->modules[i]);
    }
    for (uint32_t i = 0; i < checker->module_count; i++) {
        if (checker->modules[i]->visit == FRESH) {
            visit(checker, checker->modules[i]);
        }
        checker->unsound = checker->unsound || !checker->modules[i]->sound;
    }
}
