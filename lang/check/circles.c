// Lines `if … changes later` that go on with the work and write what such a line is carried out
// for. Each may set off another one, and none itself: nothing else bounds them.
#include "check/accesses.h"

#include "check/flow.h"
#include "check/places.h"
#include "check/process.h"

typedef enum Visit {
    VISIT_NOT_YET,
    VISIT_UNDER_WAY,
    VISIT_OVER,
} Visit;

// A line on the way, and which one it is asked of next whether it sets it off.
typedef struct Stop {
    uint32_t line, next;
} Stop;

typedef struct Circles {
    Checker *checker;
    const Process *process;
    Visit *visits; // Of each line.
    Stop *way;
    uint32_t length;
    PlaceId written; // By the action at hand.
    bool overlaps;
} Circles;

static void compare(void *context, PlaceId place, ReadDepth depth)
{
    (void)depth;
    Circles *circles = context;
    PlaceId canonical = check_place_canonical(circles->checker, place);
    circles->overlaps =
        circles->overlaps || check_places_overlap(circles->checker, canonical, circles->written);
}

// The action of a line that sets off another one, or NULL.
static const Action *find_cause(Circles *circles, const Binding *line, const Binding *other)
{
    const Action *action = line->actions->first;
    for (; action != NULL; action = action->next) {
        if (action->kind != WRIT_ACTION_SET || action->target == NULL) {
            continue;
        }
        circles->written = check_place_canonical(circles->checker, action->target->place);
        circles->overlaps = false;
        check_read_places(circles->checker, other->expr->place, READ_WITHIN, compare, circles);
        if (circles->overlaps) {
            return action;
        }
    }
    return NULL;
}

static void tell(const Circles *circles, const Action *cause, const Binding *line)
{
    WritDiag *diag = diag_error(circles->checker->diags, DIAG_CHANGES_ROUND, cause->span,
                                "this sets off the line again that led to it");
    diag_label(diag, line->span, "it is carried out when \"%.*s\" changes",
               WRIT_TEXT_ARGS(line->text));
    diag_hint(diag, "Write something else, or say at the end of the line where the case goes on: "
                    "\"go back to …\", for example.");
}

static void visit(Circles *circles, uint32_t line)
{
    circles->visits[line] = VISIT_UNDER_WAY;
    circles->way[circles->length++] = (Stop){line, 0};
}

// False where a circle was told.
static bool go_on_from(Circles *circles, Stop *stop)
{
    const Process *process = circles->process;
    for (; stop->next < process->binding_count; stop->next++) {
        const Binding *other = &process->bindings[stop->next];
        Visit seen = circles->visits[stop->next];
        const Action *cause =
            seen == VISIT_OVER ? NULL : find_cause(circles, &process->bindings[stop->line], other);
        if (cause != NULL && seen == VISIT_UNDER_WAY) {
            tell(circles, cause, other);
            return false;
        }
        if (cause != NULL) {
            visit(circles, stop->next);
            return true;
        }
    }
    circles->visits[stop->line] = VISIT_OVER;
    circles->length--;
    return true;
}

static bool is_in_no_circle(Circles *circles, uint32_t line)
{
    visit(circles, line);
    while (circles->length > 0) {
        if (!go_on_from(circles, &circles->way[circles->length - 1])) {
            return false;
        }
    }
    return true;
}

void check_circles(Checker *checker, Process *process)
{
    uint32_t count = process->binding_count;
    Circles circles = {
        .checker = checker,
        .process = process,
        .visits = writ_arena_array(checker->flow_scratch, count + 1, sizeof(Visit)),
        .way = writ_arena_array(checker->flow_scratch, count + 1, sizeof(Stop)),
    };
    for (uint32_t i = 0; i < count; i++) { // One that leads elsewhere is void then.
        bool goes_on = check_actions_go_on(process->bindings[i].actions);
        circles.visits[i] = goes_on ? VISIT_NOT_YET : VISIT_OVER;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (circles.visits[i] == VISIT_NOT_YET && !is_in_no_circle(&circles, i)) {
            break;
        }
    }
    writ_arena_reset(checker->flow_scratch);
}
