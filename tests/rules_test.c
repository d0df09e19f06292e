/* Every rule of the built-in pack is held to the examples that stand beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "dcx.h"

static void report(void *data, const dcx_error *what) {
    (void)data;
    print_message("%s:%ld: %s\n", what->file, what->line, what->message);
}

static void examples_hold(void **state) {
    (void)state;
    dcx_pack *pack;
    dcx_error error;
    size_t examples = 0, failures = 0;
    assert_int_equal(dcx_pack_open(&pack, NULL, 0, NULL, &error), DCX_OK);
    dcx_status status = dcx_pack_test(pack, report, NULL, &examples, &failures, &error);
    if (status)
        print_message("%s\n", error.message);
    assert_int_equal(status, DCX_OK);
    assert_true(examples > 0);
    assert_int_equal(failures, 0);
    dcx_pack_free(pack);
}

typedef struct tally {
    size_t rules, without_example;
} tally;

static int count_rule(void *data, const dcx_row *row) {
    tally *t = data;
    int examples = dcx_schema_find(row->schema, "examples");
    t->rules++;
    t->without_example += row->field[examples].length == 1 && row->field[examples].at[0] == '0';
    return 0;
}

static void every_rule_has_an_example(void **state) {
    (void)state;
    dcx_pack *pack;
    dcx_error error;
    tally t = {0};
    assert_int_equal(dcx_pack_open(&pack, NULL, 0, NULL, &error), DCX_OK);
    assert_int_equal(dcx_pack_rules(pack, count_rule, &t, &error), DCX_OK);
    assert_true(t.rules > 20);
    assert_int_equal(t.without_example, 0);
    dcx_pack_free(pack);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_hold),
        cmocka_unit_test(every_rule_has_an_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
