// A line is read from left to right; of the patterns that match at the nearest place the first one
// counts. So what is more particular stands first, and within a pattern the longer phrase.
#include "editors/textmate.h"

#include <stddef.h>

#include "editors/phrases.h"

static void add_phrases(WritBuffer *out, PhraseSet set)
{
    const char *phrases[PHRASES_MAX];
    size_t count = phrases_of(set, phrases);
    for (size_t i = 0; i < count; i++) {
        writ_buffer_add_string(out, i > 0 ? "|" : "");
        for (const char *byte = phrases[i]; *byte != '\0'; byte++) {
            if (*byte == ' ') {
                writ_buffer_add_string(out, "\\\\s+");
            } else {
                writ_buffer_add_byte(out, *byte);
            }
        }
    }
}

static const char END[] = "\\\\b(?!\\\\s*:)";

// `before` may hold no group of its own that is counted.
static void add_set(WritBuffer *out, PhraseSet set, const char *before, const char *scope)
{
    writ_buffer_format(out, "    { \"match\": \"%s(", before);
    add_phrases(out, set);
    writ_buffer_format(out, ")%s\",\n      \"captures\": { \"1\": { \"name\": \"%s\" } } },\n", END,
                       scope);
}

// A line that begins with `first` and has words of its own.
static void add_line(WritBuffer *out, const char *first, PhraseSet set)
{
    writ_buffer_format(out,
                       "    { \"begin\": \"^\\\\s*(%s)%s\", \"end\": \"$\",\n"
                       "      \"beginCaptures\": { \"1\": { \"name\": \"keyword.other.writ\" } },\n"
                       "      \"patterns\": [\n        { \"match\": \"\\\\b(",
                       first, END);
    add_phrases(out, set);
    writ_buffer_format(out,
                       ")%s\", \"name\": \"keyword.operator.word.writ\" },\n"
                       "        { \"include\": \"#inside\" } ] },\n",
                       END);
}

static void add_literals(WritBuffer *out)
{
    writ_buffer_add_string(
        out,
        "    { \"match\": \"#.*$\", \"name\": \"comment.line.number-sign.writ\" },\n"
        "    { \"begin\": \"\\\"\\\"\\\"\", \"end\": \"\\\"\\\"\\\"\", \"name\": "
        "\"string.quoted.triple.writ\",\n"
        "      \"patterns\": [ { \"include\": \"#shown\" } ] },\n"
        "    { \"begin\": \"\\\"\", \"end\": \"\\\"|$\", \"name\": \"string.quoted.double.writ\",\n"
        "      \"patterns\": [ { \"include\": \"#shown\" } ] },\n"
        "    { \"match\": "
        "\"\\\\b\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d\\\\b|\\\\b\\\\d\\\\d:\\\\d\\\\d\\\\b\", "
        "\"name\": \"constant.other.date.writ\" },\n");
    writ_buffer_add_string(out, "    { \"match\": \"\\\\b(\\\\d+)\\\\s+(");
    add_phrases(out, PHRASES_AFTER_NUMBER);
    writ_buffer_format(
        out,
        ")%s\",\n      \"captures\": { \"1\": { \"name\": \"constant.numeric.writ\" }, "
        "\"2\": { \"name\": \"keyword.other.unit.writ\" } } },\n",
        END);
    writ_buffer_add_string(out, "    { \"match\": \"\\\\b(\\\\d+(?:st|nd|rd|th))\\\\s+(");
    add_phrases(out, PHRASES_AFTER_ORDINAL);
    writ_buffer_format(
        out,
        ")%s\",\n      \"captures\": { \"1\": { \"name\": \"constant.numeric.writ\" }, "
        "\"2\": { \"name\": \"keyword.operator.word.writ\" } } },\n",
        END);
    writ_buffer_add_string(
        out,
        "    { \"match\": \"\\\\b\\\\d+(?:\\\\s\\\\d{3})*(?:\\\\.\\\\d+)*\\\\b%?\", \"name\": "
        "\"constant.numeric.writ\" },\n"
        "    { \"match\": \"\\\\b[A-Z][A-Z0-9]{1,3}\\\\b\", \"name\": \"constant.other.writ\" },\n"
        "    { \"match\": \"\\\\b[A-Z][A-Za-z0-9]*\\\\b\", \"name\": \"entity.name.type.writ\" },\n"
        "    { \"match\": \"\\\\.[a-z][a-z0-9_]*\", \"name\": \"variable.other.writ\" },\n"
        "    { \"match\": \"\\\\b(?:yes|no|none)\\\\b(?!\\\\s*:)\", \"name\": "
        "\"constant.language.writ\" },\n");
}

static void add_inside(WritBuffer *out)
{
    add_literals(out);
    add_set(out, PHRASES_TABLE, "(?<=\\\\|)\\\\s*", "keyword.operator.word.writ");
    add_set(out, PHRASES_COMMA, ",\\\\s*", "keyword.operator.word.writ");
    add_set(out, PHRASES_MAY, "(?<=\\\\bmay |, |or )", "keyword.operator.word.writ");
    add_set(out, PHRASES_CHECK, "\\\\b", "keyword.operator.word.writ");
    add_set(out, PHRASES_LATER, "\\\\b", "keyword.operator.word.writ");
    writ_buffer_add_string(out, "    { \"match\": \"\\\\b[a-z][a-z0-9_]*\\\\b\" }\n");
}

void textmate_write_grammar(WritBuffer *out)
{
    writ_buffer_add_string(
        out, "{\n  \"comment\": \"Made from the vocabulary of the language: do not edit.\",\n"
             "  \"name\": \"writ\",\n  \"scopeName\": \"source.writ\",\n  \"patterns\": [\n");
    add_line(out, "deadline", PHRASES_DEADLINE);
    add_line(out, "applies\\\\s+to", PHRASES_APPLIES);
    add_set(out, PHRASES_FIRST, "^\\\\s*", "keyword.other.writ");
    writ_buffer_add_string(out, "    { \"match\": \"^\\\\s*(");
    add_phrases(out, PHRASES_HEADING);
    writ_buffer_format(
        out,
        ")%s(?:\\\\s+([a-z][a-z0-9_.]*|[A-Z][A-Za-z0-9]*))?\",\n"
        "      \"captures\": { \"1\": { \"name\": \"keyword.control.heading.writ\" }, "
        "\"2\": { \"name\": \"entity.name.section.writ\" } } },\n",
        END);
    writ_buffer_add_string(
        out, "    { \"begin\": \"^\\\\s*(?=[a-z0-9][a-z0-9_.]*\\\\s)(?!.*:)\", \"end\": "
             "\"$\", \"patterns\": [\n        { \"match\": \"\\\\b(");
    add_phrases(out, PHRASES_SENTENCE);
    writ_buffer_format(out,
                       ")%s\", \"name\": \"keyword.operator.word.writ\" },\n"
                       "        { \"include\": \"#inside\" } ] },\n",
                       END);
    writ_buffer_add_string(
        out, "    { \"include\": \"#inside\" }\n  ],\n  \"repository\": {\n"
             "  \"shown\": { \"patterns\": [\n"
             "    { \"match\": \"\\\\{\\\\{\", \"name\": \"constant.character.escape.writ\" },\n"
             "    { \"begin\": \"\\\\{\", \"end\": \"\\\\}\", \"name\": \"meta.embedded.writ\",\n"
             "      \"patterns\": [ { \"include\": \"#inside\" } ] } ] },\n"
             "  \"inside\": { \"patterns\": [\n");
    add_inside(out);
    writ_buffer_add_string(out, "  ] }\n  }\n}\n");
}
