// One question a function: is each person there once, does each account have one owner, does who is
// named exist, do chains end, do absences make sense?
#include "check/directory.h"

#include "writ/map.h"
#include "writ/value.h"

typedef struct Reading {
    WritArena *arena;
    WritDiags *diags;
    WritMap *persons;  // By id: TreePerson.
    WritMap *accounts; // By account: TreePerson.
} Reading;

static WritText plain(const TreeText *text)
{
    return text == NULL ? (WritText){0} : text->plain;
}

// --- Names
// ----------------------------------------------------------------------------------------

static void note_person(Reading *r, const TreePerson *person)
{
    const TreePerson *first = writ_map_find(r->persons, person->name->text);
    if (first != NULL) {
        WritDiag *diag =
            diag_error(r->diags, DIAG_PERSON_TWICE, person->name->span,
                       "\"%.*s\" stands here a second time", WRIT_TEXT_ARGS(person->name->text));
        diag_label(diag, first->name->span, "first here");
        diag_hint(diag, "Give one of the two another id, for example with the family name.");
        return;
    }
    (void)writ_map_put(r->persons, person->name->text, (void *)person);
}

static const TreePerson *find_person(Reading *r, const TreeName *name)
{
    const TreePerson *person = writ_map_find(r->persons, name->text);
    if (person == NULL) {
        WritDiag *diag = diag_error(r->diags, DIAG_UNKNOWN_PERSON, name->span,
                                    "nobody is called \"%.*s\"", WRIT_TEXT_ARGS(name->text));
        diag_hint(diag, "Write the id behind the word person, or add that person.");
    }
    return person;
}

static void note_account(Reading *r, const TreePerson *person, const TreePersonLine *line)
{
    const TreePerson *owner = writ_map_find(r->accounts, line->text->plain);
    if (owner != NULL && owner != person) {
        WritDiag *diag =
            diag_error(r->diags, DIAG_ACCOUNT_TWICE, line->text->span,
                       "the account \"%.*s\" belongs to \"%.*s\" already",
                       WRIT_TEXT_ARGS(line->text->plain), WRIT_TEXT_ARGS(owner->name->text));
        diag_label(diag, owner->name->span, "this person signs in with it");
        diag_hint(diag, "Give each person an account of his or her own.");
        return;
    }
    (void)writ_map_put(r->accounts, line->text->plain, (void *)person);
}

// --- Lines
// ----------------------------------------------------------------------------------------

static bool read_day(Reading *r, const TreeLiteral *date, int64_t *day)
{
    if (writ_date_parse(day, date->text, NULL) == WRIT_OK) {
        return true;
    }
    WritDiag *diag = diag_error(r->diags, DIAG_NO_SUCH_DATE, date->span, "there is no day %.*s",
                                WRIT_TEXT_ARGS(date->text));
    diag_hint(diag, "Write a day that exists, as year-month-day.");
    return false;
}

static void check_substitute(Reading *r, const TreePerson *person, const TreePersonLine *line)
{
    if (line->name == NULL || find_person(r, line->name) == NULL) {
        return;
    }
    if (writ_text_equal(line->name->text, person->name->text)) {
        WritDiag *diag = diag_error(r->diags, DIAG_REPLACED_BY_ONESELF, line->name->span,
                                    "\"%.*s\" is away and cannot stand in for herself or himself",
                                    WRIT_TEXT_ARGS(line->name->text));
        diag_hint(diag, "Name somebody else, or leave the substitute out.");
    }
}

static void read_absence(Reading *r, const TreePerson *tree, const TreePersonLine *line,
                         WritPerson *person)
{
    WritAbsence absence = {.replaced_by = line->name == NULL ? (WritText){0} : line->name->text};
    check_substitute(r, tree, line);
    bool from = read_day(r, line->from, &absence.from);
    if (!read_day(r, line->through, &absence.through) || !from) {
        return;
    }
    if (absence.through < absence.from) {
        WritDiag *diag = diag_error(r->diags, DIAG_ABSENCE_BACKWARDS, line->through->span,
                                    "the absence ends before it begins");
        diag_label(diag, line->from->span, "it begins here");
        diag_hint(diag, "Write the first day first; both are included.");
        return;
    }
    for (uint32_t i = 0; i < person->absence_count; i++) {
        const WritAbsence *other = &person->absences[i];
        if (absence.from <= other->through && other->from <= absence.through) {
            WritDiag *diag = diag_error(r->diags, DIAG_ABSENCES_OVERLAP, line->span,
                                        "these days overlap with another absence of \"%.*s\"",
                                        WRIT_TEXT_ARGS(tree->name->text));
            diag_hint(diag, "Let one end on the day before the other begins.");
            return;
        }
    }
    person->absences[person->absence_count++] = absence;
}

static void read_manager(Reading *r, const TreePersonLine *line, WritPerson *person)
{
    if (person->reports_to.length > 0) {
        WritDiag *diag = diag_error(r->diags, DIAG_REPORTS_TWICE, line->span,
                                    "this is the second person that \"%.*s\" reports to",
                                    WRIT_TEXT_ARGS(person->id));
        diag_hint(diag, "Keep one of the lines.");
        return;
    }
    if (find_person(r, line->name) != NULL) {
        person->reports_to = line->name->text;
    }
}

static void read_person(Reading *r, const TreePerson *tree, WritPerson *person)
{
    uint32_t lines = tree->lines.count + 1;
    person->id = tree->name->text;
    person->name = plain(tree->title);
    person->accounts = writ_arena_array(r->arena, lines, sizeof(WritText));
    person->memberships = writ_arena_array(r->arena, lines, sizeof(WritMembership));
    person->absences = writ_arena_array(r->arena, lines, sizeof(WritAbsence));
    for (const TreePersonLine *line = tree->lines.first; line != NULL; line = line->next) {
        switch (line->kind) {
        case TREE_PERSON_SIGNS_IN:
            note_account(r, tree, line);
            person->accounts[person->account_count++] = line->text->plain;
            break;
        case TREE_PERSON_BELONGS_TO:
            person->memberships[person->membership_count++] = (WritMembership){
                line->text->plain, line->unit == NULL ? (WritText){0} : line->unit->text};
            break;
        case TREE_PERSON_REPORTS_TO:
            read_manager(r, line, person);
            break;
        case TREE_PERSON_AWAY:
            read_absence(r, tree, line, person);
            break;
        }
    }
}

// --- Over all persons
// -----------------------------------------------------------------------------

static void check_chain(Reading *r, const WritDirectory *directory, const WritPerson *person)
{
    const WritPerson *at = person;
    for (uint32_t steps = 0; at != NULL && at->reports_to.length > 0; steps++) {
        at = writ_directory_find(directory, at->reports_to);
        if (at == person) {
            const TreePerson *tree = writ_map_find(r->persons, person->id);
            WritDiag *diag = diag_error(r->diags, DIAG_REPORTS_TO_CYCLE, tree->name->span,
                                        "\"%.*s\" reports, over others, to herself or himself",
                                        WRIT_TEXT_ARGS(person->id));
            diag_hint(diag, "Take out the reports to line of whoever is at the top.");
            return;
        }
        if (steps > directory->person_count) {
            return; // A cycle that this person only leads into: told where it is.
        }
    }
}

static void check_substitutes_are_there(Reading *r, const WritDirectory *directory,
                                        const WritPerson *person)
{
    for (uint32_t i = 0; i < person->absence_count; i++) {
        const WritAbsence *absence = &person->absences[i];
        const WritPerson *substitute = writ_directory_find(directory, absence->replaced_by);
        for (uint32_t j = 0;
             substitute != NULL && substitute != person && j < substitute->absence_count; j++) {
            const WritAbsence *other = &substitute->absences[j];
            if (other->from > absence->through || absence->from > other->through) {
                continue;
            }
            const TreePerson *tree = writ_map_find(r->persons, person->id);
            WritDiag *diag = diag_warning(
                r->diags, DIAG_SUBSTITUTE_AWAY, tree->name->span,
                "\"%.*s\", who stands in for \"%.*s\", is away on some of these days too",
                WRIT_TEXT_ARGS(substitute->id), WRIT_TEXT_ARGS(person->id));
            diag_hint(
                diag,
                "Name somebody who is there, or accept that it goes on to the next substitute.");
            return;
        }
    }
}

void directory_read(WritDirectory *directory, WritArena *arena, const TreeDirectory *tree,
                    WritDiags *diags)
{
    Reading r = {arena, diags, writ_map_new(arena), writ_map_new(arena)};
    for (const TreePerson *person = tree->persons.first; person != NULL; person = person->next) {
        note_person(&r, person);
    }
    directory->persons = writ_arena_array(arena, tree->persons.count + 1, sizeof(WritPerson));
    directory->person_count = 0;
    for (const TreePerson *person = tree->persons.first; person != NULL; person = person->next) {
        if (writ_map_find(r.persons, person->name->text) == person) {
            read_person(&r, person, &directory->persons[directory->person_count++]);
        }
    }
    writ_directory_sort(directory);
    for (uint32_t i = 0; i < directory->person_count; i++) {
        check_chain(&r, directory, &directory->persons[i]);
        check_substitutes_are_there(&r, directory, &directory->persons[i]);
    }
}
