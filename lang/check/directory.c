// Persons are found by name in one table, which also says who reports to whom and who is away.
#include "check/directory.h"

#include <assert.h>
#include <stdlib.h>

#include "check/data.h"
#include "check/modules.h"
#include "check/names.h"
#include "writ/map.h"
#include "writ/value.h"

typedef struct Absence {
    WritAbsence dates;
    const TreePersonLine *line;
    struct Person *replacement; // NULL where nobody is named, or nobody who is known.
} Absence;

typedef struct Person Person;
struct Person {
    const TreePerson *tree;
    WritPerson *entry;
    Absence *absences;
    WritMap *seats; // Group and unit -> TreePersonLine.
    Person *reports_to;
    const TreePersonLine *reports_line;
    uint8_t visit; // Of the search for circles.
    Person *next;
};

typedef struct Reading {
    Checker *checker;
    WritDirectory *directory;
    NameTable by_name; // To Person.
    WritMap *accounts; // To TreePersonLine.
    Person *first;
    Person *last;
} Reading;

static void tell_twice(Reading *reading, DiagCode code, WritSpan span, WritSpan before,
                       const char *what)
{
    WritDiag *diag = diag_error(reading->checker->diags, code, span, "%s", what);
    diag_label(diag, before, "the other one");
    diag_hint(diag, code == DIAG_PERSON_TWICE ? "Remove one, or give one of the two another name."
                                              : "Keep one of the two lines.");
}

static void tell_long(Reading *reading, WritSpan span)
{
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_DIRECTORY_TEXT, span,
                                "a name has more than %d bytes", WRIT_DIRECTORY_TEXT_BYTES_MAX);
    diag_hint(diag, "Write a shorter one.");
}

// --- Persons --------------------------------------------------------------------------------

static void add_person(Reading *reading, const TreePerson *tree)
{
    const Person *before = check_names_find(&reading->by_name, tree->name->name);
    if (before != NULL) {
        tell_twice(reading, DIAG_PERSON_TWICE, tree->name->span, before->tree->name->span,
                   "two persons have this name");
        return;
    }
    WritArena *arena = reading->checker->arena;
    WritText name =
        tree->title != NULL ? check_plain_text(reading->checker, tree->title) : tree->name->text;
    if (name.length > WRIT_DIRECTORY_TEXT_BYTES_MAX ||
        tree->name->text.length > WRIT_DIRECTORY_TEXT_BYTES_MAX) {
        tell_long(reading, tree->name->span);
        return;
    }
    Person *person = writ_arena_alloc(arena, sizeof *person);
    person->tree = tree;
    person->seats = writ_map_new(arena);
    person->absences = writ_arena_array(arena, tree->lines.count, sizeof(Absence));
    person->entry = &reading->directory->persons[reading->directory->person_count++];
    *person->entry = (WritPerson){
        .id = tree->name->text,
        .name = name,
        .accounts = writ_arena_array(arena, tree->lines.count, sizeof(WritText)),
        .memberships = writ_arena_array(arena, tree->lines.count, sizeof(WritMembership)),
        .absences = writ_arena_array(arena, tree->lines.count, sizeof(WritAbsence)),
    };
    (void)check_names_put(&reading->by_name, arena, tree->name->name, person);
    if (reading->last == NULL) {
        reading->first = person;
    } else {
        reading->last->next = person;
    }
    reading->last = person;
}

// --- Lines ----------------------------------------------------------------------------------

// A text that is compared, never shown alone: not empty, and bounded as the directory is.
static bool read_text(Reading *reading, const TreePersonLine *line, WritText *text)
{
    *text = check_plain_text(reading->checker, line->text);
    if (text->length > WRIT_DIRECTORY_TEXT_BYTES_MAX) {
        tell_long(reading, line->text->span);
        return false;
    }
    if (text->length == 0) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_DIRECTORY_TEXT, line->text->span,
                                    "nothing stands between the quotation marks");
        diag_hint(diag, "Write the account or group that you mean, or remove the line.");
        return false;
    }
    return true;
}

static bool is_full(Reading *reading, const TreePersonLine *line, uint32_t count)
{
    if (count < WRIT_PERSON_LIST_MAX) {
        return false;
    }
    WritDiag *diag =
        diag_error(reading->checker->diags, DIAG_PERSON_LINES, line->span,
                   "this person has more than %d lines of this kind", WRIT_PERSON_LIST_MAX);
    diag_hint(diag, "Remove those that are over.");
    return true;
}

static void read_account(Reading *reading, Person *person, const TreePersonLine *line)
{
    WritText account;
    if (is_full(reading, line, person->entry->account_count) ||
        !read_text(reading, line, &account)) {
        return;
    }
    const TreePersonLine *before = writ_map_find(reading->accounts, account);
    if (before != NULL) {
        WritDiag *diag =
            diag_error(reading->checker->diags, DIAG_ACCOUNT_TWICE, line->text->span,
                       "the account \"%.*s\" belongs to two lines", WRIT_TEXT_ARGS(account));
        diag_label(diag, before->text->span, "the other one");
        diag_reason(diag, "An account says who it was, so it belongs to one person.");
        diag_hint(diag, "Remove one of the lines.");
        return;
    }
    (void)writ_map_put(reading->accounts, account, (void *)(uintptr_t)line);
    person->entry->accounts[person->entry->account_count++] = account;
}

// A group and a unit as one text that no other pair gives.
static WritText seat_of(Reading *reading, WritText group, WritText unit)
{
    WritBuffer seat = {0};
    writ_buffer_format(&seat, "%.*s:%zu:", WRIT_TEXT_ARGS(unit), group.length);
    writ_buffer_add(&seat, group);
    WritText kept = writ_arena_text(reading->checker->arena, writ_buffer_text(&seat));
    writ_buffer_dispose(&seat);
    return kept;
}

static void read_membership(Reading *reading, Person *person, const TreePersonLine *line)
{
    WritMembership membership = {
        .unit = line->unit == NULL ? (WritText){0} : line->unit->text,
    };
    if (is_full(reading, line, person->entry->membership_count) ||
        !read_text(reading, line, &membership.group)) {
        return;
    }
    WritText seat = seat_of(reading, membership.group, membership.unit);
    const TreePersonLine *before = writ_map_put(person->seats, seat, (void *)(uintptr_t)line);
    if (before != NULL) {
        tell_twice(reading, DIAG_LINE_TWICE, line->span, before->span,
                   "this person belongs to the group twice");
        return;
    }
    person->entry->memberships[person->entry->membership_count++] = membership;
}

static Person *find_person(Reading *reading, const TreeName *name)
{
    Person *person = check_names_find(&reading->by_name, name->name);
    if (person != NULL) {
        return person;
    }
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_UNKNOWN_PERSON, name->span,
                                "there is no person called \"%.*s\"", WRIT_TEXT_ARGS(name->text));
    if (check_is_heard(reading->checker)) {
        Similar similar = check_similar(name->text);
        for (const Person *other = reading->first; other != NULL; other = other->next) {
            check_similar_try(&similar, other->entry->id);
        }
        check_similar_hint(&similar, diag);
    }
    return NULL;
}

static void read_reports_to(Reading *reading, Person *person, const TreePersonLine *line)
{
    if (person->reports_line != NULL) {
        tell_twice(reading, DIAG_LINE_TWICE, line->span, person->reports_line->span,
                   "\"reports to\" stands here twice");
        return;
    }
    person->reports_line = line;
    person->reports_to = find_person(reading, line->name);
    if (person->reports_to != NULL) {
        person->entry->reports_to = person->reports_to->entry->id;
    }
}

static bool read_date(Reading *reading, const TreeLiteral *literal, int64_t *days)
{
    WritError error;
    if (writ_date_parse(days, literal->text, &error) == WRIT_OK) {
        return true;
    }
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_BAD_LITERAL, literal->span,
                                "there is no such date");
    diag_hint(diag, "Write year, month and day: 2026-03-02.");
    return false;
}

static void read_absence(Reading *reading, Person *person, const TreePersonLine *line)
{
    if (is_full(reading, line, person->entry->absence_count)) {
        return;
    }
    Absence *absence = &person->absences[person->entry->absence_count];
    *absence = (Absence){.line = line};
    if (!read_date(reading, line->from, &absence->dates.from) ||
        !read_date(reading, line->through, &absence->dates.through)) {
        return;
    }
    if (absence->dates.through < absence->dates.from) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_ABSENCE, line->span,
                                    "this absence ends before it begins");
        diag_hint(diag, "Write the first day away, then the last one.");
        return;
    }
    absence->replacement = line->name == NULL ? NULL : find_person(reading, line->name);
    if (absence->replacement == person) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_ABSENCE, line->name->span,
                                    "nobody can stand in for themselves");
        diag_hint(diag, "Name somebody else, or leave \", replaced by\" out.");
        return;
    }
    if (absence->replacement != NULL) {
        absence->dates.replaced_by = absence->replacement->entry->id;
    }
    person->entry->absence_count++;
}

static void read_line(Reading *reading, Person *person, const TreePersonLine *line)
{
    switch (line->kind) {
    case TREE_PERSON_SIGNS_IN:
        read_account(reading, person, line);
        return;
    case TREE_PERSON_BELONGS_TO:
        read_membership(reading, person, line);
        return;
    case TREE_PERSON_REPORTS_TO:
        read_reports_to(reading, person, line);
        return;
    case TREE_PERSON_AWAY:
        read_absence(reading, person, line);
        return;
    case TREE_PERSON_CALENDAR:
        return; // When all calendars are known (own_calendars.c).
    }
    WRIT_UNREACHABLE();
}

// --- Absences -------------------------------------------------------------------------------

static int compare_absences(const void *a, const void *b)
{
    const Absence *x = a;
    const Absence *y = b;
    return x->dates.from < y->dates.from ? -1 : x->dates.from > y->dates.from;
}

// The first absence of a person, whose absences are sorted and do not overlap, that meets these
// days or lies behind them.
static uint32_t first_absence(const Person *person, const WritAbsence *days)
{
    uint32_t low = 0;
    uint32_t high = person->entry->absence_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (person->absences[middle].dates.through < days->from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

// The absence by which nobody acts for `person` on one of these days, NULL where somebody always
// does. Each absence is followed on the days that it shares with the one before it, so that the
// pieces of one step never overlap and the search stays as long as the lists.
static const Absence *find_gap(const Person *person, const WritAbsence *days, int hops_left)
{
    const Absence *gap = NULL;
    for (uint32_t i = first_absence(person, days); gap == NULL && i < person->entry->absence_count;
         i++) {
        const Absence *absence = &person->absences[i];
        if (absence->dates.from > days->through) {
            break;
        }
        if (absence->replacement == NULL || hops_left == 0) {
            gap = absence;
        } else {
            WritAbsence shared = {
                .from = absence->dates.from > days->from ? absence->dates.from : days->from,
                .through =
                    absence->dates.through < days->through ? absence->dates.through : days->through,
            };
            gap = find_gap(absence->replacement, &shared, hops_left - 1);
        }
    }
    return gap;
}

static void sort_absences(Reading *reading, Person *person)
{
    uint32_t count = person->entry->absence_count;
    if (count > 1) {
        qsort(person->absences, count, sizeof(Absence), compare_absences);
    }
    for (uint32_t i = 0; i < count; i++) {
        person->entry->absences[i] = person->absences[i].dates;
        if (i > 0 && person->absences[i].dates.from <= person->absences[i - 1].dates.through) {
            WritDiag *diag =
                diag_error(reading->checker->diags, DIAG_ABSENCE, person->absences[i].line->span,
                           "two absences of one person overlap");
            diag_label(diag, person->absences[i - 1].line->span, "the other one");
            diag_hint(diag, "Let one end on the day before the other begins.");
        }
    }
}

static bool is_absence_of(const Absence *absence, const Person *person)
{
    return absence >= person->absences && absence < person->absences + person->entry->absence_count;
}

static void warn_gap(Reading *reading, const Absence *absence, const Absence *gap)
{
    WritText named = absence->replacement->entry->id;
    bool direct = gap->replacement == NULL && is_absence_of(gap, absence->replacement);
    WritDiag *diag = diag_warning(
        reading->checker->diags, DIAG_REPLACEMENT_AWAY, absence->line->name->span,
        direct ? "\"%.*s\" is away on some of these days too, and names nobody"
               : "\"%.*s\" is away on some of these days too, and nobody is named who is there",
        WRIT_TEXT_ARGS(named));
    diag_label(diag, gap->line->span, "away here");
    diag_hint(diag, "Name somebody who is there, or let \"%.*s\" name somebody.",
              WRIT_TEXT_ARGS(named));
}

static void warn_replacements(Reading *reading, const Person *person)
{
    for (uint32_t i = 0; i < person->entry->absence_count; i++) {
        const Absence *absence = &person->absences[i];
        const Absence *gap =
            absence->replacement == NULL
                ? NULL
                : find_gap(absence->replacement, &absence->dates, WRIT_SUBSTITUTE_HOPS_MAX - 1);
        if (gap != NULL) {
            warn_gap(reading, absence, gap);
        }
    }
}

// --- Who reports to whom --------------------------------------------------------------------

enum { FRESH, OPEN, DONE };

static void tell_circle(Reading *reading, const Person *person)
{
    WritDiags *diags = reading->checker->diags;
    WritSpan span = person->reports_line->span;
    if (person->reports_to == person) {
        WritDiag *diag =
            diag_error(diags, DIAG_REPORTS_CIRCLE, span, "nobody can report to themselves");
        diag_hint(diag, "Name somebody else, or remove the line.");
        return;
    }
    WritDiag *diag = diag_error(diags, DIAG_REPORTS_CIRCLE, span,
                                "\"%.*s\" reports to somebody who reports back",
                                WRIT_TEXT_ARGS(person->entry->id));
    diag_label(diag, person->reports_to->reports_line->span, "the circle goes on here");
    diag_hint(diag, "Remove \"reports to\" where the circle should end.");
}

static void check_reports(Reading *reading, Person *start)
{
    Person *person = start;
    while (person != NULL && person->visit == FRESH) {
        person->visit = OPEN;
        person = person->reports_to;
    }
    if (person != NULL && person->visit == OPEN) {
        tell_circle(reading, person);
    }
    for (Person *at = start; at != NULL && at->visit == OPEN; at = at->reports_to) {
        at->visit = DONE;
    }
}

// --- The whole ------------------------------------------------------------------------------

static void read_persons(Reading *reading)
{
    for (Person *person = reading->first; person != NULL; person = person->next) {
        const TreePersonLine *line = person->tree->lines.first;
        for (; line != NULL; line = line->next) {
            read_line(reading, person, line);
        }
        sort_absences(reading, person);
    }
    for (Person *person = reading->first; person != NULL; person = person->next) {
        warn_replacements(reading, person);
        check_reports(reading, person);
    }
}

static const TreeFile *find_file(Reading *reading, const TreeFile *const *files, uint32_t count)
{
    const TreeFile *found = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const TreeFile *file = files[i];
        if (file->kind != TREE_FILE_DIRECTORY || !file->complete) {
            continue;
        }
        if (found != NULL) {
            WritDiag *diag = diag_error(reading->checker->diags, DIAG_DIRECTORY_TWICE,
                                        file->directory->span, "the book has two directories");
            diag_label(diag, found->directory->span, "the other one");
            diag_hint(diag, "Put all persons into one file.");
        } else {
            found = file;
        }
    }
    return found;
}

WritDirectory *check_directory(Checker *checker, const TreeFile *const *files, uint32_t count)
{
    Reading reading = {
        .checker = checker,
        .directory = writ_arena_alloc(checker->arena, sizeof(WritDirectory)),
        .accounts = writ_map_new(checker->arena),
    };
    const TreeFile *file = find_file(&reading, files, count);
    if (file == NULL) {
        return reading.directory;
    }
    const TreeDirectory *tree = file->directory;
    const TreePersons *persons = &tree->entries.persons;
    checker->directory = tree;
    check_metas(checker, &tree->metas);
    (void)check_plain_text(checker, tree->title);
    reading.directory->persons =
        writ_arena_array(checker->arena, persons->count, sizeof(WritPerson));
    for (const TreePerson *person = persons->first; person != NULL; person = person->next) {
        add_person(&reading, person);
    }
    read_persons(&reading);
    writ_directory_sort(reading.directory);
    return reading.directory;
}

void check_role_groups(Checker *checker, const WritDirectory *directory)
{
    WritMap *groups = writ_map_new(checker->arena);
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        for (uint32_t k = 0; k < person->membership_count; k++) {
            (void)writ_map_put(groups, person->memberships[k].group, checker);
        }
    }
    for (uint32_t m = 0; m < checker->module_count && directory->person_count > 0; m++) {
        for (uint32_t i = 0; i < checker->modules[m]->symbol_count; i++) {
            const Symbol *symbol = checker->modules[m]->symbols[i];
            if (symbol->kind == SYMBOL_ROLE && symbol->role->group.length > 0 &&
                writ_map_find(groups, symbol->role->group) == NULL) {
                WritDiag *diag = diag_warning(checker->diags, DIAG_EMPTY_GROUP, symbol->span,
                                              "nobody in the directory belongs to \"%.*s\"",
                                              WRIT_TEXT_ARGS(symbol->role->group));
                diag_hint(diag, "Add \"belongs to \"%.*s\"\" to a person, or correct the group.",
                          WRIT_TEXT_ARGS(symbol->role->group));
            }
        }
    }
}
