// Of two matches that begin at one place, Vim takes the one that was defined last: so the shorter
// phrases come first, and what is more particular behind what is less.
#include "editors/vim.h"

#include <stddef.h>

#include "editors/phrases.h"

typedef struct VimSet {
    PhraseSet set;
    const char *group;
    const char *before; // What stands before the phrase.
} VimSet;

static const VimSet SETS[] = {
    {PHRASES_LATER, "writWord", "\\%(\\.\\)\\@<!\\<"},
    {PHRASES_SENTENCE, "writWord", "\\%(^\\s*[a-z0-9][a-z0-9_.]*\\s.*\\)\\@<=\\<"},
    {PHRASES_CHECK, "writWord", "\\%(^\\s*check\\s.*\\)\\@<=\\<"},
    {PHRASES_APPLIES, "writWord", "\\%(^\\s*applies\\s\\+to\\s\\+\\)\\@<="},
    {PHRASES_DEADLINE, "writWord", "\\%(^\\s*deadline\\s.*\\)\\@<=\\<"},
    {PHRASES_MAY, "writWord", "\\%(\\<may\\>.*\\)\\@<=\\<"},
    {PHRASES_AFTER_ORDINAL, "writWord", "\\%(\\d\\%(st\\|nd\\|rd\\|th\\)\\s\\+\\)\\@<="},
    {PHRASES_AFTER_NUMBER, "writUnit", "\\%(\\%(\\d\\|\\<every\\)\\s\\+\\)\\@<="},
    {PHRASES_TABLE, "writWord", "\\%(|\\s*\\)\\@<="},
    {PHRASES_COMMA, "writWord", "\\%(,\\_s*\\)\\@<="},
    {PHRASES_HEADING, "writHeading", "^\\s*\\zs"},
    {PHRASES_FIRST, "writLine", "^\\s*\\zs"},
};

static void add_phrase(WritBuffer *out, const char *phrase)
{
    for (const char *byte = phrase; *byte != '\0'; byte++) {
        if (*byte == ' ') {
            writ_buffer_add_string(out, "\\s\\+");
        } else {
            writ_buffer_add_byte(out, *byte);
        }
    }
}

static void add_set(WritBuffer *out, const VimSet *set)
{
    const char *phrases[PHRASES_MAX];
    for (size_t i = phrases_of(set->set, phrases); i > 0; i--) {
        writ_buffer_format(out, "syn match %s \"%s", set->group, set->before);
        add_phrase(out, phrases[i - 1]);
        writ_buffer_add_string(out, "\\>\\%(\\s*:\\)\\@!\"\n");
    }
}

void vim_write_syntax(WritBuffer *out)
{
    writ_buffer_add_string(
        out,
        "\" Syntax of writ, edition 2026. Made from the vocabulary of the language: do not edit.\n"
        "if exists(\"b:current_syntax\")\n  finish\nendif\n"
        "syn case match\n\n"
        "syn match writNumber "
        "\"\\<\\d[0-9.]*\\%(\\s\\d\\{3}\\>\\)*\\%(%\\|st\\>\\|nd\\>\\|rd\\>\\|th\\>\\)\\=\"\n"
        "syn match writDate \"\\<\\d\\{4}-\\d\\d-\\d\\d\\>\"\n"
        "syn match writDate \"\\<\\d\\d:\\d\\d\\>\"\n"
        "syn match writCode \"\\<[A-Z][A-Z0-9]\\{1,3}\\>\"\n"
        "syn match writType \"\\<[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*\\>\"\n"
        "syn keyword writValue yes no none\n");
    for (size_t i = 0; i < sizeof SETS / sizeof SETS[0]; i++) {
        add_set(out, &SETS[i]);
    }
    writ_buffer_add_string(
        out,
        "syn match writBrace \"{{\" contained\n"
        "syn region writShown start=\"{{\\@!\" end=\"}\" contained contains=writWord,writNumber\n"
        "syn region writText start=+\"+ skip=+{{+ end=+\"+ oneline "
        "contains=writShown,writBrace,@Spell\n"
        "syn region writText start=+\"\"\"+ end=+\"\"\"+ contains=writShown,writBrace,@Spell\n"
        "syn match writComment \"#.*$\" contains=@Spell\n\n"
        "hi def link writHeading Statement\nhi def link writLine Keyword\n"
        "hi def link writWord Keyword\nhi def link writUnit Type\nhi def link writNumber Number\n"
        "hi def link writDate Number\nhi def link writCode Constant\nhi def link writType Type\n"
        "hi def link writValue Boolean\nhi def link writText String\nhi def link writShown "
        "Special\n"
        "hi def link writComment Comment\n\nlet b:current_syntax = \"writ\"\n");
}
