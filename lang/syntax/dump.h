// What the files that write trees as text share.
#ifndef SYNTAX_DUMP_H
#define SYNTAX_DUMP_H

#include "syntax/tree_dump.h"

typedef struct Dump {
    WritBuffer *out;
    const WritSource *source;
    TreeDumpPlaces places;
    uint32_t depth;
} Dump;

// A line of the dump: begins with the place and a word, then parts, each with a space before it.
void dump_begin(Dump *dump, WritSpan span, const char *word);
void dump_end(Dump *dump);
void dump_word(Dump *dump, const char *word);
// NULL parts and empty lists are left out, and so is the word before them, which may be NULL.
void dump_name(Dump *dump, const char *word, const TreeName *name);
void dump_names(Dump *dump, const char *word, TreeNames names);
void dump_path(Dump *dump, const char *word, const TreePath *path);
void dump_paths(Dump *dump, const char *word, TreePaths paths);
void dump_literal(Dump *dump, const char *word, const TreeLiteral *literal);
void dump_duration(Dump *dump, const char *word, const TreeDuration *duration);
void dump_weekday(Dump *dump, const TreeWeekday *weekday);
void dump_text(Dump *dump, const char *word, const TreeText *text);
void dump_type(Dump *dump, const TreeType *type);
void dump_params(Dump *dump, const char *word, TreeParams params);
void dump_expr(Dump *dump, const char *word, const TreeExpr *expr);
void dump_args(Dump *dump, TreeArgs args);
void dump_party(Dump *dump, const char *word, const TreeParty *party);
void dump_parties(Dump *dump, const char *word, TreeParties parties);
void dump_performer(Dump *dump, const TreePerformer *performer);
void dump_powers(Dump *dump, const TreePowers *powers);

// These write lines of their own.
void dump_metas(Dump *dump, TreeMetas metas);
void dump_meta(Dump *dump, const TreeMeta *meta);
void dump_table(Dump *dump, const TreeTable *table);
void dump_actions(Dump *dump, TreeActions actions);
void dump_process(Dump *dump, const TreeProcess *process);
void dump_decision(Dump *dump, const TreeDecision *decision);
void dump_committee(Dump *dump, const TreeCommittee *committee);
void dump_rule(Dump *dump, const TreeRule *rule);
void dump_migration(Dump *dump, const TreeMigration *migration);
void dump_scenario(Dump *dump, const TreeScenario *scenario);
void dump_decl(Dump *dump, const TreeDecl *decl);
void dump_uses(Dump *dump, TreeUses uses);
// The word that its heading begins with.
const char *dump_decl_word(const TreeDecl *decl);

#endif
