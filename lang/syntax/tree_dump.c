#include "syntax/tree_dump.h"

#include <assert.h>

#include "syntax/dump.h"

void dump_uses(Dump *dump, TreeUses uses)
{
    for (const TreeUse *use = uses.first; use != NULL; use = use->next) {
        dump_begin(dump, use->span, "use");
        dump_path(dump, NULL, use->module);
        dump_literal(dump, "version", use->version);
        dump_name(dump, "as", use->as);
        dump_end(dump);
    }
}

static void dump_module(Dump *dump, const TreeModule *module)
{
    dump_begin(dump, module->span, "module");
    dump_path(dump, NULL, module->path);
    dump_literal(dump, "version", module->version);
    dump_end(dump);
    dump_metas(dump, module->metas);
    dump_uses(dump, module->uses);
    for (const TreeDecl *decl = module->decls.first; decl != NULL; decl = decl->next) {
        dump_decl(dump, decl);
    }
}

static void dump_person_line(Dump *dump, const TreePersonLine *line)
{
    switch (line->kind) {
    case TREE_PERSON_SIGNS_IN:
        dump_begin(dump, line->span, "signs in as");
        break;
    case TREE_PERSON_BELONGS_TO:
        dump_begin(dump, line->span, "belongs to");
        break;
    case TREE_PERSON_REPORTS_TO:
        dump_begin(dump, line->span, "reports to");
        break;
    case TREE_PERSON_AWAY:
        dump_begin(dump, line->span, "away");
        break;
    case TREE_PERSON_CALENDAR:
        dump_begin(dump, line->span, "uses calendar");
        break;
    }
    dump_text(dump, NULL, line->text);
    dump_path(dump, NULL, line->path);
    dump_name(dump, "of", line->unit);
    dump_literal(dump, "from", line->from);
    dump_literal(dump, "through", line->through);
    dump_name(dump, line->kind == TREE_PERSON_AWAY ? "replaced by" : NULL, line->name);
    dump_end(dump);
}

static void dump_person_lines(Dump *dump, const TreePersonLines *lines)
{
    dump->depth++;
    for (const TreePersonLine *line = lines->first; line != NULL; line = line->next) {
        dump_person_line(dump, line);
    }
    dump->depth--;
}

static void dump_directory(Dump *dump, const TreeDirectory *directory)
{
    dump_begin(dump, directory->span, "directory");
    dump_text(dump, NULL, directory->title);
    dump_end(dump);
    dump_metas(dump, directory->metas);
    for (const TreePerson *person = directory->entries.persons.first; person != NULL;
         person = person->next) {
        dump_begin(dump, person->span, "person");
        dump_name(dump, NULL, person->name);
        dump_text(dump, NULL, person->title);
        dump_end(dump);
        dump_person_lines(dump, &person->lines);
    }
    for (const TreeDirectoryUnit *unit = directory->entries.units.first; unit != NULL;
         unit = unit->next) {
        dump_begin(dump, unit->span, "unit");
        dump_name(dump, NULL, unit->name);
        dump_text(dump, NULL, unit->title);
        dump_end(dump);
        dump_person_lines(dump, &unit->lines);
    }
}

static void dump_trivia(Dump *dump, const TreeFile *file)
{
    for (uint32_t i = 0; i < file->trivia_count; i++) {
        const TreeTrivia *trivia = &file->trivia[i];
        writ_buffer_format(dump->out, "before %u:\n",
                           (unsigned)(trivia->before - file->source->start));
        for (uint32_t k = 0; k < trivia->comment_count; k++) {
            const TreeComment *comment = &trivia->comments[k];
            writ_buffer_format(dump->out, "%s  %s %.*s\n", comment->blank_line ? "  blank\n" : "",
                               comment->own_line ? "line" : "behind",
                               WRIT_TEXT_ARGS(writ_source_span_text(file->source, comment->span)));
        }
        writ_buffer_add_string(dump->out, trivia->blank_line ? "  blank\n" : "");
    }
}

void tree_dump(const TreeFile *file, TreeDumpPlaces places, WritBuffer *out)
{
    Dump dump = {.out = out, .source = file->source, .places = places};
    if (file->edition == NULL) {
        writ_buffer_add_string(out, "nothing\n");
        return;
    }
    writ_buffer_format(out, "writ %.*s%s\n", WRIT_TEXT_ARGS(file->edition->text),
                       file->complete ? "" : " (not complete)");
    switch (file->kind) {
    case TREE_FILE_MODULE:
        dump_module(&dump, file->module);
        break;
    case TREE_FILE_DIRECTORY:
        dump_directory(&dump, file->directory);
        break;
    }
    if (places == TREE_DUMP_WITH_PLACES) {
        dump_trivia(&dump, file);
    }
}
