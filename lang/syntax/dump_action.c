// Parties, actions, tables and the lines that many headings share.
#include "syntax/dump.h"

#include <assert.h>

void dump_party(Dump *dump, const char *word, const TreeParty *party)
{
    dump_path(dump, word, party->path);
    dump_path(dump, "of", party->of);
}

void dump_parties(Dump *dump, const char *word, TreeParties parties)
{
    for (const TreeParty *party = parties.first; party != NULL; party = party->next) {
        dump_party(dump, party == parties.first ? word : ",", party);
    }
}

void dump_performer(Dump *dump, const TreePerformer *performer)
{
    switch (performer->kind) {
    case TREE_PERFORMER_PARTY:
        dump_parties(dump, "party", performer->parties);
        return;
    case TREE_PERFORMER_EITHER:
        dump_parties(dump, "either", performer->parties);
        return;
    case TREE_PERFORMER_IN_TURN:
        dump_parties(dump, "in turn", performer->parties);
        return;
    case TREE_PERFORMER_EACH_OF:
        dump_path(dump, "each of", performer->each);
        dump_path(dump, "of", performer->of);
        dump_word(dump, performer->order == TREE_ORDER_AT_THE_SAME_TIME ? "at the same time"
                                                                        : "one after another");
        return;
    }
    WRIT_UNREACHABLE();
}

static const char *power_name(TreePowerKind kind)
{
    switch (kind) {
    case TREE_POWER_SKIP:
        return "skip";
    case TREE_POWER_FORCE:
        return "force";
    case TREE_POWER_EXTEND:
        return "extend";
    case TREE_POWER_REASSIGN:
        return "reassign";
    }
    WRIT_UNREACHABLE();
}

void dump_powers(Dump *dump, const TreePowers *powers)
{
    dump_parties(dump, NULL, powers->parties);
    dump_word(dump, "may");
    for (const TreePower *power = powers->powers.first; power != NULL; power = power->next) {
        dump_word(dump, power_name(power->kind));
    }
}

// --- Lines --------------------------------------------------------------------------------

void dump_meta(Dump *dump, const TreeMeta *meta)
{
    switch (meta->kind) {
    case TREE_META_PURPOSE:
        dump_begin(dump, meta->span, "purpose");
        break;
    case TREE_META_PER:
        dump_begin(dump, meta->span, "per");
        break;
    case TREE_META_IN_FORCE:
        dump_begin(dump, meta->span, "in force");
        break;
    }
    dump_text(dump, NULL, meta->text);
    dump_literal(dump, "from", meta->from);
    dump_literal(dump, "through", meta->through);
    dump_end(dump);
}

void dump_metas(Dump *dump, TreeMetas metas)
{
    dump->depth++;
    for (const TreeMeta *meta = metas.first; meta != NULL; meta = meta->next) {
        dump_meta(dump, meta);
    }
    dump->depth--;
}

static const char *cell_name(TreeCellKind kind)
{
    switch (kind) {
    case TREE_CELL_ANY:
        return "any";
    case TREE_CELL_MISSING:
        return "missing";
    case TREE_CELL_PRESENT:
        return "present";
    case TREE_CELL_BELOW:
        return "below";
    case TREE_CELL_UP_TO:
        return "up-to";
    case TREE_CELL_ABOVE:
        return "above";
    case TREE_CELL_ABOVE_UP_TO:
        return "above-up-to";
    case TREE_CELL_ABOVE_BELOW:
        return "above-below";
    case TREE_CELL_OR_MORE:
        return "or-more";
    case TREE_CELL_TO:
        return "to";
    case TREE_CELL_TO_BELOW:
        return "to-below";
    case TREE_CELL_VALUES:
        return "values";
    case TREE_CELL_NOT_VALUES:
        return "not-values";
    }
    WRIT_UNREACHABLE();
}

static void dump_cells(Dump *dump, TreeCells cells)
{
    for (const TreeCell *cell = cells.first; cell != NULL; cell = cell->next) {
        writ_buffer_format(dump->out, " [%s", cell_name(cell->kind));
        dump_expr(dump, NULL, cell->low);
        dump_expr(dump, NULL, cell->high);
        for (const TreeExpr *value = cell->values.first; value != NULL; value = value->next) {
            dump_expr(dump, NULL, value);
        }
        writ_buffer_add_byte(dump->out, ']');
    }
}

void dump_table(Dump *dump, const TreeTable *table)
{
    dump->depth++;
    dump_begin(dump, table->head, "table");
    dump_paths(dump, "if", table->conditions);
    dump_paths(dump, "then", table->results);
    dump_end(dump);
    dump->depth++;
    for (const TreeRow *row = table->rows.first; row != NULL; row = row->next) {
        dump_begin(dump, row->span, "row");
        dump_name(dump, NULL, row->label);
        dump_cells(dump, row->conditions);
        dump_word(dump, "then");
        dump_cells(dump, row->results);
        dump_end(dump);
    }
    dump->depth -= 2;
}

// --- Actions ------------------------------------------------------------------------------

static const char *action_name(TreeActionKind kind)
{
    switch (kind) {
    case TREE_ACTION_BLOCK:
        return "block";
    case TREE_ACTION_NOTIFY:
        return "notify";
    case TREE_ACTION_REMIND:
        return "remind";
    case TREE_ACTION_SET:
        return "set";
    case TREE_ACTION_MARK:
        return "mark";
    case TREE_ACTION_ESCALATE:
        return "escalate";
    case TREE_ACTION_REASSIGN:
        return "reassign";
    case TREE_ACTION_CALL:
        return "call";
    case TREE_ACTION_START:
        return "start";
    case TREE_ACTION_ANNOUNCE:
        return "announce";
    case TREE_ACTION_UNDO_ALL:
        return "undo everything";
    case TREE_ACTION_UNDO_FROM:
        return "undo everything from";
    case TREE_ACTION_NEXT_STEP:
        return "next step";
    case TREE_ACTION_GO_TO:
        return "go to";
    case TREE_ACTION_GO_BACK_TO:
        return "go back to";
    case TREE_ACTION_END_CASE:
        return "end the case as";
    case TREE_ACTION_SKIP_TO_NEXT:
        return "skip to the next";
    case TREE_ACTION_SKIP_TO_END:
        return "skip to the end of";
    case TREE_ACTION_EXTEND:
        return "extend by";
    }
    WRIT_UNREACHABLE();
}

static void dump_action(Dump *dump, const TreeAction *action)
{
    dump_begin(dump, action->span, action_name(action->kind));
    dump_parties(dump, NULL, action->parties);
    dump_path(dump,
              action->kind == TREE_ACTION_NOTIFY || action->kind == TREE_ACTION_REMIND ? "with"
                                                                                       : NULL,
              action->path);
    dump_args(dump, action->args);
    dump_expr(dump, "to", action->expr);
    dump_name(dump, NULL, action->name);
    dump_names(dump, NULL, action->names);
    dump_duration(dump, NULL, action->duration);
    dump_literal(dump, "at most", action->number);
    dump_end(dump);
    dump_actions(dump, action->actions);
}

void dump_actions(Dump *dump, TreeActions actions)
{
    dump->depth++;
    for (const TreeAction *action = actions.first; action != NULL; action = action->next) {
        dump_action(dump, action);
    }
    dump->depth--;
}
