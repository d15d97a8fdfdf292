#include "support/plan_example.h"

typedef struct Example {
    PlanBuilder *b;
    uint32_t line, order, position, erp_input, erp_output, stock;
    WritTypeId boolean, number, percent, text, person, pcs, class, result;
    uint32_t clerk;
    uint32_t delivered, refused;
    uint32_t credit_released;
    uint32_t about_order;
    uint32_t intake, unwinding;
} Example;

static void add_types(Example *e)
{
    PlanBuilder *b = e->b;
    e->boolean = build_plain(b, WRIT_TYPE_BOOLEAN);
    e->number = build_plain(b, WRIT_TYPE_NUMBER);
    e->percent = build_plain(b, WRIT_TYPE_PERCENT);
    e->text = build_plain(b, WRIT_TYPE_TEXT);
    e->person = build_plain(b, WRIT_TYPE_PERSON);
    e->pcs = build_quantity(b, "pcs");
    e->class = build_choice(b, "CustomerClass", "standard, key_account, distributor");
    e->result = build_choice(b, "CreditResult", "free, manual, refused");
    (void)build_ordered_choice(b, "Priority", "low, normal, high");
}

static void add_line(Example *e)
{
    PlanBuilder *b = e->b;
    e->line = build_record(b, "OrderLine");
    (void)build_field(b, e->line, "item", e->text);
    uint32_t ordered = build_field(b, e->line, "ordered", e->pcs);
    uint32_t shipped = build_field(b, e->line, "shipped", e->pcs);
    uint32_t outstanding = build_field(b, e->line, "outstanding", e->pcs);
    uint32_t currency = build_field(b, e->line, "currency", build_plain(b, WRIT_TYPE_CURRENCY));
    (void)build_field(b, e->line, "net", build_money_in(b, currency));
    build_at_start(b, e->line, shipped, build_constant(b, e->pcs, "0 pcs"));
    build_such_that(b, e->line, ordered,
                    build_two(b, WRIT_OP_GREATER, build_self(b, e->line, "ordered"),
                              build_constant(b, e->pcs, "0 pcs")),
                    "ordered > 0 pcs");
    build_computed(b, e->line, outstanding,
                   build_two(b, WRIT_OP_SUBTRACT, build_self(b, e->line, "ordered"),
                             build_self(b, e->line, "shipped")));
}

static void add_order(Example *e)
{
    PlanBuilder *b = e->b;
    WritTypeId line = build_record_type(b, e->line);
    e->order = build_record(b, "Order");
    (void)build_field(b, e->order, "number", e->text);
    (void)build_field(b, e->order, "contact", e->person);
    (void)build_field(b, e->order, "class", e->class);
    uint32_t currency = build_field(b, e->order, "currency", build_plain(b, WRIT_TYPE_CURRENCY));
    (void)build_field(b, e->order, "wanted_on", build_optional(b, build_plain(b, WRIT_TYPE_DATE)));
    (void)build_field(b, e->order, "limit", build_money_in(b, currency));
    uint32_t lines = build_field(b, e->order, "lines", build_list(b, line));
    uint32_t total = build_field(b, e->order, "total", build_money_in(b, currency));
    build_computed(b, e->order, total,
                   build_sum(b, build_self(b, e->order, "lines"), WRIT_NONE, 0,
                             build_local(b, 0, line, "net")));
    build_such_that(b, e->order, lines,
                    build_over(b, WRIT_OP_EVERY, build_self(b, e->order, "lines"),
                               build_two(b, WRIT_OP_EQUAL, build_local(b, 0, line, "currency"),
                                         build_self(b, e->order, "currency")),
                               0),
                    "every line in lines has line.currency = currency");
}

static void add_data(Example *e)
{
    PlanBuilder *b = e->b;
    (void)build_parameter(b, "order", build_record_type(b, e->order));
    (void)build_stored(b, "credit", e->result, build_constant(b, e->result, "manual"));
    (void)build_stored(b, "priority", build_plain(b, WRIT_TYPE_DURATION),
                       build_constant(b, build_plain(b, WRIT_TYPE_DURATION), "2 days"));
    e->clerk = build_role(b, "clerk");
    e->delivered = build_ending(b, "delivered");
    e->refused = build_ending(b, "refused");
    e->credit_released = build_milestone(b, "credit_released");
}

static void add_message(Example *e)
{
    PlanBuilder *b = e->b;
    WritTypeId order = build_record_type(b, e->order);
    uint32_t subject[] = {
        build_words(b, "Order "),
        build_local(b, 0, order, "number"),
        build_words(b, ", "),
        build_context(b, WRIT_CONTEXT_STAGE_TITLE),
    };
    uint32_t text[] = {
        build_one(b, WRIT_OP_PERSON_NAME, build_local(b, 0, order, "contact")),
        build_words(b, " wants it "),
        build_local(b, 0, order, "wanted_on"),
        build_context(b, WRIT_CONTEXT_TASK_DUE),
    };
    e->about_order =
        build_message(b, "about_order", order, build_join(b, subject, 4), build_join(b, text, 4));
}

static uint32_t add_hooks(Example *e)
{
    PlanBuilder *b = e->b;
    e->erp_input = build_record(b, "");
    (void)build_field(b, e->erp_input, "item", e->text);
    (void)build_field(b, e->erp_input, "quantity", e->pcs);
    e->erp_output = build_record(b, "");
    (void)build_field(b, e->erp_output, "quantity", e->pcs);
    uint32_t nothing = build_record(b, "");
    WritTypeId input = build_record_type(b, e->erp_input);
    WritTypeId output = build_record_type(b, e->erp_output);
    uint32_t reserve = build_hook(b, "erp.reserve", e->erp_input, e->erp_output, "reserved, short");
    uint32_t release = build_hook(b, "erp.release", e->erp_input, nothing, "released");
    uint32_t args[] = {build_local(b, 0, input, "item"), build_local(b, 1, output, "quantity")};
    build_undo(b, reserve, release, args);
    uint32_t once = build_local(b, 0, input, "item");
    build_plan(b)->hooks[release].once_start = build_operands(b, &once, 1);
    build_plan(b)->hooks[release].once_count = 1;
    WritHook *hook = &build_plan(b)->hooks[reserve];
    hook->uses_start = build_text_list(b, "http.erp", &hook->use_count);
    hook->retries = 5;
    return reserve;
}

static uint32_t add_decision(Example *e)
{
    PlanBuilder *b = e->b;
    uint32_t input = build_record(b, "");
    (void)build_field(b, input, "use_of_limit", e->percent);
    (void)build_field(b, input, "overdue_days", e->number);
    (void)build_field(b, input, "class", e->class);
    uint32_t output = build_record(b, "");
    (void)build_field(b, output, "credit", e->result);
    uint32_t table = build_decision(b, "credit_decision", input, output, WRIT_HIT_EXACTLY_ONE);
    build_row(b, table, "C10 | up to 80%            | up to 5  | any             || free");
    build_row(b, table, "C20 | up to 80%            | above 5  | not distributor || manual");
    build_row(b, table, "C30 | up to 80%            | above 5  | distributor     || refused");
    build_row(b, table, "C40 | above 80% up to 120% | up to 30 | any             || manual");
    build_row(b, table, "C50 | above 80% up to 120% | above 30 | any             || refused");
    build_row(b, table, "C60 | above 120%           | any      | any             || refused");
    return table;
}

static void add_event(Example *e)
{
    PlanBuilder *b = e->b;
    e->stock = build_record(b, "");
    (void)build_field(b, e->stock, "item", e->text);
    (void)build_field(b, e->stock, "quantity", e->pcs);
    uint32_t arrived = build_event(b, "stock_arrived", e->stock, "");
    build_plan(b)->events[arrived].kept_count = 10;
    build_plan(b)->events[arrived].kept_unit = WRIT_DAYS;
    uint32_t asked = build_event(b, "question_asked", e->stock, "item");
    build_sender(b, arrived, "erp", 3600000);
    build_sender(b, arrived, "wms", 600000);
    build_sender(b, asked, "wms", 1000);
    uint32_t actions =
        build_action(b, act_notify(b, party_owner(), e->about_order, build_read(b, "order")));
    WritHappens *happens = writ_arena_alloc(build_arena(b), sizeof *happens);
    *happens = (WritHappens){
        .event = asked,
        .where = build_two(b, WRIT_OP_EQUAL, build_event_read(b, e->stock, "item"),
                           build_read(b, "order.number")),
        .actions = actions,
        .stages_start = build_operands(b, &e->intake, 1),
        .stage_count = 1,
    };
    build_plan(b)->happens = happens;
    build_plan(b)->happens_count = 1;
}

static void add_stages(Example *e)
{
    PlanBuilder *b = e->b;
    e->intake = build_stage(b, "intake");
    e->unwinding = build_detour(b, "unwinding");
    uint32_t undo[] = {e->intake};
    WritAction unwind[] = {act_undo(undo[0]), act_end(e->refused)};
    (void)build_route(b, e->unwinding, build_actions(b, unwind, 2));
}

// Somebody looks at the order.
static void add_look(Example *e, uint32_t parent)
{
    PlanBuilder *b = e->b;
    uint32_t look = build_step(b, parent, "look", WRIT_ACT_DO);
    build_by(b, look, party_role(e->clerk));
    build_by(b, look, party_person(build_read(b, "order.contact")));
    build_never_by(b, look, party_owner());
    build_fill(b, look, "order.wanted_on");
    build_show(b, look, "order.total");
    build_need(b, look, build_one(b, WRIT_OP_IS_PRESENT, build_read(b, "order.wanted_on")),
               "order.wanted_on is present", "The customer waits");
    build_outcome(b, look, "done", build_next(b));
    build_outcome(
        b, look, "later",
        build_action(b, act_go_back(e->intake, 2, build_action(b, act_go_to(e->unwinding)))));
    build_step_mark(b, look, e->credit_released);
    WritAction late[] = {
        act_reassign(b, party_role(0)),
        act_notify(b, party_assignee(), e->about_order, build_read(b, "order")),
        act_extend(2, WRIT_DAYS, 1, build_next(b)),
    };
    build_deadline(b, build_node_of(b, look), WRIT_DEADLINE_AFTER, build_read(b, "priority"),
                   build_actions(b, late, 3));
    build_plan(b)->steps[look].only_if =
        build_one(b, WRIT_OP_NOT, build_one(b, WRIT_OP_IS_EMPTY, build_read(b, "order.lines")));
}

static void add_lines(Example *e, uint32_t parent, uint32_t hook)
{
    PlanBuilder *b = e->b;
    uint32_t each = build_for_each(b, parent, "line", "order.lines", WRIT_EACH_SAME_TIME);
    build_where(b, each,
                build_two(b, WRIT_OP_GREATER, build_read(b, "line.outstanding"),
                          build_constant(b, e->pcs, "0 pcs")));
    uint32_t still_not = build_action(b, act_set(b, "line.shipped", build_read(b, "line.ordered")));
    uint32_t repeat = build_repeat(b, each, 3,
                                   build_two(b, WRIT_OP_EQUAL, build_read(b, "line.outstanding"),
                                             build_constant(b, e->pcs, "0 pcs")),
                                   still_not);
    uint32_t reserve = build_step(b, repeat, "reserve", WRIT_ACT_CALL);
    uint32_t args[] = {build_read(b, "line.item"), build_read(b, "line.outstanding")};
    build_call(b, reserve, hook, args, build_action(b, act_skip_next(each)));
    (void)build_into(b, reserve, "stock", each);
    WritAction reserved[] = {
        act_set(b, "line.shipped",
                build_two(b, WRIT_OP_ADD, build_read(b, "line.shipped"),
                          build_read(b, "stock.quantity"))),
        act_next(),
    };
    build_outcome(b, reserve, "reserved", build_actions(b, reserved, 2));
    build_outcome(b, reserve, "short", build_nothing(b));
    uint32_t wait = build_step(b, repeat, "await", WRIT_ACT_WAIT);
    uint32_t condition = build_two(b, WRIT_OP_EQUAL, build_event_read(b, e->stock, "item"),
                                   build_read(b, "line.item"));
    build_wait(b, wait, 0, condition);
    uint32_t match[] = {0, build_read(b, "line.item")};
    build_plan(b)->steps[wait].match_start = build_operands(b, match, 2);
    build_plan(b)->steps[wait].match_count = 1;
}

static void add_credit(Example *e, uint32_t branch, uint32_t table)
{
    PlanBuilder *b = e->b;
    uint32_t decide = build_step(b, branch, "decide_credit", WRIT_ACT_DECIDE);
    uint32_t args[] = {
        build_share(b, build_read(b, "order.total"), build_read(b, "order.limit")),
        build_number(b, "7"),
        build_read(b, "order.class"),
    };
    build_decide(b, decide, table, args, "credit");
    uint32_t fork = build_if(b, branch);
    uint32_t members[] = {build_constant(b, e->result, "manual"),
                          build_constant(b, e->result, "refused")};
    uint32_t bad = build_arm(b, fork, build_in_set(b, build_read(b, "credit"), members, 2));
    (void)build_route(b, bad, build_action(b, act_skip_end(branch)));
    uint32_t good = build_arm(b, fork, WRIT_NONE);
    uint32_t mark = build_step(b, good, "mark", WRIT_ACT_ACTIONS);
    build_then(b, mark, build_action(b, act_mark(e->credit_released)));
}

// Operations that the flow has no use for, as conditions of a branch that asks them all.
static uint32_t more_operations(Example *e)
{
    PlanBuilder *b = e->b;
    WritTypeId line = build_record_type(b, e->line);
    uint32_t lines = build_read(b, "order.lines");
    uint32_t many =
        build_two(b, WRIT_OP_LESS_EQUAL, build_over(b, WRIT_OP_COUNT, lines, WRIT_NONE, 0),
                  build_number(b, "10"));
    uint32_t some = build_over(b, WRIT_OP_SOME, lines,
                               build_range(b, WRIT_OP_IN_RANGE, build_local(b, 0, line, "ordered"),
                                           build_constant(b, e->pcs, "1 pcs"),
                                           build_constant(b, e->pcs, "9 pcs")),
                               0);
    uint32_t date = build_plain(b, WRIT_TYPE_DATE);
    uint32_t wanted = build_two(b, WRIT_OP_OR_ELSE, build_read(b, "order.wanted_on"),
                                build_constant(b, date, "2026-03-02"));
    uint32_t soon =
        build_range(b, WRIT_OP_IN_RANGE_BELOW, wanted, build_constant(b, date, "2026-01-01"),
                    build_two(b, WRIT_OP_ADD, build_constant(b, date, "2026-01-01"),
                              build_constant(b, build_plain(b, WRIT_TYPE_DURATION), "1 month")));
    uint32_t amount = build_two(
        b, WRIT_OP_MULTIPLY, build_one(b, WRIT_OP_NEGATE, build_number(b, "2")),
        build_rounded(b, build_amount(b, build_read(b, "order.total")), build_number(b, "2")));
    uint32_t small = build_two(b, WRIT_OP_LESS, amount, build_number(b, "0"));
    uint32_t fields[] = {build_words(b, "A-1"),
                         build_constant(b, e->pcs, "3 pcs"),
                         WRIT_NONE,
                         WRIT_NONE,
                         build_constant(b, build_plain(b, WRIT_TYPE_CURRENCY), "EUR"),
                         build_constant(b, build_money(b, "EUR"), "5.50 EUR")};
    uint32_t inside = build_two(b, WRIT_OP_IN_LIST, build_record_of(b, e->line, fields), lines);
    uint32_t all = build_two(b, WRIT_OP_AND, build_two(b, WRIT_OP_OR, many, some),
                             build_two(b, WRIT_OP_AND, soon, small));
    return build_two(b, WRIT_OP_OR, all, inside);
}

static void add_process(Example *e)
{
    PlanBuilder *b = e->b;
    WritPlan *plan = build_plan(b);
    WritParty owner = party_role(e->clerk);
    plan->on_nobody = build_action(b, act_reassign(b, party_owner()));
    uint32_t key = build_read(b, "order.number");
    plan->keys_start = build_operands(b, &key, 1);
    plan->key_count = 1;
    plan->keys_text = writ_text("order.number");
    plan->second = WRIT_SECOND_REFUSED;
    plan->owner = owner;
    plan->cancellation = (WritCancellation){
        .allowed = true,
        .title = writ_text("The customer withdraws the order"),
        .performer = {WRIT_PERFORMER_ANY, 0, 1},
        .only_before = e->credit_released,
        .actions = build_actions(b, (WritAction[]){act_undo(WRIT_NONE), act_end(e->refused)}, 2),
    };
}

PlanBuilder *plan_example_new(void)
{
    Example example = {.b = build_new("sales.order_to_deliver")};
    Example *e = &example;
    add_types(e);
    add_line(e);
    add_order(e);
    add_data(e);
    add_message(e);
    uint32_t hook = add_hooks(e);
    uint32_t table = add_decision(e);
    add_stages(e);
    add_event(e);
    add_look(e, e->intake);
    uint32_t same = build_same_time(e->b, e->intake, WRIT_JOIN_ALL);
    add_lines(e, build_branch(e->b, same, "picking"), hook);
    add_credit(e, build_branch(e->b, same, "credit"), table);
    uint32_t fork = build_if(e->b, e->intake);
    uint32_t arm = build_arm(e->b, fork, more_operations(e));
    (void)build_route(e->b, arm, build_action(e->b, act_end(e->delivered)));
    add_process(e);
    (void)build_finish(e->b);
    return e->b;
}

PlanBuilder *plan_smallest_new(void)
{
    PlanBuilder *b = build_new("test.smallest");
    uint32_t stage = build_stage(b, "only");
    uint32_t step = build_step(b, stage, "look", WRIT_ACT_DO);
    build_by(b, step, party_role(0));
    build_outcome(b, step, "done", build_next(b));
    (void)build_finish(b);
    return b;
}
