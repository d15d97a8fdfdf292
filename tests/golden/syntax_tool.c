// What the golden runner and people at a terminal use of the syntax layer:
//
//     syntax_tool check FILE...   the diagnostics as text; status 1 when there are errors
//     syntax_tool json FILE...    the diagnostics as JSON
//     syntax_tool dump FILE       the tree
//     syntax_tool places FILE     the tree with the offsets that each line covers, and comments
//     syntax_tool tokens FILE     the tokens, a line for each line
//     syntax_tool format FILE     the file in the layout of the language; diagnostics if it has any
//     syntax_tool tight FILE      the same without alignment
//     syntax_tool codes START     the codes of diagnostics that begin so
//     syntax_tool speed FILE...   how fast the files become trees, in MB/s
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "syntax/parse.h"
#include "syntax/tokens.h"
#include "syntax/tree_dump.h"
#include "syntax/vocabulary.h"
#include "writ/format.h"

enum {
    ARENA_BYTES_MAX = 1 << 30,
    FILES_MAX = 100,
    SPEED_ROUNDS = 10,
    SPEED_REPEATS = 20,
};

static bool read_file(const char *path, WritBuffer *out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    char chunk[1 << 16];
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;) {
        writ_buffer_add(out, (WritText){chunk, count});
    }
    bool whole = ferror(file) == 0;
    (void)fclose(file);
    return whole;
}

static void print_tokens(const WritSource *source, WritArena *arena)
{
    Lexer lexer;
    lexer_start(&lexer, source, arena, LEXER_PLAIN);
    for (Token token = lexer_next(&lexer); token.kind != TOK_YYEOF; token = lexer_next(&lexer)) {
        const VocabularyEntry *entry = vocabulary_of_token(token.kind);
        if (token.kind == TOK_NL) {
            puts("");
        } else if (entry == NULL) {
            printf("<fault> ");
        } else if (entry->place == PLACE_CLASS) {
            printf("%.*s ", WRIT_TEXT_ARGS(writ_source_span_text(source, token.span)));
        } else {
            printf("[%s] ", entry->text);
        }
    }
}

// The last component: goldens do not depend on where they are run.
static WritText name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return writ_text(slash == NULL ? path : slash + 1);
}

typedef struct Session {
    WritArena *arena;
    WritSources *sources;
    WritDiags *diags;
    WritNames *names;
} Session;

static Session start_session(WritArena *arena)
{
    Session session = {.arena = arena};
    session.sources = writ_sources_new(session.arena);
    session.diags = writ_diags_new(session.arena, session.sources);
    session.names = writ_names_new(session.arena);
    return session;
}

static void print_layout(Session *session, const WritSource *source, WritFormatStyle style)
{
    WritBuffer out = {0};
    WritError error;
    WritStatus status = writ_format(source, style, session->arena, session->diags, &out, &error);
    if (status == WRIT_OK) {
        (void)fputs(writ_buffer_string(&out), stdout);
    } else if (status != WRIT_INVALID) {
        (void)printf("%s\n", error.text);
    }
    writ_buffer_dispose(&out);
}

static int run_file(Session *session, const char *verb, const char *path)
{
    WritBuffer bytes = {0};
    const WritSource *source = NULL;
    WritError error;
    if (!read_file(path, &bytes) ||
        writ_sources_add(session->sources, name_of(path), writ_buffer_text(&bytes), &source,
                         &error) != WRIT_OK) {
        writ_buffer_dispose(&bytes);
        return 3;
    }
    writ_buffer_dispose(&bytes);
    if (strcmp(verb, "tokens") == 0) {
        print_tokens(source, session->arena);
        return 0;
    }
    bool tight = strcmp(verb, "tight") == 0;
    if (tight || strcmp(verb, "format") == 0) {
        print_layout(session, source, tight ? WRIT_FORMAT_TIGHT : WRIT_FORMAT_ALIGNED);
        return 0;
    }
    const TreeFile *file = tree_parse(source, session->arena, session->names, session->diags);
    bool places = strcmp(verb, "places") == 0;
    if (places || strcmp(verb, "dump") == 0) {
        WritBuffer out = {0};
        tree_dump(file, places ? TREE_DUMP_WITH_PLACES : TREE_DUMP_WITHOUT_PLACES, &out);
        (void)fputs(writ_buffer_string(&out), stdout);
        writ_buffer_dispose(&out);
    }
    return 0;
}

static void print_codes(const char *start)
{
    for (size_t i = 0; writ_diag_info(i) != NULL; i++) {
        if (strncmp(writ_diag_info(i)->code, start, strlen(start)) == 0) {
            puts(writ_diag_info(i)->code);
        }
    }
}

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

// Bytes that were read when each file was parsed once. The arena is used again each time.
static size_t parse_each(WritArena *arena, WritBuffer *files, int count)
{
    size_t bytes = 0;
    writ_arena_reset(arena);
    Session session = start_session(arena);
    for (int i = 0; i < count; i++) {
        const WritSource *source = NULL;
        WritError error;
        if (writ_sources_add(session.sources, writ_text("file"), writ_buffer_text(&files[i]),
                             &source, &error) != WRIT_OK) {
            break;
        }
        (void)tree_parse(source, session.arena, session.names, session.diags);
        bytes += files[i].length;
    }
    return bytes;
}

static int measure(int count, char **paths)
{
    WritBuffer files[FILES_MAX] = {0};
    count = count < FILES_MAX ? count : FILES_MAX;
    for (int i = 0; i < count; i++) {
        if (!read_file(paths[i], &files[i])) {
            return 3;
        }
    }
    WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
    double best = 0;
    for (int round = 0; round < SPEED_ROUNDS; round++) {
        double start = seconds_now();
        size_t bytes = 0;
        for (int i = 0; i < SPEED_REPEATS; i++) {
            bytes += parse_each(arena, files, count);
        }
        double speed = (double)bytes / (seconds_now() - start) * 1e-6;
        best = speed > best ? speed : best;
    }
    printf("%.1f MB/s\n", best);
    writ_arena_free(arena);
    for (int i = 0; i < count; i++) {
        writ_buffer_dispose(&files[i]);
    }
    return 0;
}

int main(int count, char **arguments)
{
    if (count < 3) {
        (void)fprintf(stderr,
                      "usage: syntax_tool check|json|dump|places|tokens|format|tight|codes|speed "
                      "FILE...\n");
        return 2;
    }
    if (strcmp(arguments[1], "codes") == 0) {
        print_codes(arguments[2]);
        return 0;
    }
    if (strcmp(arguments[1], "speed") == 0) {
        return measure(count - 2, arguments + 2);
    }
    Session session = start_session(writ_arena_new(ARENA_BYTES_MAX));
    int status = 0;
    for (int i = 2; i < count && status == 0; i++) {
        status = run_file(&session, arguments[1], arguments[i]);
    }
    WritBuffer out = {0};
    if (strcmp(arguments[1], "json") == 0) {
        writ_diags_render_json(session.diags, &out);
        writ_buffer_add_byte(&out, '\n');
    } else {
        writ_diags_render_text(session.diags, WRIT_COLOUR_NONE, &out);
    }
    (void)fputs(writ_buffer_string(&out), stdout);
    writ_buffer_dispose(&out);
    bool errors = writ_diags_error_count(session.diags) > 0;
    writ_arena_free(session.arena);
    return status != 0 ? status : errors ? 1 : 0;
}
