// The canonical form of a tree is its dump without places.
#include "syntax/fingerprint.h"

#include "syntax/dump.h"

static WritHash hash_and_dispose(WritBuffer *text)
{
    WritHash hash = writ_hash(writ_buffer_text(text));
    writ_buffer_dispose(text);
    return hash;
}

WritHash tree_decl_hash(const TreeFile *file, const TreeDecl *decl)
{
    WritBuffer text = {0};
    Dump dump = {.out = &text, .source = file->source, .places = TREE_DUMP_WITHOUT_PLACES};
    dump_decl(&dump, decl);
    return hash_and_dispose(&text);
}

WritHash tree_heading_hash(const TreeFile *file)
{
    WritBuffer text = {0};
    Dump dump = {.out = &text, .source = file->source, .places = TREE_DUMP_WITHOUT_PLACES};
    dump_metas(&dump, file->module->metas);
    dump_uses(&dump, file->module->uses);
    return hash_and_dispose(&text);
}

void tree_decl_label(const TreeDecl *decl, WritBuffer *out)
{
    writ_buffer_add_string(out, dump_decl_word(decl));
    writ_buffer_add_byte(out, ' ');
    if (decl->kind == TREE_DECL_HOOK) {
        for (const TreeName *part = decl->hook.path->parts.first; part != NULL; part = part->next) {
            writ_buffer_add(out, part->text);
            writ_buffer_add_string(out, part->next != NULL ? "." : "");
        }
    } else if (decl->kind == TREE_DECL_MIGRATION) {
        writ_buffer_add(out, decl->migration.version->text);
    } else {
        writ_buffer_add(out, decl->name->text);
    }
}
