#include "support/book_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "writ/compile.h"
#include "writ/json.h"

// So that nothing is told of a hook whose function is one of these.
static const char lua[] = "function look() end\nfunction book() end\n"
                          "function tell() end\nfunction unbook() end\n";

void book_open(BookText *book, const char *text)
{
    *book = (BookText){.arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX)};
    WritError error;
    WritCompilation *compilation = writ_compile_new(book->arena);
    if (writ_compile_add(compilation, writ_text("book.writ"), writ_text(text), &error) != WRIT_OK ||
        writ_compile_add(compilation, writ_text(BOOK_LUA), writ_text(lua), &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    writ_compile_run(compilation);
    if (writ_diags_error_count(writ_compile_diags(compilation)) > 0) {
        WritBuffer told = {0};
        writ_diags_render_text(writ_compile_diags(compilation), WRIT_COLOUR_NONE, &told);
        (void)fputs(writ_buffer_string(&told), stderr); // print_error would cut it.
        writ_buffer_dispose(&told);
        fail();
    }
    assert_int_equal(writ_compile_plan_count(compilation), 1);
    book->plan = writ_compile_plan(compilation, 0);
    book->scope = (WritScope){.plan = book->plan, .arena = book->arena};
}

void book_close(BookText *book)
{
    writ_arena_free(book->arena);
}

// What stands after the last dot.
static WritText last_part(WritText name)
{
    size_t at = name.length;
    while (at > 0 && name.data[at - 1] != '.') {
        at--;
    }
    return (WritText){name.data + at, name.length - at};
}

static bool is_called(WritText qualified, const char *name)
{
    return writ_text_is(qualified, name) || writ_text_is(last_part(qualified), name);
}

uint32_t book_decision(const BookText *book, const char *name)
{
    for (uint32_t i = 0; i < book->plan->decision_count; i++) {
        if (is_called(book->plan->decisions[i].name, name)) {
            return i;
        }
    }
    fail_msg("no decision %s", name);
    return WRIT_NONE;
}

uint32_t book_record(const BookText *book, const char *name)
{
    for (uint32_t i = 0; i < book->plan->types.record_count; i++) {
        if (is_called(book->plan->types.records[i].name, name)) {
            return i;
        }
    }
    fail_msg("no record %s", name);
    return WRIT_NONE;
}

WritValue book_value(BookText *book, uint32_t record, const char *json)
{
    // One more type: no other may name the record that a decision is given.
    WritTypes types = book->plan->types;
    WritTypeId type = types.type_count++;
    types.types = writ_arena_array(book->arena, types.type_count, sizeof(WritType));
    memcpy(types.types, book->plan->types.types, type * sizeof(WritType));
    types.types[type] =
        (WritType){.kind = WRIT_TYPE_RECORD, .index = record, .currency_field = WRIT_NONE};
    WritJson parsed;
    WritError error;
    WritValue value = {0};
    if (writ_json_parse(&parsed, book->arena, writ_text(json), "value", &error) != WRIT_OK ||
        writ_value_from_json(&value, book->arena, &types, type, &parsed, "value", "", &error) !=
            WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return value;
}

static const char *text_of(BookText *book, WritValue value)
{
    WritBuffer text = {0};
    writ_value_print(&text, &book->plan->types, value);
    const char *copy = writ_arena_text(book->arena, writ_buffer_text(&text)).data;
    writ_buffer_dispose(&text);
    return copy;
}

const char *book_decide(BookText *book, const char *decision, const char *json)
{
    uint32_t number = book_decision(book, decision);
    WritValue input = book_value(book, book->plan->decisions[number].input, json);
    WritVerdict verdict;
    WritError error = {0};
    book->scope.steps = 0;
    if (writ_eval_decision(&book->scope, number, input, &verdict, &error) != WRIT_OK) {
        return writ_arena_text(book->arena, writ_text(error.text)).data;
    }
    return text_of(book, verdict.value);
}

const char *book_compute(BookText *book, const char *record, const char *json, const char *field)
{
    uint32_t number = book_record(book, record);
    WritValue value = book_value(book, number, json);
    const WritRecordType *type = &book->plan->types.records[number];
    for (uint32_t i = 0; i < type->field_count; i++) {
        if (!writ_text_is(type->fields[i].name, field)) {
            continue;
        }
        WritValue computed;
        WritError error = {0};
        book->scope.steps = 0;
        book->scope.record = value.record;
        book->scope.record_type = number;
        if (writ_eval(&book->scope, type->fields[i].computed, &computed, &error) != WRIT_OK) {
            return writ_arena_text(book->arena, writ_text(error.text)).data;
        }
        return text_of(book, computed);
    }
    fail_msg("no field %s", field);
    return NULL;
}
