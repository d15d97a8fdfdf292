// Every name of whole books is explained: in lines that fit, the same each time, and as JSON.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "draw/wording.h"
#include "writ/book.h"
#include "writ/declared.h"
#include "writ/draw.h"
#include "writ/explain.h"
#include "writ/json.h"

typedef struct Book {
    WritArena *files;
    WritArena *arena;
    WritCompilation *compilation;
} Book;

static Book open_book(const char *directory)
{
    Book book = {
        .files = writ_arena_new(WRIT_BOOK_ARENA_BYTES),
        .arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX),
    };
    WritBookContents contents;
    WritError error;
    book.compilation = writ_compile_new(book.arena);
    assert_int_equal(writ_book_read_files(&contents, book.files, directory, &error), WRIT_OK);
    for (uint32_t i = 0; i < contents.file_count; i++) {
        assert_int_equal(writ_compile_add(book.compilation, contents.files[i].path,
                                          contents.files[i].bytes, &error),
                         WRIT_OK);
    }
    writ_compile_run(book.compilation);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(book.compilation)), 0);
    return book;
}

static void close_book(Book *book)
{
    writ_arena_free(book->arena);
    writ_arena_free(book->files);
}

static WritStatus explain(const Book *book, WritBuffer *out, WritText name, WritExplainForm form)
{
    WritError error;
    WritArena *arena = writ_arena_new(WRIT_EXPLAIN_ARENA_BYTES);
    WritStatus status = writ_explain(out, arena, book->compilation, name, form, &error);
    writ_arena_free(arena);
    return status;
}

static void assert_lines_fit(WritText text)
{
    for (size_t at = 0; at < text.length;) {
        const char *end = memchr(text.data + at, '\n', text.length - at);
        assert_non_null(end);
        WritText line = {text.data + at, (size_t)(end - text.data) - at};
        assert_true(wording_columns(line) <= WRIT_DRAW_COLUMNS_MAX);
        at += line.length + 1;
    }
}

static void assert_explained(const Book *book, WritText name)
{
    WritBuffer text = {0};
    WritBuffer again = {0};
    WritError error;
    WritJson json;
    assert_int_equal(explain(book, &text, name, WRIT_EXPLAIN_TEXT), WRIT_OK);
    assert_int_equal(explain(book, &again, name, WRIT_EXPLAIN_TEXT), WRIT_OK);
    assert_true(writ_text_equal(writ_buffer_text(&text), writ_buffer_text(&again)));
    assert_lines_fit(writ_buffer_text(&text));
    writ_buffer_clear(&text);
    assert_int_equal(explain(book, &text, name, WRIT_EXPLAIN_JSON), WRIT_OK);
    WritArena *arena = writ_arena_new(text.length * WRIT_JSON_ARENA_BYTES + 1024);
    assert_int_equal(
        writ_json_parse(&json, arena, writ_buffer_text(&text), "the explanation", &error), WRIT_OK);
    writ_arena_free(arena);
    writ_buffer_dispose(&again);
    writ_buffer_dispose(&text);
}

// Steps, stages and branches by all that they stand in.
static uint32_t explain_nodes(const Book *book, const WritPlan *plan)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i < plan->node_count; i++) {
        const WritNode *node = &plan->nodes[i];
        bool named = node->kind == WRIT_NODE_STEP || node->kind == WRIT_NODE_STAGE ||
                     node->kind == WRIT_NODE_DETOUR || node->kind == WRIT_NODE_BRANCH;
        if (!named) {
            continue;
        }
        uint32_t stage = i;
        while (plan->nodes[stage].parent != 0) {
            stage = plan->nodes[stage].parent;
        }
        WritBuffer name = {0};
        writ_buffer_format(&name, "%.*s.%.*s", WRIT_TEXT_ARGS(plan->name),
                           WRIT_TEXT_ARGS(plan->nodes[stage].name));
        if (stage != i) {
            writ_buffer_format(&name, ".%.*s", WRIT_TEXT_ARGS(node->name));
        }
        assert_explained(book, writ_buffer_text(&name));
        writ_buffer_dispose(&name);
        count++;
    }
    return count;
}

static void every_name_of_a_book_is_explained(void **state)
{
    (void)state;
    static const char *const books[] = {COMPANY_BOOK, CLAIMS_BOOK, DISCOUNTS_BOOK};
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++) {
        Book book = open_book(books[i]);
        uint32_t count;
        uint32_t nodes = 0;
        const WritDeclared *declared = writ_compile_declared(book.compilation, &count);
        for (uint32_t k = 0; k < count; k++) {
            assert_explained(&book, declared[k].name);
            assert_true(k == 0 || writ_text_compare(declared[k - 1].name, declared[k].name) <= 0);
        }
        for (uint32_t k = 0; k < writ_compile_plan_count(book.compilation); k++) {
            nodes += explain_nodes(&book, writ_compile_plan(book.compilation, k));
        }
        assert_true(count > 5 && nodes > 3);
        close_book(&book);
    }
}

// The place is where the author finds the name: the line begins with the word of its heading.
static void a_node_is_found_where_it_is_written(void **state)
{
    (void)state;
    Book book = open_book(CLAIMS_BOOK);
    for (uint32_t p = 0; p < writ_compile_plan_count(book.compilation); p++) {
        const WritPlan *plan = writ_compile_plan(book.compilation, p);
        for (uint32_t i = 0; i < plan->node_count; i++) {
            if (plan->nodes[i].kind == WRIT_NODE_STEP) {
                WritWritten written = writ_compile_written(book.compilation, p, i);
                assert_true(memmem(written.text.data, written.text.length, plan->nodes[i].name.data,
                                   plan->nodes[i].name.length) != NULL);
                assert_true(written.line > 1);
            }
        }
    }
    close_book(&book);
}

static void a_book_with_an_error_declares_nothing(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    WritError error;
    uint32_t count = 1;
    assert_int_equal(writ_compile_add(compilation, writ_text("a.writ"),
                                      writ_text("writ 2026\nmodule a version 1\nrole r\n"), &error),
                     WRIT_OK);
    writ_compile_run(compilation);
    (void)writ_compile_declared(compilation, &count);
    assert_int_equal(count, 0);
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_of_a_book_is_explained),
        cmocka_unit_test(a_node_is_found_where_it_is_written),
        cmocka_unit_test(a_book_with_an_error_declares_nothing),
    };
    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
