// Prints docs/diagnostics.md: every code, from the table that `writ explain` reads.
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "writ/diag.h"

enum { CODES_MAX = 1000 };

static const struct {
    const char *codes; // What they begin with.
    const char *heading;
} parts[] = {
    {"W10", "Reading a file"},
    {"W11", "Words and sentences"},
    {"W12", "Layout"},
    {"W13", "Limits"},
    {"W2", "Modules, names, types, expressions"},
    {"W3", "The flow of a process"},
    {"W4", "Decisions, rules and measures"},
    {"W5", "Time and people"},
    {"W6", "The outside world"},
    {"W9", "What this edition's program does not run yet"},
};

// A cell of a table: what would end it is written otherwise.
static void print_cell(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '|') {
            (void)fputs("\\|", stdout);
        } else if (*at == '\n') {
            (void)fputc(' ', stdout);
        } else if (*at == '<') {
            (void)fputs("&lt;", stdout);
        } else {
            (void)fputc(*at, stdout);
        }
    }
}

static void print_row(const WritDiagInfo *info)
{
    printf("| %s | %s | ", info->code, info->severity == WRIT_SEVERITY_ERROR ? "error" : "warning");
    print_cell(info->title);
    printf(" | ");
    print_cell(info->explanation);
    printf(" |\n");
}

static int compare_codes(const void *a, const void *b)
{
    const WritDiagInfo *const *x = a;
    const WritDiagInfo *const *y = b;
    return strcmp((*x)->code, (*y)->code);
}

// By rising code, whatever the order of the files in which they stand.
static size_t list_codes(const WritDiagInfo *list[CODES_MAX])
{
    size_t count = 0;
    while (writ_diag_info(count) != NULL) {
        assert(count < CODES_MAX);
        list[count] = writ_diag_info(count);
        count++;
    }
    qsort(list, count, sizeof(const WritDiagInfo *), compare_codes);
    return count;
}

int main(void)
{
    const WritDiagInfo *list[CODES_MAX];
    size_t count = list_codes(list);
    printf("# What the check says\n\n"
           "Every code that `writ check` prints. `writ explain CODE` shows a wrong and a right "
           "example.\n"
           "An error keeps a book from running; a warning does not. A code is never used for "
           "something else.\n"
           "This page is made from the table that the program reads.\n");
    size_t next = 0;
    for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++) {
        const char *codes = parts[part].codes;
        printf("\n## %s\n\n| code | | what | why |\n|---|---|---|---|\n", parts[part].heading);
        while (next < count && strncmp(list[next]->code, codes, strlen(codes)) == 0) {
            print_row(list[next++]);
        }
    }
    // A code that begins otherwise needs a part of its own.
    assert(next == count);
    return 0;
}
