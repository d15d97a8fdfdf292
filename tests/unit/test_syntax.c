#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "syntax/parse.h"
#include "syntax/tokens.h"
#include "syntax/tree_dump.h"
#include "syntax/vocabulary.h"
#include "writ/diag.h"

enum { ARENA_BYTES = 1 << 30, FILES_MAX = 100 };

typedef struct Parsed {
    WritArena *arena;
    WritSources *sources;
    WritDiags *diags;
    const WritSource *source;
    const TreeFile *file;
} Parsed;

static Parsed parse_text(WritText text)
{
    Parsed parsed = {.arena = writ_arena_new(ARENA_BYTES)};
    parsed.sources = writ_sources_new(parsed.arena);
    parsed.diags = writ_diags_new(parsed.arena, parsed.sources);
    WritNames *names = writ_names_new(parsed.arena);
    WritError error;
    assert_int_equal(writ_sources_add(parsed.sources, writ_text("t"), text, &parsed.source, &error),
                     WRIT_OK);
    parsed.file = tree_parse(parsed.source, parsed.arena, names, parsed.diags);
    assert_int_equal(parsed.file->complete, writ_diags_error_count(parsed.diags) == 0);
    return parsed;
}

static Parsed parse(const char *text)
{
    return parse_text(writ_text(text));
}

static bool reads(const char *text)
{
    Parsed parsed = parse(text);
    bool complete = parsed.file->complete;
    writ_arena_free(parsed.arena);
    return complete;
}

// The first code that is told, "" when none is.
static void first_code(WritText text, char code[6])
{
    Parsed parsed = parse_text(text);
    WritBuffer out = {0};
    writ_diags_render_json(parsed.diags, &out);
    const char *found = strstr(writ_buffer_string(&out), "\"code\":\"");
    (void)snprintf(code, 6, "%s", found == NULL ? "" : found + 8);
    writ_buffer_dispose(&out);
    writ_arena_free(parsed.arena);
}

// --- The good files -----------------------------------------------------------------------

typedef struct Files {
    WritBuffer texts[FILES_MAX];
    uint32_t count;
} Files;

static void read_file(const char *path, WritBuffer *out)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char chunk[4096];
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;) {
        writ_buffer_add(out, (WritText){chunk, count});
    }
    (void)fclose(file);
}

static void read_good_files(Files *files)
{
    *files = (Files){0};
    DIR *folder = opendir(GOOD_FILES);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length < 5 || strcmp(entry->d_name + length - 5, ".writ") != 0) {
            continue;
        }
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", GOOD_FILES, entry->d_name);
        assert_true(files->count < FILES_MAX);
        read_file(path, &files->texts[files->count++]);
    }
    (void)closedir(folder);
    assert_true(files->count > 10);
}

static void dispose_files(Files *files)
{
    for (uint32_t i = 0; i < files->count; i++) {
        writ_buffer_dispose(&files->texts[i]);
    }
}

static void dump_of(WritText text, WritBuffer *out)
{
    Parsed parsed = parse_text(text);
    assert_true(parsed.file->complete);
    tree_dump(parsed.file, TREE_DUMP_WITHOUT_PLACES, out);
    writ_arena_free(parsed.arena);
}

static void assert_same_tree(WritText a, WritText b)
{
    WritBuffer first = {0};
    WritBuffer second = {0};
    dump_of(a, &first);
    dump_of(b, &second);
    assert_string_equal(writ_buffer_string(&first), writ_buffer_string(&second));
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&second);
}

static void trees_survive_the_loss_of_all_indentation(void **state)
{
    (void)state;
    Files files;
    read_good_files(&files);
    for (uint32_t i = 0; i < files.count; i++) {
        WritBuffer stripped = {0};
        bool at_start = true;
        for (size_t k = 0; k < files.texts[i].length; k++) {
            char c = files.texts[i].data[k];
            if (!at_start || c != ' ') {
                writ_buffer_add_byte(&stripped, c);
                at_start = c == '\n';
            }
        }
        assert_same_tree(writ_buffer_text(&files.texts[i]), writ_buffer_text(&stripped));
        writ_buffer_dispose(&stripped);
    }
    dispose_files(&files);
}

static void trees_do_not_depend_on_line_ends_and_blank_lines(void **state)
{
    (void)state;
    Files files;
    read_good_files(&files);
    for (uint32_t i = 0; i < files.count; i++) {
        WritBuffer changed = {0};
        bool in_text = false; // Between """ and """ a blank line is text.
        for (size_t k = 0; k < files.texts[i].length; k++) {
            const char *at = files.texts[i].data + k;
            if (files.texts[i].length - k >= 3 && strncmp(at, "\"\"\"", 3) == 0) {
                in_text = !in_text;
                writ_buffer_add_string(&changed, "\"\"");
                k += 2;
            } else if (*at == '\r') {
                continue;
            }
            if (*at == '\n') {
                writ_buffer_add_string(&changed, in_text ? "\r\n" : "  # more\r\n \r\n");
            } else {
                writ_buffer_add_byte(&changed, *at);
            }
        }
        assert_same_tree(writ_buffer_text(&files.texts[i]), writ_buffer_text(&changed));
        writ_buffer_dispose(&changed);
    }
    dispose_files(&files);
}

// What no good file shows is not tested and perhaps cannot be written.
static void every_token_stands_in_a_good_file(void **state)
{
    (void)state;
    bool seen[1024] = {false};
    Files files;
    read_good_files(&files);
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    WritSources *sources = writ_sources_new(arena);
    for (uint32_t i = 0; i < files.count; i++) {
        const WritSource *source = NULL;
        WritError error;
        assert_int_equal(writ_sources_add(sources, writ_text("t"),
                                          writ_buffer_text(&files.texts[i]), &source, &error),
                         WRIT_OK);
        Lexer lexer;
        lexer_start(&lexer, source, arena, LEXER_PLAIN);
        for (Token token = lexer_next(&lexer); token.kind != TOK_YYEOF;
             token = lexer_next(&lexer)) {
            assert_int_equal(token.fault, LEXER_NO_FAULT);
            seen[token.kind] = true;
        }
    }
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        if (!seen[vocabulary_entry(i)->token]) {
            fail_msg("no good file has \"%s\"", vocabulary_entry(i)->text);
        }
    }
    writ_arena_free(arena);
    dispose_files(&files);
}

// Messages show these lines: they must be lines that can be read.
static void every_example_stands_in_a_good_file(void **state)
{
    (void)state;
    Files files;
    read_good_files(&files);
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const char *example = vocabulary_entry(i)->example;
        bool found = false;
        for (uint32_t f = 0; f < files.count && !found; f++) {
            found = strstr(writ_buffer_string(&files.texts[f]), example) != NULL;
        }
        if (!found) {
            fail_msg("no good file has the line: %s", example);
        }
    }
    dispose_files(&files);
}

// --- Nodes --------------------------------------------------------------------------------

static const char heading[] = "writ 2026\nmodule m version 1.0\n";

static const TreeExpr *expr_of(Parsed *parsed, const char *text)
{
    WritBuffer buffer = {0};
    writ_buffer_format(&buffer, "%sformula f\n  is %s\n", heading, text);
    *parsed = parse_text(writ_buffer_text(&buffer));
    writ_buffer_dispose(&buffer);
    assert_true(parsed->file->complete);
    return parsed->file->module->decls.first->formula.lines.first->expr;
}

static bool span_is(const Parsed *parsed, WritSpan span, const char *text)
{
    return writ_text_is(writ_source_span_text(parsed->source, span), text);
}

static void paths_keep_each_part_with_its_place(void **state)
{
    (void)state;
    Parsed parsed;
    const TreeExpr *expr = expr_of(&parsed, "order.customer . name");
    assert_int_equal(expr->kind, TREE_EXPR_PATH);
    assert_int_equal(expr->path->parts.count, 3);
    const TreeName *part = expr->path->parts.first;
    assert_true(span_is(&parsed, part->span, "order") && writ_text_is(part->text, "order"));
    part = part->next;
    assert_true(span_is(&parsed, part->span, "customer"));
    part = part->next;
    assert_true(span_is(&parsed, part->span, "name"));
    assert_null(part->next);
    assert_true(span_is(&parsed, expr->path->span, "order.customer . name"));
    assert_true(span_is(&parsed, expr->span, "order.customer . name"));
    writ_arena_free(parsed.arena);
}

static void equal_names_have_equal_numbers(void **state)
{
    (void)state;
    Parsed parsed;
    const TreeExpr *expr = expr_of(&parsed, "a.b = b.a");
    const TreeNames left = expr->left->path->parts;
    const TreeNames right = expr->right->path->parts;
    assert_int_equal(left.first->name, right.last->name);
    assert_int_equal(left.last->name, right.first->name);
    assert_int_not_equal(left.first->name, left.last->name);
    writ_arena_free(parsed.arena);
}

static void numbers_keep_their_digits(void **state)
{
    (void)state;
    Parsed parsed;
    const TreeExpr *expr = expr_of(&parsed, "1\xc2\xa0"
                                            "000\xe2\x80\xaf"
                                            "000.250 EUR");
    assert_int_equal(expr->kind, TREE_EXPR_AMOUNT);
    assert_true(writ_text_is(expr->literal->text, "1000000.250"));
    assert_true(writ_text_is(expr->name->text, "EUR"));
    writ_arena_free(parsed.arena);
}

static void operators_bind_as_the_grammar_says(void **state)
{
    (void)state;
    Parsed parsed;
    const TreeExpr *expr = expr_of(&parsed, "a or b and not c = d or else e + f * - g");
    assert_int_equal(expr->op, TREE_OP_OR);
    assert_int_equal(expr->right->op, TREE_OP_AND);
    assert_int_equal(expr->right->right->kind, TREE_EXPR_NOT);
    const TreeExpr *equal = expr->right->right->left;
    assert_int_equal(equal->op, TREE_OP_EQUAL);
    assert_int_equal(equal->right->op, TREE_OP_OR_ELSE);
    assert_int_equal(equal->right->right->op, TREE_OP_PLUS);
    assert_int_equal(equal->right->right->right->op, TREE_OP_TIMES);
    assert_int_equal(equal->right->right->right->right->kind, TREE_EXPR_MINUS);
    assert_int_equal(expr->depth, 9);
    writ_arena_free(parsed.arena);
}

static void spans_cover_lines_and_headings(void **state)
{
    (void)state;
    WritBuffer buffer = {0};
    writ_buffer_format(&buffer, "%srole a \"A\"\n  excludes b,\n    c # why\n\nrole d\n", heading);
    Parsed parsed = parse_text(writ_buffer_text(&buffer));
    const TreeDecl *decl = parsed.file->module->decls.first;
    assert_true(span_is(&parsed, decl->span, "role a \"A\"\n  excludes b,\n    c"));
    assert_true(span_is(&parsed, decl->role.lines.first->span, "excludes b,\n    c"));
    assert_true(span_is(&parsed, decl->next->span, "role d"));
    assert_true(span_is(&parsed, decl->title->span, "\"A\""));
    writ_buffer_dispose(&buffer);
    writ_arena_free(parsed.arena);
}

static void blocks_keep_the_line_that_opens_them(void **state)
{
    (void)state;
    WritBuffer buffer = {0};
    writ_buffer_format(&buffer,
                       "%sprocess p\n stage s\n if (a)\n go to s\n otherwise\n go to s\n end\n"
                       " for each x in y one at a time\n go to s\n end\n",
                       heading);
    Parsed parsed = parse_text(writ_buffer_text(&buffer));
    const TreeItem *item = parsed.file->module->decls.first->process.stages.first->items.first;
    assert_true(span_is(&parsed, item->heading, "if (a)"));
    assert_true(span_is(&parsed, item->arms.first->heading, "if (a)"));
    assert_true(span_is(&parsed, item->arms.last->heading, "otherwise"));
    assert_true(span_is(&parsed, item->next->heading, "for each x in y one at a time"));
    writ_buffer_dispose(&buffer);
    writ_arena_free(parsed.arena);
}

static void trivia_is_found_by_the_place_of_a_node(void **state)
{
    (void)state;
    WritBuffer buffer = {0};
    writ_buffer_format(&buffer, "%s# Of a.\nrole a\n  # Of the line.\n  excludes b\n", heading);
    Parsed parsed = parse_text(writ_buffer_text(&buffer));
    const TreeDecl *decl = parsed.file->module->decls.first;
    const TreeTrivia *trivia = tree_trivia_before(parsed.file, decl->span.start);
    assert_non_null(trivia);
    assert_true(span_is(&parsed, trivia->comments[0].span, "# Of a."));
    trivia = tree_trivia_before(parsed.file, decl->role.lines.first->span.start);
    assert_true(span_is(&parsed, trivia->comments[0].span, "# Of the line."));
    assert_null(tree_trivia_before(parsed.file, decl->name->span.start));
    writ_buffer_dispose(&buffer);
    writ_arena_free(parsed.arena);
}

static void a_file_with_a_mistake_has_the_rest_of_its_tree(void **state)
{
    (void)state;
    WritBuffer buffer = {0};
    writ_buffer_format(&buffer, "%srole a\n  excludes\n  staffed by at least 2\nrole b\n", heading);
    Parsed parsed = parse_text(writ_buffer_text(&buffer));
    assert_false(parsed.file->complete);
    const TreeDecl *decl = parsed.file->module->decls.first;
    assert_int_equal(parsed.file->module->decls.count, 2);
    assert_int_equal(decl->role.lines.count, 1);
    assert_int_equal(decl->role.lines.first->kind, TREE_ROLE_STAFFED_BY);
    writ_buffer_dispose(&buffer);
    writ_arena_free(parsed.arena);
}

static void a_repair_is_what_the_tree_has(void **state)
{
    (void)state;
    WritBuffer buffer = {0};
    writ_buffer_format(&buffer, "%srole sales rep\n  excldes b c\n", heading);
    Parsed parsed = parse_text(writ_buffer_text(&buffer));
    assert_int_equal(writ_diags_error_count(parsed.diags), 2);
    WritBuffer dump = {0};
    tree_dump(parsed.file, TREE_DUMP_WITHOUT_PLACES, &dump);
    assert_string_equal(writ_buffer_string(&dump),
                        "writ 2026 (not complete)\nmodule m version 1.0\nrole sales rep\n");
    writ_buffer_dispose(&dump);
    writ_buffer_dispose(&buffer);
    writ_arena_free(parsed.arena);
}

// --- Limits -------------------------------------------------------------------------------

// A text that repeats: `start`, `count` times `each`, `middle`, `count` times `last`, `end`.
typedef struct Shape {
    const char *start;
    const char *each;
    const char *middle;
    const char *last;
    const char *end;
} Shape;

static void build_shape(WritBuffer *out, const Shape *shape, uint32_t count)
{
    writ_buffer_clear(out);
    writ_buffer_add_string(out, heading);
    writ_buffer_add_string(out, shape->start);
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_add_string(out, shape->each);
    }
    writ_buffer_add_string(out, shape->middle);
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_add_string(out, shape->last);
    }
    writ_buffer_add_string(out, shape->end);
}

static void check_limit(const Shape *shape, uint32_t most, const char *code)
{
    WritBuffer text = {0};
    char found[6];
    build_shape(&text, shape, most);
    first_code(writ_buffer_text(&text), found);
    assert_string_equal(found, "");
    build_shape(&text, shape, most + 1);
    first_code(writ_buffer_text(&text), found);
    if (strcmp(found, code) != 0) {
        fail_msg("%s… tells %s, not %s", shape->start, found, code);
    }
    build_shape(&text, shape, 100 * most);
    if (text.length < WRIT_SOURCE_BYTES_MAX) {
        first_code(writ_buffer_text(&text), found);
        assert_string_equal(found, code);
    }
    writ_buffer_dispose(&text);
}

static void nesting_ends_at_its_limit(void **state)
{
    (void)state;
    static const Shape parentheses = {"formula f\n is ", "(", "a", ")", "\n"};
    check_limit(&parentheses, TREE_DEPTH_MAX, "W1301");
    // What stands inside counts one.
    static const Shape shapes[] = {
        {"formula f\n is a", " + a", "", "", "\n"},
        {"formula f\n is a", " or a", "", "", "\n"},
        {"formula f\n is ", "- ", "a", "", "\n"},
        {"formula f\n is ", "not ", "a", "", "\n"},
        {"formula f\n is ", "f(", "a", ")", "\n"},
        {"formula f\n is ", "Rec(a = ", "a", ")", "\n"},
        {"formula f\n is ", "every x in y has ", "a", "", "\n"},
        {"formula f\n is ", "a in [(", "a", ")]", "\n"},
        {"formula f\n gives ", "list of ", "Text", "", "\n"},
        {"formula f\n gives ", "optional ", "Text", "", "\n"},
        {"process p\n stage s\n", "if a\n", "go to s\n", "end\n", ""},
        {"process p\n stage s\n", "for each x in y one at a time\n", "go to s\n", "end\n", ""},
        {"process p\n stage s\n", "at the same time\nbranch b\n", "go to s\n", "end\n", ""},
        {"process p\n stage s\n", "repeat at most 1 time until a, if still not block\n",
         "go to s\n", "end\n", ""},
        {"process p\n stage s\n", "go back to s at most 1 time, the next time ", "block\n", "", ""},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        check_limit(&shapes[i], TREE_DEPTH_MAX - 1, "W1301");
    }
}

static void tables_lists_and_names_end_at_their_limits(void **state)
{
    (void)state;
    static const Shape columns = {"decision d\n| if", " | a", " || then b |\n| D1 ", "| 1 ",
                                  "|| 1 |\n"};
    check_limit(&columns, TREE_COLUMNS_MAX - 1, "W1303");
    static const Shape cells = {"decision d\n| if | a || then b |\n| D1 | 1 ", "| 1 ", "|| 1 |\n",
                                "", ""};
    check_limit(&cells, TREE_COLUMNS_MAX - 2, "W1303");
    static const Shape rows = {"decision d\n| if | a || then b |\n", "| D1 | 1 || 1 |\n", "", "",
                               ""};
    check_limit(&rows, TREE_ROWS_MAX, "W1304");
    static const Shape values = {"choice Cc is a", ", a", "", "", "\n"};
    check_limit(&values, TREE_LIST_MAX - 1, "W1305");
    static const Shape lines = {"role r\n", " excludes a\n", "", "", ""};
    check_limit(&lines, TREE_LIST_MAX, "W1305");
}

static void names_end_at_their_limit(void **state)
{
    (void)state;
    for (uint32_t extra = 0; extra < 2; extra++) {
        WritBuffer text = {0};
        writ_buffer_add_string(&text, heading); // Has the name "m".
        for (uint32_t i = 0; i < TREE_NAMES_MAX - 2 + extra; i++) {
            writ_buffer_format(&text, i % 100 == 0 ? "%schoice Cc is a%u" : "%s, a%u",
                               i % 100 == 0 && i > 0 ? "\n" : "", (unsigned)i);
        }
        writ_buffer_add_byte(&text, '\n');
        char code[6];
        first_code(writ_buffer_text(&text), code);
        assert_string_equal(code, extra == 0 ? "" : "W1302");
        writ_buffer_dispose(&text);
    }
}

// Texts that need much memory for each byte stay below what parse.h promises.
static void memory_is_bounded_by_the_size_of_the_file(void **state)
{
    (void)state;
    static const Shape dense[] = {
        {"formula f\n is f(a", ",a", "", "", ")\n"},
        {"formula f\n is f(a+a", ",a+a", "", "", ")\n"},
        {"formula f\n is f(-a", ",-a", "", "", ")\n"},
        {"formula f\n is f(\"", "{a}", "\")\n", "", ""},
        {"choice Cc is a", ",a", "", "", "\n"},
        {"role r\n", " per\"\"\n", "", "", ""},
        {"decision d\n|if|a||then b|\n", "|D1|1||1|\n", "", "", ""},
        {"", "role r\n", "", "", ""},
        {"", "#\n", "", "", ""},
        {"", "role#\nr\n\n", "", "", ""},
        {"process p\nstage s\n", "go to s\n", "", "", ""},
        {"process p\nstage s\nstep t\n", "on a block\n", "", "", ""},
        {"formula f\n is f(a", ";,a", "", "", ")\n"},
        {"role r\n", "excludes\n", "", "", ""},
    };
    for (size_t i = 0; i < sizeof dense / sizeof dense[0]; i++) {
        WritBuffer text = {0};
        build_shape(&text, &dense[i], 4000);
        Parsed parsed = parse_text(writ_buffer_text(&text));
        size_t most = TREE_BYTES_PER_SOURCE_BYTE * text.length;
        if (writ_arena_used(parsed.arena) > most) {
            fail_msg("%s… needs %zu bytes for each", dense[i].start,
                     writ_arena_used(parsed.arena) / text.length);
        }
        writ_buffer_dispose(&text);
        writ_arena_free(parsed.arena);
    }
}

// --- Messages -----------------------------------------------------------------------------

static void correct_files_are_never_disturbed_by_their_layout(void **state)
{
    (void)state;
    assert_true(reads("writ 2026\nmodule m version 1.0\nprocess p\nstage s\n"
                      "            if a\ngo to s\n      end\n"));
    assert_true(reads("  writ 2026\n    module m version 1.0\n role a"));
}

static void thousands_of_mistakes_end_soon(void **state)
{
    (void)state;
    static const Shape shapes[] = {
        {"", "role a b\n", "", "", ""},
        {"", "rol a\n", "", "", ""},
        {"role a\n", "excludes\n", "", "", ""},
        {"", "x\n", "", "", ""},
        {"", "\"\n", "", "", ""},
        {"", "role a \"{\n", "", "", ""},
        {"process p\nstage s\n", "  if a\n", "  go to s\n", "", ""},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        WritBuffer text = {0};
        build_shape(&text, &shapes[i], 5000);
        Parsed parsed = parse_text(writ_buffer_text(&text));
        assert_true(writ_diags_error_count(parsed.diags) > 0);
        writ_buffer_dispose(&text);
        writ_arena_free(parsed.arena);
    }
}

// The end of each line looks for what comes next; it must not look again and again.
static void long_gaps_are_read_once(void **state)
{
    (void)state;
    static const Shape shapes[] = {
        {"formula f\n is a\n", "#\n", "and b\n", "", ""},
        {"formula f\n is a,\n", "#\n", "then b\n", "", ""},
        {"formula f\n is f(\n", "#\n", "a)\n", "", ""},
        {"formula f\n is f(\n", "\n", "role a\n", "", ""},
        {"formula f\n is f(a,\n", "#\n", "role a b\n", "", ""},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        WritBuffer text = {0};
        build_shape(&text, &shapes[i], 300000);
        char code[6];
        first_code(writ_buffer_text(&text), code);
        writ_buffer_dispose(&text);
    }
}

static void several_files_share_names_and_diagnostics(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    WritSources *sources = writ_sources_new(arena);
    WritDiags *diags = writ_diags_new(arena, sources);
    WritNames *names = writ_names_new(arena);
    const TreeFile *files[2];
    static const char *const texts[] = {"writ 2026\nmodule a version 1.0\nrole b\n",
                                        "writ 2026\nmodule b version 1.0\nrole a\n"};
    for (int i = 0; i < 2; i++) {
        const WritSource *source = NULL;
        WritError error;
        assert_int_equal(writ_sources_add(sources, writ_text(i == 0 ? "a" : "b"),
                                          writ_text(texts[i]), &source, &error),
                         WRIT_OK);
        files[i] = tree_parse(source, arena, names, diags);
        assert_true(files[i]->complete);
    }
    assert_int_equal(files[0]->module->path->parts.first->name,
                     files[1]->module->decls.first->name->name);
    assert_int_equal(files[1]->module->path->parts.first->name,
                     files[0]->module->decls.first->name->name);
    assert_ptr_equal(writ_sources_find(sources, files[1]->module->span.start), files[1]->source);
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_survive_the_loss_of_all_indentation),
        cmocka_unit_test(trees_do_not_depend_on_line_ends_and_blank_lines),
        cmocka_unit_test(every_token_stands_in_a_good_file),
        cmocka_unit_test(every_example_stands_in_a_good_file),
        cmocka_unit_test(paths_keep_each_part_with_its_place),
        cmocka_unit_test(equal_names_have_equal_numbers),
        cmocka_unit_test(numbers_keep_their_digits),
        cmocka_unit_test(operators_bind_as_the_grammar_says),
        cmocka_unit_test(spans_cover_lines_and_headings),
        cmocka_unit_test(blocks_keep_the_line_that_opens_them),
        cmocka_unit_test(trivia_is_found_by_the_place_of_a_node),
        cmocka_unit_test(a_file_with_a_mistake_has_the_rest_of_its_tree),
        cmocka_unit_test(a_repair_is_what_the_tree_has),
        cmocka_unit_test(nesting_ends_at_its_limit),
        cmocka_unit_test(tables_lists_and_names_end_at_their_limits),
        cmocka_unit_test(names_end_at_their_limit),
        cmocka_unit_test(memory_is_bounded_by_the_size_of_the_file),
        cmocka_unit_test(correct_files_are_never_disturbed_by_their_layout),
        cmocka_unit_test(thousands_of_mistakes_end_soon),
        cmocka_unit_test(long_gaps_are_read_once),
        cmocka_unit_test(several_files_share_names_and_diagnostics),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
