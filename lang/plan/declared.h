// How the declarations of a checked book are listed; writ/declared.h has what comes of it.
#ifndef PLAN_DECLARED_H
#define PLAN_DECLARED_H

#include "check/model.h"
#include "writ/declared.h"

// By rising name; `decls` gets the symbol of each.
WritDeclared *declared_list(WritArena *arena, const Model *model, WritSources *sources,
                            const Symbol ***symbols, uint32_t *count);
WritWritten declared_place(WritSources *sources, WritSpan span);
// The node of that number, or NULL. Nodes have numbers once their plan is built.
const Node *declared_node(const Node *root, uint32_t number);
// Where one of `ladder`'s rungs stands at a deadline.
WritLadderUse *declared_ladder_uses(WritArena *arena, const Model *model, const Symbol *ladder,
                                    uint32_t *count);

#endif
