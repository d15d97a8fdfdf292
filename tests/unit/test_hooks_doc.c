// The example of docs/hooks.md does what the page says.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <unistd.h>

#include "support/pool_runner.h"
#include "writ/file_drop.h"

// The first block of Lua on the page.
static void read_example(WritBuffer *example)
{
    WritBuffer page = {0};
    char bytes[4096];
    FILE *file = fopen(HOOKS_PAGE, "rb");
    assert_non_null(file);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        writ_buffer_add(&page, (WritText){bytes, got});
    }
    (void)fclose(file);
    const char *start = strstr(writ_buffer_string(&page), "```lua\n");
    assert_non_null(start);
    start += strlen("```lua\n");
    const char *end = strstr(start, "```");
    assert_non_null(end);
    writ_buffer_add(example, (WritText){start, (size_t)(end - start)});
    writ_buffer_dispose(&page);
}

static void assert_file(const char *root, const char *name, const char *expected)
{
    char path[200];
    char text[100] = "";
    (void)snprintf(path, sizeof path, "%s/erp/%s", root, name);
    FILE *file = fopen(path, "rb");
    if (file != NULL) {
        (void)fread(text, 1, sizeof text - 1, file);
        (void)fclose(file);
    }
    assert_string_equal(text, expected);
    (void)unlink(path);
}

static void the_example_reserves_once_however_often_it_runs(void **state)
{
    (void)state;
    char root[] = "/tmp/writ_hooks_doc_XXXXXX";
    assert_non_null(mkdtemp(root));
    TestPool pool = test_pool_open(1, root);
    WritBuffer example = {0};
    read_example(&example);
    WritHookCall call =
        test_call("function fill() files.erp.write('stock.bolt-m8', '5 pcs') return 'done' end",
                  "fill", "{}");
    WritText uses = writ_text("files.erp");
    call.capabilities = &uses;
    call.capability_count = 1;
    RunOutcome outcome = test_run(pool.pool, &call);
    assert_string_equal(outcome.line.data, "returned done {}");
    run_outcome_dispose(&outcome);

    call.source = writ_buffer_text(&example);
    call.hash = writ_hash(call.source);
    call.function = writ_text("reserve_stock");
    static const struct {
        const char *id;
        const char *inputs;
        const char *expected;
    } steps[] = {
        {"A/1", "{\"item\": \"Bolt M8\", \"quantity\": \"3 pcs\"}",
         "returned reserved {\"promised_on\":\"2026-03-05\",\"quantity\":\"3 pcs\"}"},
        {"A/1", "{\"item\": \"Bolt M8\", \"quantity\": \"3 pcs\"}",
         "returned reserved {\"promised_on\":\"2026-03-05\",\"quantity\":\"3 pcs\"}"},
        {"A/2", "{\"item\": \"Bolt M8\", \"quantity\": \"3 pcs\"}",
         "returned reserved {\"promised_on\":\"2026-03-05\",\"quantity\":\"2 pcs\"}"},
        {"A/3", "{\"item\": \"Bolt M8\", \"quantity\": \"3 pcs\"}",
         "returned short {\"quantity\":\"0 pcs\"}"},
        {"A/4", "{\"item\": \"Nut\", \"quantity\": \"3 pcs\"}",
         "returned refused {\"quantity\":\"0 pcs\"}"},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        call.call_id = writ_text(steps[i].id);
        call.inputs = writ_text(steps[i].inputs);
        outcome = test_run(pool.pool, &call);
        assert_string_equal(outcome.line.data, steps[i].expected);
        run_outcome_dispose(&outcome);
    }
    assert_file(root, "stock.bolt-m8", "5 pcs");
    assert_file(root, "reserved.bolt-m8.a-1", "3 pcs");
    assert_file(root, "reserved.bolt-m8.a-2", "2 pcs");
    writ_buffer_dispose(&example);
    test_pool_close(&pool);
    char path[60];
    (void)snprintf(path, sizeof path, "%s/erp", root);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(root), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_reserves_once_however_often_it_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
