// Processes, stages, branches: the words of the owner's sheet, about what is in them.
#include "draw/meaning.h"

// --- What leads to a stage ---------------------------------------------------------------------

typedef struct Leading {
    Meaning *meaning;
    uint32_t stage;
    Phrase *fact; // NULL before the first.
    Way last;     // That was told.
} Leading;

// Several lines of one stage that go there are one place.
static bool is_told(const Leading *leading, const Way *way)
{
    const WritPlan *plan = leading->meaning->sheet.phrases.plan;
    bool here = way->kind == WAY_HERE && plan->nodes[way->node].kind != WRIT_NODE_STEP;
    return leading->fact != NULL && leading->last.kind == way->kind &&
           (leading->last.node == way->node ||
            (here && sheet_stage_of(plan, leading->last.node) == sheet_stage_of(plan, way->node)));
}

static void add_leading(void *context, const Way *way, const WritAction *action)
{
    Leading *leading = context;
    Phrases *phrases = &leading->meaning->sheet.phrases;
    bool goes = action->kind == WRIT_ACTION_GO_TO || action->kind == WRIT_ACTION_GO_BACK;
    if (!goes || action->node != leading->stage || is_told(leading, way)) {
        return;
    }
    if (leading->fact == NULL) {
        leading->fact = sheet_add_fact(&leading->meaning->sheet, "Gone to from");
    } else {
        phrase_add_words(phrases, leading->fact, "; ");
    }
    sheet_add_way(&leading->meaning->sheet, leading->fact, way);
    leading->last = *way;
}

static void say_beginning(Meaning *meaning, uint32_t number)
{
    Sheet *sheet = &meaning->sheet;
    const WritNode *node = &sheet->phrases.plan->nodes[number];
    if (node->kind == WRIT_NODE_STAGE) {
        Phrase *fact = sheet_add_fact(sheet, "Begins");
        if (node->index == 0) {
            phrase_add_words(&sheet->phrases, fact, "with the case");
        } else {
            const WritPlan *plan = sheet->phrases.plan;
            uint32_t before = plan->operands[plan->nodes[0].children_start + node->index - 1];
            phrase_add_words(&sheet->phrases, fact, "behind the stage \"");
            phrase_add(&sheet->phrases, fact, PIECE_STRONG,
                       phrases_node_title(&sheet->phrases, before));
            phrase_add_words(&sheet->phrases, fact, "\"");
        }
    } else if (node->kind == WRIT_NODE_BRANCH) {
        Phrase *fact = sheet_add_fact(sheet, "Begins");
        meaning_add_beginning(meaning, fact, node->parent);
        return;
    }
    Leading leading = {.meaning = meaning, .stage = number};
    ways_visit_actions(sheet->phrases.plan, add_leading, &leading);
}

// --- Its steps ---------------------------------------------------------------------------------

static void add_step_row(Sheet *sheet, SheetPart *part, uint32_t number)
{
    Phrases *phrases = &sheet->phrases;
    const WritNode *node = &phrases->plan->nodes[number];
    if (node->kind != WRIT_NODE_STEP) {
        return;
    }
    Phrase *cells = sheet_add_row(sheet, part);
    phrase_add(phrases, &cells[0], PIECE_STRONG, node->name);
    phrase_add(phrases, &cells[1], PIECE_PLAIN, node->title);
}

static void say_steps(Sheet *sheet)
{
    static const char *const heads[] = {"Step", "What it is", NULL};
    sheet_visit_nodes(sheet, sheet_add_table(sheet, "Its steps", heads), add_step_row);
}

void meaning_stage(Meaning *meaning)
{
    Sheet *sheet = &meaning->sheet;
    Phrases *phrases = &sheet->phrases;
    uint32_t number = meaning->thing.node;
    const WritNode *node = &phrases->plan->nodes[number];
    say_beginning(meaning, number);
    meaning_say_time(meaning, number);
    if (node->mark_count > 0) {
        phrase_add_milestones(phrases, sheet_add_fact(sheet, "Marks"), node->marks_start,
                              node->mark_count);
    }
    sheet->within = number;
    say_steps(sheet);
    sheet_say_people(sheet);
    sheet_say_systems(sheet);
    sheet_say_waits(sheet);
    sheet->within = 0;
}

// --- Processes ---------------------------------------------------------------------------------

static void add_stage_row(Sheet *sheet, SheetPart *part, uint32_t number)
{
    Phrases *phrases = &sheet->phrases;
    const WritNode *node = &phrases->plan->nodes[number];
    if (node->kind != WRIT_NODE_STAGE && node->kind != WRIT_NODE_DETOUR) {
        return;
    }
    Phrase *cells = sheet_add_row(sheet, part);
    phrase_add(phrases, &cells[0], PIECE_STRONG, node->name);
    phrase_add_words(phrases, &cells[0], node->kind == WRIT_NODE_DETOUR ? " (detour)" : "");
    phrase_add(phrases, &cells[1], PIECE_PLAIN, node->title);
    phrase_add_deadline(phrases, &cells[2], &node->deadline);
}

void meaning_process(Meaning *meaning)
{
    static const char *const heads[] = {"Stage", "What it is", "Within", NULL};
    Sheet *sheet = &meaning->sheet;
    Phrases *phrases = &sheet->phrases;
    WritSheetSource files = {.commit = {0}};
    sheet_say_facts(sheet, &files);
    sheet_visit_nodes(sheet, sheet_add_table(sheet, "Its stages", heads), add_stage_row);
    sheet_say_events(sheet);
    sheet_say_ends(sheet);
    meaning_say_measures(meaning);
    Phrase *fact = sheet_add_fact(sheet, "All of it");
    phrase_add_words(phrases, fact, "writ sheet ");
    phrase_add(phrases, fact, PIECE_PLAIN, writ_text_last_name(meaning->thing.name));
    phrase_add_words(phrases, fact, " tells it, writ draw ");
    phrase_add(phrases, fact, PIECE_PLAIN, writ_text_last_name(meaning->thing.name));
    phrase_add_words(phrases, fact, " draws it");
}
