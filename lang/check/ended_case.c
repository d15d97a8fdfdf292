#include "check/ended_case.h"

#include "check/data.h"
#include "check/exprs.h"
#include "check/places.h"
#include "check/types.h"
#include "writ/measure.h"

static Choice *outcome_choice(Checker *checker, const Process *process, const char *name)
{
    Model *model = checker->model;
    Choice *choice = writ_arena_alloc(checker->arena, sizeof *choice);
    choice->name = writ_text(name);
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%.*s outcome", WRIT_TEXT_ARGS(process->name));
    choice->entry.order = check_scratch_text(checker);
    choice->index = model->choice_count;
    choice->values =
        writ_arena_array(checker->arena, process->outcome_count, sizeof *choice->values);
    for (uint32_t i = 0; i < process->outcome_count; i++) {
        const Outcome *outcome = &process->outcomes[i];
        ChoiceValue *value = &choice->values[choice->value_count++];
        *value = (ChoiceValue){outcome->name, outcome->text, outcome->span, i};
        (void)check_names_put(&choice->by_name, checker->arena, value->name, value);
    }
    model->choices = check_grow(checker->arena, model->choices, model->choice_count,
                                &model->choice_capacity, sizeof *model->choices);
    model->choices[model->choice_count++] = choice;
    WritType type = *check_type(checker, check_type_scalar(checker, WRIT_TYPE_CHOICE));
    type.index = choice->index;
    choice->type = check_type_intern(checker, type);
    return choice;
}

// No author can write a name with a space in it.
static Record *new_record(Checker *checker, const Process *process, const char *name,
                          uint32_t field_count)
{
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%.*s %s", WRIT_TEXT_ARGS(process->name), name);
    RecordNames names = {
        .name = writ_text(name),
        .qualified = check_scratch_text(checker),
        .span = process->span,
    };
    return check_record_new(checker, names, field_count);
}

static void add_field(Checker *checker, Record *record, WritName name, WritText text, WritSpan span,
                      TypeId type)
{
    Field *field = &record->fields[record->field_count++];
    *field = (Field){.name = name, .text = text, .span = span, .type = type};
    (void)check_names_put(&record->by_name, checker->arena, name, field);
}

static Record *words_record(Checker *checker, const Process *process)
{
    static const struct {
        const char *word;
        WritTypeKind kind;
    } words[] = {
        {"number", WRIT_TYPE_TEXT},
        {"began", WRIT_TYPE_INSTANT},
        {"ended", WRIT_TYPE_INSTANT},
        {"took", WRIT_TYPE_DURATION},
    };
    uint32_t count = sizeof words / sizeof words[0];
    Record *record = new_record(checker, process, WRIT_ENDED_WORDS_NAME, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        add_field(checker, record, check_word(checker, words[i].word), writ_text(words[i].word),
                  process->span, check_type_scalar(checker, words[i].kind));
    }
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "the outcome of %.*s",
                       WRIT_TEXT_ARGS(process->symbol->text));
    const Choice *choice = outcome_choice(checker, process, check_scratch_text(checker).data);
    add_field(checker, record, check_word(checker, "outcome"), writ_text("outcome"), process->span,
              choice->type);
    return record;
}

static TypeId type_when_ended(Checker *checker, const Slot *slot)
{
    return check_slot_may_be_empty(checker, slot) ? check_type_optional(checker, slot->type)
                                                  : slot->type;
}

static Record *make(Checker *checker, const Process *process)
{
    uint32_t count = 1;
    for (const Slot *slot = process->root->slots; slot != NULL; slot = slot->next) {
        count++;
    }
    Record *record = new_record(checker, process, "a case", count);
    for (const Slot *slot = process->root->slots; slot != NULL; slot = slot->next) {
        add_field(checker, record, slot->name, slot->text, slot->span,
                  type_when_ended(checker, slot));
    }
    if (check_names_find(&record->by_name, checker->words.case_word) == NULL) {
        const Record *words = words_record(checker, process);
        add_field(checker, record, checker->words.case_word, writ_text(WRIT_ENDED_CASE_NAME),
                  process->span, words->type);
    }
    record->self = check_place_root(checker, record->type, 0, NULL);
    return record;
}

Record *check_ended_case(Checker *checker, Process *process)
{
    if (process->ended == NULL) {
        process->ended = make(checker, process);
    }
    return process->ended;
}
