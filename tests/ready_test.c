/* The patterns of the built-in pack, which are compiled when dcx is built. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "document/layout.h"
#include "gather.h"
#include "rules/search.h"

static const char text[] =
    "一、概况\n\n2024年，全省水泥产量为1.5万吨，同比增长3.2%[1]。据省局统计，甲、乙分别为3个、4个，"
    "占全部的5%，预计从6个增加到7个。\n\n[1] 来源：省局\n";

static memory mem;
static jmp_buf trap;
static arena room;

static int begin(void **state) {
    (void)state;
    memory_init(&mem, NULL);
    mem.trap = &trap;
    arena_init(&room, &mem);
    return setjmp(trap);
}

static int end(void **state) {
    (void)state;
    arena_free(&room);
    return 0;
}

static dcx_pack *open_pack(const pack_data *data) {
    dcx_pack *pack;
    dcx_error error;
    assert_int_equal(pack_load(&pack, data, NULL, 0, NULL, &error), DCX_OK);
    return pack;
}

static void same_names(const regex_name *a, const regex_name *b) {
    for (; a->name && b->name; a++, b++) {
        assert_string_equal(a->name, b->name);
        assert_int_equal(a->groups, b->groups);
    }
    assert_true(!a->name && !b->name);
}

/* What the program holds is what would be compiled here and now. */
static void same(const char *what, const regex_ready *held, const regex_ready *made) {
    if (!held || !made) {
        fail_msg("%s: not compiled", what);
        return;
    }
    assert_string_equal(held->pattern, made->pattern);
    assert_int_equal(held->anchored, made->anchored);
    size_t needs = regex_needs_size(held->needs);
    assert_int_equal(needs, regex_needs_size(made->needs));
    assert_memory_equal(held->needs, made->needs, needs);
    assert_memory_equal(held->first, made->first, sizeof *held->first);
    assert_memory_equal(held->last, made->last, sizeof *held->last);
    assert_int_equal(!held->start, !made->start);
    if (held->start)
        assert_memory_equal(held->start, made->start, sizeof *held->start);
    assert_int_equal(!held->lead, !made->lead);
    if (held->lead)
        assert_memory_equal(held->lead, made->lead, sizeof *held->lead);
    same_names(held->names, made->names);
    assert_int_equal(held->code_size, made->code_size);
    assert_memory_equal(held->code, made->code, held->code_size);
}

static void patterns_are_up_to_date(void **state) {
    (void)state;
    dcx_pack *pack = open_pack(&pack_builtin);
    regex_engine *e = regex_engine_new(&mem);
    char why[128];
    dcx_error error;
    for (uint32_t i = 0; i < pack_builtin.rules; i++) {
        const pack_rule *r = &pack_builtin.rule[i];
        same(r->id, r->ready, search_prepare(e, &room, pack, r->pattern, why, sizeof why));
    }
    for (uint32_t i = 0; i < pack_builtin.layouts; i++) {
        const pack_layout *l = &pack_builtin.layout[i];
        same(l->pattern, l->ready, layout_prepare(e, &room, pack, l, &error));
    }
    regex_engine_free(e);
    dcx_pack_free(pack);
}

/* As if another PCRE2 had saved it. */
static const regex_ready *estranged(const regex_ready *ready) {
    regex_ready *other = arena_alloc(&room, sizeof *other);
    *other = *ready;
    other->code = arena_array(&room, ready->code_size, 1);
    return other;
}

static void another_pcre_finds_the_same(void **state) {
    (void)state;
    pack_data data = pack_builtin;
    pack_rule *rule = arena_array(&room, data.rules, sizeof *rule);
    pack_layout *layout = arena_array(&room, data.layouts, sizeof *layout);
    for (uint32_t i = 0; i < data.rules; i++) {
        rule[i] = data.rule[i];
        rule[i].ready = estranged(rule[i].ready);
    }
    for (uint32_t i = 0; i < data.layouts; i++) {
        layout[i] = data.layout[i];
        layout[i].ready = estranged(layout[i].ready);
    }
    data.rule = rule;
    data.layout = layout;
    dcx_pack *usual = open_pack(&pack_builtin), *other = open_pack(&data);
    static gathered found, again;
    dcx_error error;
    assert_int_equal(gather_text(usual, NULL, text, &found, &error), DCX_OK);
    assert_int_equal(gather_text(other, NULL, text, &again, &error), DCX_OK);
    assert_true(found.count >= 6);
    assert_memory_equal(&found, &again, sizeof found);
    dcx_pack_free(usual);
    dcx_pack_free(other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(patterns_are_up_to_date, begin, end),
        cmocka_unit_test_setup_teardown(another_pcre_finds_the_same, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
