// Single texts, parties and times.
#include "draw/phrases.h"

#include <assert.h>

#include "source/utf8.h"

enum { LETTERS = 26 };

void phrases_dispose(Phrases *phrases)
{
    writ_buffer_dispose(&phrases->scratch);
}

// --- Single texts ------------------------------------------------------------------------------

static WritText take_scratch(Phrases *phrases)
{
    WritText text = writ_arena_text(phrases->arena, writ_buffer_text(&phrases->scratch));
    writ_buffer_clear(&phrases->scratch);
    return text;
}

WritText phrases_text(Phrases *phrases, WritText text)
{
    writ_buffer_clear(&phrases->scratch);
    utf8_add_harmless(&phrases->scratch, text);
    return take_scratch(phrases);
}

WritText phrases_title(Phrases *phrases, WritText title, WritText name)
{
    return phrases_text(phrases, title.length > 0 ? title : writ_text_last_name(name));
}

WritText phrases_node_title(Phrases *phrases, uint32_t node)
{
    const WritNode *named = &phrases->plan->nodes[node];
    return phrases_title(phrases, named->title, named->name);
}

static WritText list_text(Phrases *phrases, const WritExpr *list)
{
    WritBuffer words = {0};
    for (uint32_t i = 0; i < list->c; i++) {
        writ_buffer_add_string(&words, i > 0 ? ", " : "");
        writ_buffer_add(&words, phrases_expr(phrases, phrases->plan->operands[list->b + i]));
    }
    writ_buffer_add_string(&words, list->c == 0 ? "none" : "");
    WritText text = phrases_text(phrases, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
    return text;
}

WritText phrases_expr(Phrases *phrases, uint32_t expr)
{
    const WritExpr *read = &phrases->plan->exprs[expr];
    if (read->operation == WRIT_OP_LIST) {
        return list_text(phrases, read);
    }
    if (read->operation == WRIT_OP_CONSTANT) {
        const WritValue *value = &phrases->plan->constants[read->a];
        if (value->kind == WRIT_VALUE_CALENDAR || value->kind == WRIT_VALUE_ROLE) {
            return phrases_text(phrases, writ_text_last_name(value->text));
        }
    }
    WritBuffer printed = {0};
    writ_plan_print_expr(&printed, phrases->plan, expr);
    WritText text = phrases_text(phrases, writ_buffer_text(&printed));
    writ_buffer_dispose(&printed);
    return text;
}

WritText phrases_join(Phrases *phrases, const Phrase *phrase)
{
    writ_buffer_clear(&phrases->scratch);
    for (const Piece *piece = phrase->first; piece != NULL; piece = piece->next) {
        writ_buffer_add(&phrases->scratch, piece->text);
    }
    return take_scratch(phrases);
}

// A, B … Z, AA, AB …
static void add_letters(WritBuffer *out, uint32_t number)
{
    if (number >= LETTERS) {
        add_letters(out, number / LETTERS - 1);
    }
    writ_buffer_add_byte(out, (char)('A' + number % LETTERS));
}

static void make_labels(Phrases *phrases)
{
    const WritPlan *plan = phrases->plan;
    const WritNode *process = &plan->nodes[0];
    uint32_t stages = 0;
    uint32_t detours = 0;
    phrases->labels = writ_arena_array(phrases->arena, plan->node_count, sizeof(WritText));
    for (uint32_t i = 0; i < process->child_count; i++) {
        uint32_t child = plan->operands[process->children_start + i];
        writ_buffer_clear(&phrases->scratch);
        if (plan->nodes[child].kind == WRIT_NODE_DETOUR) {
            add_letters(&phrases->scratch, detours++);
        } else {
            writ_buffer_add_number(&phrases->scratch, ++stages);
        }
        phrases->labels[child] = take_scratch(phrases);
    }
}

WritText phrases_label(Phrases *phrases, uint32_t stage)
{
    if (phrases->labels == NULL) {
        make_labels(phrases);
    }
    return phrases->labels[stage];
}

// --- Pieces ------------------------------------------------------------------------------------

static Piece *new_piece(Phrases *phrases, Phrase *phrase, PieceStyle style, WritText text)
{
    Piece *piece = writ_arena_alloc(phrases->arena, sizeof *piece);
    *piece = (Piece){.style = style, .text = text, .node = WRIT_NONE};
    *(phrase->last == NULL ? &phrase->first : &phrase->last->next) = piece;
    phrase->last = piece;
    return piece;
}

void phrase_add(Phrases *phrases, Phrase *phrase, PieceStyle style, WritText text)
{
    if (text.length > 0) {
        (void)new_piece(phrases, phrase, style, phrases_text(phrases, text));
    }
}

void phrase_add_words(Phrases *phrases, Phrase *phrase, const char *words)
{
    if (*words != '\0') {
        (void)new_piece(phrases, phrase, PIECE_PLAIN, writ_text(words));
    }
}

void phrase_add_expr(Phrases *phrases, Phrase *phrase, uint32_t expr)
{
    (void)new_piece(phrases, phrase, PIECE_PLAIN, phrases_expr(phrases, expr));
}

void phrase_add_stage(Phrases *phrases, Phrase *phrase, uint32_t node)
{
    WritText name = phrases_text(phrases, phrases->plan->nodes[node].name);
    new_piece(phrases, phrase, PIECE_STAGE, name)->node = node;
}

// --- People ------------------------------------------------------------------------------------

static void add_role(Phrases *phrases, Phrase *phrase, uint32_t number)
{
    const WritRole *role = &phrases->plan->roles[number];
    phrase_add(phrases, phrase, PIECE_PLAIN, phrases_title(phrases, role->title, role->name));
}

void phrase_add_party(Phrases *phrases, Phrase *phrase, const WritParty *party)
{
    switch (party->kind) {
    case WRIT_PARTY_ROLE:
        add_role(phrases, phrase, party->index);
        break;
    case WRIT_PARTY_PERSON:
        phrase_add_expr(phrases, phrase, party->index);
        return;
    case WRIT_PARTY_OWNER:
        phrase_add_words(phrases, phrase, "process owner");
        return;
    case WRIT_PARTY_ASSIGNEE:
        phrase_add_words(phrases, phrase, "assignee");
        return;
    case WRIT_PARTY_ROLE_VALUE:
        phrase_add_expr(phrases, phrase, party->index);
        break;
    }
    if (party->unit != WRIT_NONE) {
        phrase_add_words(phrases, phrase, " of ");
        phrase_add_expr(phrases, phrase, party->unit);
    }
}

void phrase_add_parties(Phrases *phrases, Phrase *phrase, uint32_t start, uint32_t count,
                        const char *between)
{
    for (uint32_t i = 0; i < count; i++) {
        phrase_add_words(phrases, phrase, i > 0 ? between : "");
        phrase_add_party(phrases, phrase, &phrases->plan->parties[start + i]);
    }
}

void phrase_add_performer(Phrases *phrases, Phrase *phrase, const WritPerformer *performer)
{
    phrase_add_parties(phrases, phrase, performer->parties_start, performer->party_count,
                       performer->kind == WRIT_PERFORMER_ANY ? " or "
                                                             : ", or if none is available ");
}

// --- Times -------------------------------------------------------------------------------------

static void add_since(Phrases *phrases, Phrase *phrase, uint32_t node)
{
    if (node != WRIT_NONE) {
        phrase_add_words(phrases, phrase, " since ");
        phrase_add(phrases, phrase, PIECE_PLAIN, phrases->plan->nodes[node].name);
        phrase_add_words(phrases, phrase, " began");
    }
}

static void add_calendar(Phrases *phrases, Phrase *phrase, const WritDeadline *deadline)
{
    if (deadline->calendar == WRIT_NONE) {
        return;
    }
    WritText name = phrases_expr(phrases, deadline->calendar);
    if (!writ_text_equal(name, writ_text_last_name(phrases->plan->calendar))) {
        phrase_add_words(phrases, phrase, ", on ");
        phrase_add(phrases, phrase, PIECE_PLAIN, name);
    }
}

void phrase_add_deadline(Phrases *phrases, Phrase *phrase, const WritDeadline *deadline)
{
    switch (deadline->kind) {
    case WRIT_DEADLINE_NONE:
        return;
    case WRIT_DEADLINE_AFTER:
    case WRIT_DEADLINE_AT:
        phrase_add_expr(phrases, phrase, deadline->expr);
        add_since(phrases, phrase, deadline->since);
        add_calendar(phrases, phrase, deadline);
        return;
    }
    WRIT_UNREACHABLE();
}

static void add_ordinal(WritBuffer *out, uint32_t number)
{
    uint32_t ten = number % 100 / 10;
    uint32_t one = ten == 1 ? 0 : number % 10;
    writ_buffer_add_number(out, number);
    writ_buffer_add_string(out, one == 1 ? "st" : one == 2 ? "nd" : one == 3 ? "rd" : "th");
}

// An amount of time is a constant of the plan, no expression.
static void add_amount(Phrases *phrases, Phrase *phrase, const WritRung *rung)
{
    WritBuffer printed = {0};
    writ_value_print(&printed, &phrases->plan->types, phrases->plan->constants[rung->amount]);
    phrase_add(phrases, phrase, PIECE_PLAIN, writ_buffer_text(&printed));
    writ_buffer_dispose(&printed);
}

void phrase_add_rung_when(Phrases *phrases, Phrase *phrase, const WritRung *rung)
{
    switch (rung->kind) {
    case WRIT_RUNG_AFTER:
        phrase_add_words(phrases, phrase, "after ");
        add_amount(phrases, phrase, rung);
        add_since(phrases, phrase, rung->since);
        return;
    case WRIT_RUNG_AFTER_SHARE:
        phrase_add_words(phrases, phrase, "after ");
        add_amount(phrases, phrase, rung);
        phrase_add_words(phrases, phrase, " of the deadline");
        return;
    case WRIT_RUNG_AFTER_REMINDER:
        writ_buffer_clear(&phrases->scratch);
        writ_buffer_add_string(&phrases->scratch, "after the ");
        add_ordinal(&phrases->scratch, rung->reminder);
        writ_buffer_add_string(&phrases->scratch, " reminder");
        (void)new_piece(phrases, phrase, PIECE_PLAIN, take_scratch(phrases));
        return;
    case WRIT_RUNG_EVERY:
        phrase_add_words(phrases, phrase, "every ");
        add_amount(phrases, phrase, rung);
        return;
    case WRIT_RUNG_BEFORE_DUE:
        add_amount(phrases, phrase, rung);
        phrase_add_words(phrases, phrase, " before due");
        return;
    }
    WRIT_UNREACHABLE();
}

// --- Lists -------------------------------------------------------------------------------------

void phrase_add_texts(Phrases *phrases, Phrase *phrase, uint32_t start, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        phrase_add_words(phrases, phrase, i > 0 ? ", " : "");
        phrase_add(phrases, phrase, PIECE_PLAIN, phrases->plan->texts[start + i]);
    }
}

void phrase_add_targets(Phrases *phrases, Phrase *phrase, uint32_t start, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        phrase_add_words(phrases, phrase, i > 0 ? ", " : "");
        uint32_t target = phrases->plan->operands[start + i];
        phrase_add(phrases, phrase, PIECE_PLAIN, phrases->plan->targets[target].text);
    }
}

void phrase_add_milestones(Phrases *phrases, Phrase *phrase, uint32_t start, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t milestone = phrases->plan->operands[start + i];
        phrase_add_words(phrases, phrase, i > 0 ? ", " : "");
        phrase_add(phrases, phrase, PIECE_PLAIN,
                   writ_text_last_name(phrases->plan->milestones[milestone]));
    }
}
