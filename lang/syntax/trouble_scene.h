// What the files share that tell about a refused token.
#ifndef SYNTAX_TROUBLE_SCENE_H
#define SYNTAX_TROUBLE_SCENE_H

#include <string.h>

#include "syntax/trouble.h"

typedef struct TroubleScene {
    Build *build;
    Trouble *trouble;
    WritDiags *diags;
    const WritSource *source;
    const TroublePlace *place;
    Token token;   // The one that was refused.
    WritText text; // What it covers.
    TroubleExpected expected;
} TroubleScene;

// Each knows one kind of mistake and tells it when the scene shows it; false when it does not.
bool trouble_tell_foreign(TroubleScene *scene);
bool trouble_tell_similar(TroubleScene *scene);
bool trouble_ask_about_line(TroubleScene *scene);
bool trouble_tell_reserved(TroubleScene *scene);
bool trouble_tell_two_names(TroubleScene *scene);
bool trouble_tell_dash(TroubleScene *scene);
bool trouble_tell_number_with_comma(TroubleScene *scene);

static inline WritText scene_text(const TroubleScene *scene, WritSpan span)
{
    return writ_source_span_text(scene->source, span);
}

static inline char scene_byte(const TroubleScene *scene, uint32_t position)
{
    uint32_t offset = position - scene->source->start;
    return offset < scene->source->text.length ? scene->source->text.data[offset] : '\0';
}

static inline bool scene_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool scene_is_small_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool scene_is_word(const TroubleScene *scene)
{
    return scene->text.length > 0 && scene_is_small_letter(scene->text.data[0]);
}

static inline bool scene_is_line_first(const TroubleScene *scene)
{
    return scene->place->line_tokens == 1;
}

// Whether a line end lies between two positions.
static inline bool scene_has_line_end(const TroubleScene *scene, uint32_t start, uint32_t end)
{
    WritText between = scene_text(scene, (WritSpan){start, end});
    return memchr(between.data, '\n', between.length) != NULL;
}

#endif
