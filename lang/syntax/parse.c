// Two passes. Nearly every file has no mistake, so the first pass is the fast parser, which only
// says yes or no. What it refuses is read by the careful parser, again from the start for each
// repair that a message comes with; the last reading builds the tree that is handed out.
#include "syntax/parse.h"

#include <assert.h>

#include "source/reading.h"
#include "syntax/build.h"
#include "syntax/tokens.h"
#include "syntax/trouble.h"

int careful_parse(Build *build);
int fast_parse(Build *build);

enum { SCRATCH_BYTES_PER_BYTE = 1000, SCRATCH_BYTES_LEAST = 1 << 20 };

// Reads into an arena that is thrown away. Names are numbered anew, so that they can be counted.
static Build start_scratch(const WritSource *source, WritArena *scratch)
{
    return (Build){
        .arena = scratch, .names = writ_names_new(scratch), .source = source, .names_before = 1};
}

static TreeFile *finish(Build *build, bool complete)
{
    TreeFile *file = build->file;
    if (file == NULL) {
        file = writ_arena_alloc(build->arena, sizeof *file);
        file->source = build->source;
    }
    file->complete = complete;
    file->trivia = build->lexer.trivia;
    file->trivia_count = build->lexer.trivia_count;
    return file;
}

static void read_once(Build *build, Trouble *trouble, WritArena *scratch)
{
    trouble->again = false;
    trouble->place = (TroublePlace){0};
    trouble->layout.count = 0;
    trouble->pending_count = 0;
    trouble->bad_line = 0;
    build->trouble = trouble;
    lexer_start(&build->lexer, build->source, scratch, LEXER_WITH_EVIDENCE);
    (void)careful_parse(build);
}

static TreeFile *read_carefully(const Build *fast, WritDiags *diags)
{
    const WritSource *source = fast->source;
    uint32_t errors_before = writ_diags_error_count(diags);
    WritArena *scratch =
        writ_arena_new(SCRATCH_BYTES_LEAST + SCRATCH_BYTES_PER_BYTE * source->text.length);
    Trouble *trouble = writ_arena_alloc(fast->arena, sizeof *trouble);
    trouble->diags = diags;
    trouble->layout.verdict = layout_judge(source, scratch);
    Build build;
    do {
        writ_arena_reset(scratch);
        build = start_scratch(source, scratch);
        read_once(&build, trouble, scratch);
    } while (trouble->again);
    assert(writ_diags_error_count(diags) > errors_before);
    writ_arena_free(scratch);

    // Every line with a mistake is told of by now, so this reading says nothing.
    build = (Build){
        .arena = fast->arena,
        .names = fast->names,
        .source = source,
        .names_before = fast->names_before,
    };
    read_once(&build, trouble, fast->arena);
    return finish(&build, false);
}

// Whether the file begins with another edition than the one that is known. A file that begins with
// none is told of by the parser.
static bool is_other_edition(const WritSource *source, WritArena *arena, WritDiags *diags)
{
    Lexer lexer;
    lexer_start(&lexer, source, arena, LEXER_PLAIN);
    Token word = lexer_next(&lexer);
    Token number = lexer_next(&lexer);
    if (word.kind != TOK_WRIT || number.kind != TOK_NUMBER) {
        return false;
    }
    WritText edition = writ_source_span_text(source, number.span);
    if (writ_text_is(edition, "2026")) {
        return false;
    }
    WritDiag *diag = diag_error(diags, DIAG_UNKNOWN_EDITION, number.span,
                                "I do not know edition \"%.*s\".", WRIT_TEXT_ARGS(edition));
    diag_hint(diag, "This program knows edition 2026. Another edition needs another program.");
    diag_example(diag, "writ 2026");
    return true;
}

const TreeFile *tree_parse(const WritSource *source, WritArena *arena, WritNames *names,
                           WritDiags *diags)
{
    Build build = {
        .arena = arena,
        .names = names,
        .source = source,
        .names_before = (uint32_t)writ_names_count(names),
    };
    Reading reading = reading_check(source, diags);
    if (reading == READING_BAD || is_other_edition(source, arena, diags)) {
        return finish(&build, false);
    }
    lexer_start(&build.lexer, source, arena, LEXER_PLAIN);
    if (fast_parse(&build) == 0 && !build.failed) {
        assert(build.file != NULL);
        return finish(&build, reading == READING_CLEAN);
    }
    return read_carefully(&build, diags);
}

const TreeTrivia *tree_trivia_before(const TreeFile *file, uint32_t position)
{
    uint32_t low = 0;
    uint32_t high = file->trivia_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (file->trivia[middle].before < position) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < file->trivia_count && file->trivia[low].before == position ? &file->trivia[low]
                                                                            : NULL;
}
