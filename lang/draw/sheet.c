#include "draw/sheet.h"

#include <assert.h>

#include "draw/sheet_parts.h"

static SheetPart *add_part(Sheet *sheet, SheetKind kind, const char *heading, uint32_t columns)
{
    SheetPart *part = writ_arena_alloc(sheet->phrases.arena, sizeof *part);
    *part = (SheetPart){.kind = kind, .heading = writ_text(heading), .columns = columns};
    *(sheet->last == NULL ? &sheet->first : &sheet->last->next) = part;
    sheet->last = part;
    return part;
}

SheetPart *sheet_add_table(Sheet *sheet, const char *heading, const char *const *heads)
{
    uint32_t count = 0;
    while (heads[count] != NULL) {
        count++;
    }
    SheetPart *part = add_part(sheet, SHEET_TABLE, heading, count);
    part->heads = writ_arena_array(sheet->phrases.arena, count, sizeof *part->heads);
    for (uint32_t i = 0; i < count; i++) {
        part->heads[i] = writ_text(heads[i]);
    }
    return part;
}

Phrase *sheet_add_row(Sheet *sheet, SheetPart *part)
{
    SheetRow *row = writ_arena_alloc(sheet->phrases.arena, sizeof *row);
    row->cells = writ_arena_array(sheet->phrases.arena, part->columns, sizeof *row->cells);
    *(part->last_row == NULL ? &part->rows : &part->last_row->next) = row;
    part->last_row = row;
    part->row_count++;
    return row->cells;
}

Phrase *sheet_add_fact(Sheet *sheet, const char *what)
{
    Phrase *cells = sheet_add_row(sheet, sheet->first);
    phrase_add(&sheet->phrases, &cells[0], PIECE_STRONG, writ_text(what));
    return &cells[1];
}

// --- Walking -----------------------------------------------------------------------------------

static void visit_below(Sheet *sheet, SheetPart *part, SheetVisit *visit, uint32_t number)
{
    const WritPlan *plan = sheet->phrases.plan;
    const WritNode *node = &plan->nodes[number];
    visit(sheet, part, number);
    for (uint32_t i = 0; i < node->child_count; i++) {
        visit_below(sheet, part, visit, plan->operands[node->children_start + i]);
    }
}

void sheet_visit_nodes(Sheet *sheet, SheetPart *part, SheetVisit *visit)
{
    static const WritNodeKind kinds[] = {WRIT_NODE_STAGE, WRIT_NODE_DETOUR};
    const WritPlan *plan = sheet->phrases.plan;
    const WritNode *process = &plan->nodes[0];
    if (sheet->within != 0) {
        visit_below(sheet, part, visit, sheet->within);
        return;
    }
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        for (uint32_t i = 0; i < process->child_count; i++) {
            uint32_t child = plan->operands[process->children_start + i];
            if (plan->nodes[child].kind == kinds[kind]) {
                visit_below(sheet, part, visit, child);
            }
        }
    }
}

uint32_t sheet_stage_of(const WritPlan *plan, uint32_t node)
{
    while (plan->nodes[node].kind != WRIT_NODE_STAGE &&
           plan->nodes[node].kind != WRIT_NODE_DETOUR) {
        node = plan->nodes[node].parent;
    }
    return node;
}

void sheet_add_place(Sheet *sheet, Phrase *phrase, uint32_t node)
{
    Phrases *phrases = &sheet->phrases;
    uint32_t stage = sheet_stage_of(phrases->plan, node);
    phrase_add(phrases, phrase, stage == node ? PIECE_STRONG : PIECE_MUTED,
               phrases_node_title(phrases, stage));
    if (stage != node) {
        phrase_add(phrases, phrase, PIECE_MUTED, writ_text(": "));
        phrase_add(phrases, phrase, PIECE_STRONG, phrases_node_title(phrases, node));
    }
}

void sheet_add_way(Sheet *sheet, Phrase *phrase, const Way *way)
{
    Phrases *phrases = &sheet->phrases;
    const WritPlan *plan = phrases->plan;
    bool whole = way->kind == WAY_CANCELLATION || way->kind == WAY_EVENT;
    if (!whole && way->node == 0) {
        phrase_add_words(phrases, phrase, "the whole case");
    } else if (!whole) {
        bool step = plan->nodes[way->node].kind == WRIT_NODE_STEP;
        uint32_t named = step ? way->node : sheet_stage_of(plan, way->node);
        phrase_add(phrases, phrase, PIECE_PLAIN, phrases_node_title(phrases, named));
    }
    phrase_add_words(phrases, phrase, whole || way->kind == WAY_HERE ? "" : ": ");
    phrase_add_way(phrases, phrase, way);
}

void sheet_add_outcomes(Sheet *sheet, Phrase *phrase, const WritStep *step)
{
    Phrases *phrases = &sheet->phrases;
    for (uint32_t i = 0; i < step->handler_count; i++) {
        const WritOutcomeHandler *handler = &phrases->plan->handlers[step->handlers_start + i];
        phrase_add_words(phrases, phrase, i > 0 ? "; " : "");
        phrase_add(phrases, phrase, PIECE_STRONG, handler->outcome);
        phrase_add_words(phrases, phrase, ": ");
        phrase_add_actions(phrases, phrase, handler->actions);
    }
}

// --- The sheet ---------------------------------------------------------------------------------

void sheet_drop_empty_parts(Sheet *sheet)
{
    SheetPart **link = &sheet->first;
    sheet->last = NULL;
    while (*link != NULL) {
        if ((*link)->row_count == 0) {
            *link = (*link)->next;
        } else {
            sheet->last = *link;
            link = &(*link)->next;
        }
    }
}

void sheet_begin(Sheet *sheet, WritArena *arena, const WritPlan *plan, WritText title)
{
    *sheet = (Sheet){.phrases = {.arena = arena, .plan = plan}};
    sheet->title = phrases_text(&sheet->phrases, title);
    SheetPart *facts = add_part(sheet, SHEET_FACTS, "", 2);
    assert(facts == sheet->first);
}

void sheet_make(Sheet *sheet, WritArena *arena, const WritPlan *plan, const WritSheetSource *source)
{
    sheet_begin(sheet, arena, plan,
                plan->title.length > 0 ? plan->title : writ_text_last_name(plan->name));
    sheet_say_facts(sheet, source);
    sheet_say_people(sheet);
    sheet_say_limits(sheet);
    sheet_say_systems(sheet);
    sheet_say_waits(sheet);
    sheet_say_silence(sheet);
    sheet_say_absence(sheet);
    sheet_say_events(sheet);
    sheet_say_ends(sheet);
    sheet_say_measures(sheet, source->measures, source->measure_count);
    sheet_drop_empty_parts(sheet);
}

void sheet_dispose(Sheet *sheet)
{
    phrases_dispose(&sheet->phrases);
}
