// What rules refuse, hold and ask for, as lines.
#include "host/story_events.h"
#include "host/wording.h"

static const WritRule *rule_of(const Telling *t, uint32_t rule)
{
    static const WritRule NONE = {0};
    return rule < t->plan->rule_count ? &t->plan->rules[rule] : &NONE;
}

static const char *breach_words(uint32_t number)
{
    switch (number) {
    case WRIT_BREACH_REFUSED:
        return "is refused by the rule";
    case WRIT_BREACH_HELD:
        return "is held by the rule";
    case WRIT_BREACH_LATE:
        return "is late by the rule";
    case WRIT_BREACH_AT_END:
        return "ends against the rule";
    }
    return "breaks the rule";
}

// A refused answer has no other line: it says who tried.
void story_tell_breach(Telling *t, const WritEvent *event)
{
    const WritRule *rule = rule_of(t, event->index);
    Line *line = story_add_line(t, "breach", event->frame, event->node);
    line->is_trigger = event->number == WRIT_BREACH_REFUSED || event->number == WRIT_BREACH_LATE;
    line->rule = rule->name;
    line->detail = rule->sentence;
    line->due = event->due;
    writ_buffer_format(&line->text, "%s %.*s: %.*s", breach_words(event->number),
                       WRIT_TEXT_ARGS(writ_text_last_name(rule->name)),
                       WRIT_TEXT_ARGS(rule->sentence));
}

// Without its full stop: more follows in the line.
static WritText without_stop(WritText sentence)
{
    bool stops = sentence.length > 0 && sentence.data[sentence.length - 1] == '.';
    return (WritText){sentence.data, sentence.length - (stops ? 1 : 0)};
}

void story_tell_obligation(Telling *t, const WritEvent *event)
{
    const WritRule *rule = rule_of(t, event->index);
    Line *line = story_add_line(t, "obligation", 0, WRIT_NONE);
    line->rule = rule->name;
    line->detail = rule->sentence;
    line->due = event->due;
    writ_buffer_format(&line->text, "has to keep %.*s: %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(rule->name)),
                       WRIT_TEXT_ARGS(without_stop(rule->sentence)));
}

void story_tell_release(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line_at(t, "released", event->frame);
    writ_buffer_add_string(&line->text, "goes on: no rule forbids it any more");
}

void story_tell_override(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line_at(t, "overridden", event->frame);
    line->is_trigger = true;
    line->rule = rule_of(t, event->index)->name;
    line->detail = event->text;
    writ_buffer_format(&line->text, "goes on against the rule %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(line->rule)));
}

void story_tell_rule_trouble(Telling *t, const WritEvent *event)
{
    const WritRule *rule = rule_of(t, event->index);
    Line *line = story_add_line(t, "rule_trouble", 0, WRIT_NONE);
    line->rule = rule->name;
    line->detail = event->text;
    writ_buffer_format(&line->text, "cannot do what the rule %.*s asks for: %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(rule->name)),
                       WRIT_TEXT_ARGS(event->text));
}
