// The tree of a file: what was written, with its places, before any question of meaning.
//
// A module is a list of declarations; a declaration that has lines keeps them in the order in
// which they were written, each with a kind and the parts that its kind has. A walk looks like
//
//     for (const TreeStepLine *line = step->lines.first; line != NULL; line = line->next) {
//         switch (line->kind) { …every kind… }
//     }
//
// Nothing is looked up, folded or defaulted here. A tree nests at most TREE_DEPTH_MAX deep, so
// that a walk may recurse. README.md has a picture.
#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include "syntax/tree_decl.h"
#include "syntax/tree_flow.h"

enum {
    TREE_DEPTH_MAX = 200,   // Expressions, blocks, actions and types inside one another.
    TREE_NAMES_MAX = 20000, // Different names in one file.
    TREE_COLUMNS_MAX = 100, // Cells in one row of a table, its label not counted.
    TREE_ROWS_MAX = 5000,   // Rows in one table.
    TREE_LIST_MAX = 20000,  // Elements of any one list.
};

typedef enum TreeDeclKind {
    TREE_DECL_UNIT, // Only name and title.
    TREE_DECL_CHOICE,
    TREE_DECL_RECORD,
    TREE_DECL_EVENT,
    TREE_DECL_ROLE,
    TREE_DECL_CALENDAR,
    TREE_DECL_RATES,
    TREE_DECL_LADDER,
    TREE_DECL_MESSAGE,
    TREE_DECL_HOOK,
    TREE_DECL_FORMULA,
    TREE_DECL_DECISION,
    TREE_DECL_COMMITTEE,
    TREE_DECL_MILESTONE, // metas
    TREE_DECL_TAG,       // metas
    TREE_DECL_RULE,
    TREE_DECL_MEASURE,
    TREE_DECL_PROCESS,
    TREE_DECL_MIGRATION,
    TREE_DECL_SCENARIO,
} TreeDeclKind;

struct TreeDecl {
    TreeDeclKind kind;
    WritSpan span;
    TreeName *name;  // NULL for HOOK (which has a path) and MIGRATION.
    TreeText *title; // May be NULL.
    TreeDecl *next;
    union {
        TreeChoice choice;
        TreeRecord record;
        TreeEvent event;
        TreeRole role;
        TreeCalendar calendar;
        TreeRates rates;
        TreeLadder ladder;
        TreeMessage message;
        TreeHook hook;
        TreeFormula formula;
        TreeDecision decision;
        TreeCommittee committee;
        TreeMetas metas;
        TreeRule rule;
        TreeMeasure measure;
        TreeProcess process;
        TreeMigration migration;
        TreeScenario scenario;
    };
};

// `use sales.policy version 2.4 as policy`.
struct TreeUse {
    WritSpan span;
    TreePath *module;
    TreeLiteral *version;
    TreeName *as; // May be NULL.
    TreeUse *next;
};

typedef struct TreeModule {
    WritSpan span; // Of the line `module …`.
    TreePath *path;
    TreeLiteral *version;
    TreeMetas metas;
    TreeUses uses;
    TreeDecls decls;
} TreeModule;

// --- The directory: the other kind of file ------------------------------------------------

typedef enum TreePersonLineKind {
    TREE_PERSON_SIGNS_IN,   // text: the account
    TREE_PERSON_BELONGS_TO, // text: the group; unit, or NULL
    TREE_PERSON_REPORTS_TO, // name
    TREE_PERSON_AWAY,       // from, through, name: replaced by, or NULL
    TREE_PERSON_CALENDAR,   // path: `uses calendar`; also of a unit
} TreePersonLineKind;

struct TreePersonLine {
    TreePersonLineKind kind;
    WritSpan span;
    TreePersonLine *next;
    TreeText *text;
    TreePath *path;
    TreeName *unit;
    TreeName *name;
    TreeLiteral *from;
    TreeLiteral *through;
};

struct TreePerson {
    WritSpan span;
    TreeName *name;
    TreeText *title; // May be NULL.
    TreePersonLines lines;
    TreePerson *next;
};

// `unit south "Southern region"`: the word behind `of` in the lines of persons.
struct TreeDirectoryUnit {
    WritSpan span;
    TreeName *name;
    TreeText *title;       // May be NULL.
    TreePersonLines lines; // TREE_PERSON_CALENDAR alone.
    TreeDirectoryUnit *next;
};

// What stands below the heading, in any order.
typedef struct TreeDirectoryEntries {
    TreePersons persons;
    TreeDirectoryUnits units;
} TreeDirectoryEntries;

typedef struct TreeDirectory {
    WritSpan span;   // Of the line `directory …`.
    TreeText *title; // May be NULL.
    TreeMetas metas;
    TreeDirectoryEntries entries;
} TreeDirectory;

// --- Files --------------------------------------------------------------------------------

typedef struct TreeComment {
    WritSpan span;   // From `#` to the end of the line.
    bool own_line;   // Otherwise it stands behind something.
    bool blank_line; // At least one blank line stands before it.
} TreeComment;

// What stands before a token and means nothing: for the formatter.
typedef struct TreeTrivia {
    uint32_t before; // Where the token that follows begins.
    bool blank_line; // At least one blank line directly before the token, behind the comments.
    TreeComment *comments;
    uint32_t comment_count;
} TreeTrivia;

typedef enum TreeFileKind {
    TREE_FILE_MODULE,
    TREE_FILE_DIRECTORY,
} TreeFileKind;

typedef struct TreeFile {
    const WritSource *source;
    // False when an error was reported: what could not be read is left out of the lists, so names
    // may seem to be missing that are there. Do not check such a tree against others.
    bool complete;
    TreeFileKind kind;
    TreeLiteral *edition; // NULL only when not complete.
    union {
        TreeModule *module; // NULL only when not complete.
        TreeDirectory *directory;
    };
    TreeTrivia *trivia; // By position.
    uint32_t trivia_count;
} TreeFile;

// What stands before the token that begins at `position`, or NULL when nothing does.
const TreeTrivia *tree_trivia_before(const TreeFile *file, uint32_t position);

#endif
