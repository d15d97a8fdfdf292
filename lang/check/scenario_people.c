// The people of a scenario: a directory of its own, in which nobody else is.
#include "check/scenarios.h"

#include "check/names.h"
#include "check/types.h"

static WritDiag *tell(SceneReading *reading, WritSpan span, WritText name, const char *what)
{
    return diag_error(reading->checker->diags, DIAG_SCENE_PERSON, span, "\"%.*s\" %s",
                      WRIT_TEXT_ARGS(name), what);
}

const WritPerson *scene_find_person(SceneReading *reading, const TreeName *name)
{
    const WritPerson *person = check_names_find(&reading->persons, name->name);
    if (person != NULL) {
        return person;
    }
    WritDiag *diag = tell(reading, name->span, name->text, "is nobody in this scenario");
    Similar similar = check_similar(name->text);
    const WritDirectory *directory = &reading->scene->directory;
    for (uint32_t i = 0; i < directory->person_count; i++) {
        check_similar_try(&similar, directory->persons[i].id);
    }
    if (similar.best.length > 0) {
        check_similar_hint(&similar, diag);
    } else {
        diag_hint(diag, "Add a line \"person %.*s\", or \"person %.*s as ROLE\".",
                  WRIT_TEXT_ARGS(name->text), WRIT_TEXT_ARGS(name->text));
    }
    return NULL;
}

static WritPerson *own(SceneReading *reading, const TreeName *name)
{
    return (WritPerson *)(uintptr_t)scene_find_person(reading, name);
}

// --- Declaring ------------------------------------------------------------------------------

static void declare(SceneReading *reading, const TreeScenarioLine *line, uint32_t absences)
{
    WritArena *arena = reading->checker->arena;
    WritDirectory *directory = &reading->scene->directory;
    if (check_names_find(&reading->persons, line->name->name) != NULL) {
        WritDiag *diag =
            tell(reading, line->name->span, line->name->text, "is in this scenario twice");
        diag_hint(diag, "Write all roles of a person in one line: \"person %.*s as ROLE, ROLE\".",
                  WRIT_TEXT_ARGS(line->name->text));
        return;
    }
    WritPerson *person = &directory->persons[directory->person_count++];
    *person = (WritPerson){
        .id = line->name->text,
        .name = line->name->text,
        .memberships = writ_arena_array(arena, line->parties.count, sizeof(WritMembership)),
        .absences = writ_arena_array(arena, absences, sizeof(WritAbsence)),
    };
    (void)check_names_put(&reading->persons, arena, line->name->name, person);
}

void scene_people_begin(SceneReading *reading, const TreeScenarioLines *lines)
{
    uint32_t persons = 0;
    uint32_t absences = 0;
    for (const TreeScenarioLine *line = lines->first; line != NULL; line = line->next) {
        persons += line->kind == TREE_SCENARIO_PERSON;
        absences += line->kind == TREE_SCENARIO_AWAY;
    }
    const WritDirectory *book = reading->checker->model->directory;
    reading->scene->directory = (WritDirectory){
        .persons = writ_arena_array(reading->checker->arena, persons, sizeof(WritPerson)),
        .units = book->units,
        .unit_count = book->unit_count,
    };
    for (const TreeScenarioLine *line = lines->first; line != NULL; line = line->next) {
        if (line->kind == TREE_SCENARIO_PERSON) {
            declare(reading, line, absences);
        }
    }
    const WritDirectory *directory = &reading->scene->directory;
    reading->scene->first_person =
        directory->person_count > 0 ? directory->persons[0].id : (WritText){0};
    // Managers are looked for by name, so that the order is made before they are read.
    writ_directory_sort(&reading->scene->directory);
    for (uint32_t i = 0; i < directory->person_count; i++) {
        WritName name = writ_names_find(reading->checker->names, directory->persons[i].id);
        (void)check_names_put(&reading->persons, reading->checker->arena, name,
                              &directory->persons[i]);
    }
}

// --- Roles ----------------------------------------------------------------------------------

// A unit is mostly a value of some choice; one that none has is likely misspelt.
static void judge_unit(SceneReading *reading, const TreePath *of)
{
    const Model *model = reading->checker->model;
    const TreeName *name = of->parts.first;
    Similar similar = check_similar(name->text);
    for (uint32_t i = 0; i < model->choice_count; i++) {
        const Choice *choice = model->choices[i];
        if (check_names_find(&choice->by_name, name->name) != NULL) {
            return;
        }
        for (uint32_t k = 0; k < choice->value_count; k++) {
            check_similar_try(&similar, choice->values[k].text);
        }
    }
    WritDiag *diag = diag_warning(reading->checker->diags, DIAG_SCENE_UNIT, of->span,
                                  "no choice has a value \"%.*s\"", WRIT_TEXT_ARGS(name->text));
    check_similar_hint(&similar, diag);
}

// `manager of anna`; a role of the company may be called "manager" too.
static bool is_manager(SceneReading *reading, const TreeParty *party)
{
    Checker *checker = reading->checker;
    if (party->path->parts.count > 1 || party->path->parts.first->name != checker->words.manager ||
        party->of == NULL || party->of->parts.count > 1) {
        return false;
    }
    return check_names_find(&reading->persons, party->of->parts.first->name) != NULL ||
           check_find_quietly(checker, reading->symbol->module, party->path, SYMBOL_ROLE) == NULL;
}

static void add_manager(SceneReading *reading, const WritPerson *person, const TreeParty *party)
{
    WritPerson *report = own(reading, party->of->parts.first);
    if (report == NULL) {
        return;
    }
    for (const WritPerson *at = person; at != NULL && at->reports_to.length > 0;
         at = writ_directory_find(&reading->scene->directory, at->reports_to)) {
        if (writ_text_equal(at->reports_to, report->id)) {
            WritDiag *diag =
                tell(reading, party->span, person->id, "would report to itself in the end");
            diag_hint(diag, "Remove one \"manager of\" of this circle.");
            return;
        }
    }
    report->reports_to = person->id;
}

// Two roles may be filled from one group.
static void add_membership(WritPerson *person, WritMembership membership)
{
    for (uint32_t i = 0; i < person->membership_count; i++) {
        if (writ_text_equal(person->memberships[i].group, membership.group) &&
            writ_text_equal(person->memberships[i].unit, membership.unit)) {
            return;
        }
    }
    person->memberships[person->membership_count++] = membership;
}

static void add_role(SceneReading *reading, WritPerson *person, const TreeParty *party)
{
    Checker *checker = reading->checker;
    if (is_manager(reading, party)) {
        add_manager(reading, person, party);
        return;
    }
    const Symbol *symbol = check_find(checker, reading->symbol->module, party->path, SYMBOL_ROLE);
    if (symbol == NULL) {
        return;
    }
    WritMembership membership = {.group = symbol->role->group};
    if (party->of != NULL && party->of->parts.count > 1) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_PERSON, party->of->span,
                                    "the unit of a person in a scenario is a single name");
        diag_hint(diag, "Write for example \"of north\".");
    } else if (party->of != NULL) {
        judge_unit(reading, party->of);
        membership.unit = party->of->parts.first->text;
    }
    add_membership(person, membership);
}

void scene_person(SceneReading *reading, const TreeScenarioLine *line)
{
    WritPerson *person = check_names_find(&reading->persons, line->name->name);
    for (const TreeParty *party = line->parties.first; person != NULL && party != NULL;
         party = party->next) {
        add_role(reading, person, party);
    }
}

// --- Absences -------------------------------------------------------------------------------

void scene_away(SceneReading *reading, const TreeScenarioLine *line)
{
    Checker *checker = reading->checker;
    WritPerson *person = own(reading, line->name);
    WritAbsence absence = {0};
    bool dated = check_date(checker, line->date, &absence.from);
    dated = check_date(checker, line->through, &absence.through) && dated;
    if (line->value != NULL) {
        const WritPerson *replacement = own(reading, line->value);
        absence.replaced_by = replacement == NULL ? (WritText){0} : replacement->id;
        if (replacement != NULL && replacement == person) {
            WritDiag *diag =
                tell(reading, line->value->span, person->id, "cannot stand in for itself");
            diag_hint(diag, "Name somebody else, or nobody.");
            return;
        }
    }
    if (dated && absence.through < absence.from) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_PERSON, line->through->span,
                                    "this absence ends before it begins");
        diag_label(diag, line->date->span, "it begins here");
        diag_hint(diag, "Write the first day, then the last.");
        return;
    }
    for (uint32_t i = 0; person != NULL && i < person->absence_count; i++) {
        const WritAbsence *other = &person->absences[i];
        if (absence.from <= other->through && other->from <= absence.through) {
            WritDiag *diag = tell(reading, line->date->span, person->id,
                                  "is away already on some of these days");
            diag_hint(diag, "Write one line for days that follow one another.");
            return;
        }
    }
    if (person != NULL && dated) {
        person->absences[person->absence_count++] = absence;
    }
}

void scene_people_end(SceneReading *reading)
{
    writ_directory_sort(&reading->scene->directory);
}
