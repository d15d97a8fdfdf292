// The directory sees the calendars of all modules of the book, by their names or with the module
// before them, as if it used each.
#include "check/own_calendars.h"

#include "check/data.h"
#include "check/names.h"
#include "check/types.h"
#include "writ/map.h"

typedef struct OwedDuty OwedDuty;
struct OwedDuty {
    const Party *party;
    WritSpan span;
    OwedDuty *next; // The one that was noted before.
};

void check_note_owed(Checker *checker, const Parties *parties, WritSpan span)
{
    for (uint32_t i = 0; i < parties->count; i++) {
        OwedDuty *duty = writ_arena_alloc(checker->arena, sizeof *duty);
        *duty = (OwedDuty){&parties->items[i], span, checker->owed};
        checker->owed = duty;
    }
}

// --- What the directory says ------------------------------------------------------------------

typedef struct Reading {
    Checker *checker;
    WritDirectory *directory;
    Module *from;     // The directory as a module that uses all others.
    WritMap *members; // Units that somebody belongs to.
} Reading;

static Module *see_all_modules(Checker *checker)
{
    Module *from = writ_arena_alloc(checker->arena, sizeof *from);
    from->uses = writ_arena_array(checker->arena, checker->module_count, sizeof(Use));
    for (uint32_t i = 0; i < checker->module_count; i++) {
        from->uses[i].module = checker->modules[i];
        (void)check_names_put(&from->uses_by_module, checker->arena, checker->modules[i]->name,
                              &from->uses[i]);
    }
    return from;
}

// The calendar of a line, or empty (told). A book of which some file could not be read may have it.
static WritText find_calendar(Reading *reading, const TreePath *path)
{
    Checker *checker = reading->checker;
    const Symbol *symbol = check_find_quietly(checker, reading->from, path, SYMBOL_CALENDAR);
    if (symbol == NULL && !checker->unsound) {
        symbol = check_find(checker, reading->from, path, SYMBOL_CALENDAR);
    }
    return symbol == NULL ? (WritText){0} : symbol->qualified;
}

// The `uses calendar` among the lines of a person or unit, or NULL.
static const TreePersonLine *calendar_line(const Reading *reading, const TreePersonLines *lines)
{
    const TreePersonLine *found = NULL;
    for (const TreePersonLine *line = lines->first; line != NULL; line = line->next) {
        if (line->kind != TREE_PERSON_CALENDAR) {
            continue;
        }
        if (found == NULL) {
            found = line;
            continue;
        }
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_LINE_TWICE, line->span,
                                    "\"uses calendar\" stands here twice");
        diag_label(diag, found->span, "the other one");
        diag_hint(diag, "Keep one of the two lines.");
    }
    return found;
}

static void read_person(Reading *reading, const TreePerson *tree)
{
    const TreePersonLine *line = calendar_line(reading, &tree->lines);
    // In the order of the directory by now, so that the entry is looked up.
    const WritPerson *entry = writ_directory_find(reading->directory, tree->name->text);
    if (entry != NULL) {
        for (uint32_t i = 0; i < entry->membership_count; i++) {
            (void)writ_map_put(reading->members, entry->memberships[i].unit, reading);
        }
        if (line != NULL) {
            reading->directory->persons[entry - reading->directory->persons].calendar =
                find_calendar(reading, line->path);
        }
    }
}

static bool is_short(const Reading *reading, const TreeDirectoryUnit *tree, WritText title)
{
    if (tree->name->text.length <= WRIT_DIRECTORY_TEXT_BYTES_MAX &&
        title.length <= WRIT_DIRECTORY_TEXT_BYTES_MAX) {
        return true;
    }
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_DIRECTORY_TEXT, tree->name->span,
                                "a name has more than %d bytes", WRIT_DIRECTORY_TEXT_BYTES_MAX);
    diag_hint(diag, "Write a shorter one.");
    return false;
}

static void warn_no_member(const Reading *reading, const TreeDirectoryUnit *tree)
{
    WritText name = tree->name->text;
    if (writ_map_find(reading->members, name) != NULL) {
        return;
    }
    WritDiag *diag =
        diag_warning(reading->checker->diags, DIAG_UNIT_EMPTY, tree->name->span,
                     "nobody in the directory belongs to the unit \"%.*s\"", WRIT_TEXT_ARGS(name));
    Similar similar = check_similar(name);
    for (uint32_t i = 0; i < reading->directory->person_count; i++) {
        const WritPerson *person = &reading->directory->persons[i];
        for (uint32_t k = 0; k < person->membership_count; k++) {
            check_similar_try(&similar, person->memberships[k].unit);
        }
    }
    if (similar.best.length > 0) {
        check_similar_hint(&similar, diag);
    } else {
        diag_hint(diag, "Let somebody belong to a group \"of %.*s\", or remove the unit.",
                  WRIT_TEXT_ARGS(name));
    }
}

static void read_unit(Reading *reading, const TreeDirectoryUnit *tree, WritMap *seen)
{
    WritDiags *diags = reading->checker->diags;
    WritText name = tree->name->text;
    const TreePersonLine *line = calendar_line(reading, &tree->lines);
    WritText title =
        tree->title == NULL ? (WritText){0} : check_plain_text(reading->checker, tree->title);
    const TreeDirectoryUnit *before = writ_map_put(seen, name, (void *)(uintptr_t)tree);
    if (before != NULL) {
        WritDiag *diag = diag_error(diags, DIAG_UNIT_TWICE, tree->name->span,
                                    "the unit \"%.*s\" stands here twice", WRIT_TEXT_ARGS(name));
        diag_label(diag, before->name->span, "the other one");
        diag_hint(diag, "Keep one of the two.");
        return;
    }
    if (line == NULL) {
        WritDiag *diag =
            diag_error(diags, DIAG_UNIT_LACKS, tree->name->span,
                       "nothing says by which calendar \"%.*s\" works", WRIT_TEXT_ARGS(name));
        diag_hint(diag, "Add a line \"uses calendar NAME\", or remove the unit.");
        return;
    }
    if (!is_short(reading, tree, title)) {
        return;
    }
    WritText calendar = find_calendar(reading, line->path);
    if (calendar.length > 0) {
        warn_no_member(reading, tree);
        reading->directory->units[reading->directory->unit_count++] =
            (WritDirectoryUnit){name, title, calendar};
    }
}

void check_own_calendars(Checker *checker, WritDirectory *directory)
{
    const TreeDirectory *tree = checker->directory;
    if (tree == NULL) {
        return;
    }
    Reading reading = {
        .checker = checker,
        .directory = directory,
        .from = see_all_modules(checker),
        .members = writ_map_new(checker->arena),
    };
    const TreePerson *person = tree->entries.persons.first;
    for (; person != NULL; person = person->next) {
        read_person(&reading, person);
    }
    WritMap *seen = writ_map_new(checker->arena);
    directory->units =
        writ_arena_array(checker->arena, tree->entries.units.count, sizeof(WritDirectoryUnit));
    const TreeDirectoryUnit *unit = tree->entries.units.first;
    for (; unit != NULL; unit = unit->next) {
        read_unit(&reading, unit, seen);
    }
    writ_directory_sort(directory);
}

// --- What clocks need -------------------------------------------------------------------------

static void warn_unit(Checker *checker, const OwedDuty *duty, const ChoiceValue *value)
{
    WritDiag *diag =
        diag_warning(checker->diags, DIAG_UNIT_CALENDAR, duty->span,
                     "the directory names no calendar for \"%.*s\"", WRIT_TEXT_ARGS(value->text));
    diag_label(diag, duty->party->span, "this counts on the calendar of the unit");
    diag_hint(diag, "Write \"unit %.*s\" into the directory, with a line \"uses calendar NAME\".",
              WRIT_TEXT_ARGS(value->text));
}

// Each unit is told once.
static void check_units(Checker *checker, const WritDirectory *directory, const OwedDuty *duty,
                        WritMap *told)
{
    const Expr *unit = duty->party->unit;
    const Choice *choice = unit == NULL ? NULL : check_type_choice(checker, unit->type);
    for (uint32_t i = 0; choice != NULL && i < choice->value_count; i++) {
        const ChoiceValue *value = &choice->values[i];
        if (writ_directory_unit(directory, value->text) == NULL &&
            writ_map_put(told, value->text, checker) == NULL) {
            warn_unit(checker, duty, value);
        }
    }
}

static void check_persons(Checker *checker, const WritDirectory *directory, const OwedDuty *duty)
{
    const TreePerson *tree = checker->directory->entries.persons.first;
    for (; tree != NULL; tree = tree->next) {
        WritText calendar, unit;
        WritError error;
        if (writ_directory_person_calendar(directory, tree->name->text, &calendar, &unit, &error) ==
            WRIT_INVALID) {
            WritDiag *diag = diag_warning(checker->diags, DIAG_PERSON_CALENDAR, tree->name->span,
                                          "\"%.*s\" belongs to units with different calendars",
                                          WRIT_TEXT_ARGS(tree->name->text));
            diag_label(diag, duty->span, "this counts on the calendar of a person");
            diag_hint(diag, "Add a line \"uses calendar NAME\" to the person.");
        }
    }
}

void check_owed_calendars(Checker *checker, const WritDirectory *directory)
{
    if (directory->person_count == 0) {
        return;
    }
    const OwedDuty *of_person = NULL;
    WritMap *told = writ_map_new(checker->arena);
    for (const OwedDuty *duty = checker->owed; duty != NULL; duty = duty->next) {
        check_units(checker, directory, duty, told);
        of_person = duty->party->kind == WRIT_PARTY_PERSON ? duty : of_person;
    }
    if (of_person != NULL) {
        check_persons(checker, directory, of_person);
    }
}
