/* The library as others use it: nothing but dcx.h. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "allocator.h"
#include "builtin.h"
#include "gather.h"

#define BULLETIN                                                                                                                                               \
    "# 青山市2024年统计公报\n\n一、工业\n\n全年工业增加值达到1,286.4亿元，比上年增长6.2%。其中，装备制造业增长9.1%，" \
    "占工业增加值的23.5%[1]。\n\n[1] 数据来源：青山市统计局\n\n到2030年，绿色工厂数量达到120家。\n"
#define NOTICE "上半年，全市接待游客320万人次，同比下降1.8%。连续5天降雨。\n"
#define LETTER "尊敬的用户：本站12日起维护，敬请谅解。\n"

static dcx_reader *open_reader(const dcx_options *options) {
    dcx_reader *reader;
    assert_int_equal(dcx_reader_open(&reader, pack, options, NULL, NULL), DCX_OK);
    return reader;
}

static dcx_status read_text(dcx_reader *reader, const char *text, gathered *found) {
    const dcx_handler handler = {.data = found, .record = gather};
    found->count = 0;
    return dcx_extract(reader, "text", text, strlen(text), &handler, NULL, NULL);
}

static void assert_same(const gathered *a, const gathered *b) {
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        for (int f = 0; f < DCX_RECORD_FIELDS; f++)
            assert_string_equal(a->at[i].field[f], b->at[i].field[f]);
}

/* ---- handles ---- */

static void freeing_nothing(void **state) {
    (void)state;
    dcx_reader_free(NULL);
    dcx_pack_free(NULL);
    dcx_unit_free(NULL);
    dcx_writer_free(NULL);
}

static void version(void **state) {
    (void)state;
    char numbers[32];
    (void)snprintf(numbers, sizeof numbers, "%d.%d.%d", DCX_VERSION_MAJOR, DCX_VERSION_MINOR, DCX_VERSION_PATCH);
    assert_string_equal(dcx_version(), DCX_VERSION);
    assert_string_equal(numbers, DCX_VERSION);
}

static void schemas(void **state) {
    (void)state;
    const dcx_schema *record = dcx_record_schema();
    assert_int_equal(record->columns, DCX_RECORD_FIELDS);
    for (size_t i = 0; i < record->columns; i++)
        assert_int_equal(dcx_schema_find(record, record->column[i].name), i);
    assert_int_equal(dcx_schema_find(record, "metric"), DCX_METRIC);
    assert_int_equal(dcx_schema_find(record, "id"), DCX_ID);
    assert_int_equal(dcx_schema_find(record, "Metric"), -1);
    assert_int_equal(dcx_schema_find(record, ""), -1);
    assert_true(dcx_schema_find(dcx_missed_schema(), "reason") >= 0);
    assert_true(dcx_schema_find(dcx_token_schema(), "kind") >= 0);
    assert_true(dcx_schema_find(dcx_rule_schema(), "pattern") >= 0);
}

static void options_may_be_missing(void **state) {
    (void)state;
    static gathered without, with;
    static const dcx_options none = {0};
    dcx_reader *a = open_reader(NULL), *b = open_reader(&none);
    assert_int_equal(read_text(a, BULLETIN, &without), DCX_OK);
    assert_int_equal(read_text(b, BULLETIN, &with), DCX_OK);
    assert_true(without.count >= 5);
    assert_same(&without, &with);
    dcx_reader_free(b);
    dcx_reader_free(a);
}

static void the_year_that_is_given_wins(void **state) {
    (void)state;
    static gathered g;
    static const dcx_options options = {.year = 2019};
    dcx_reader *reader = open_reader(&options);
    assert_int_equal(read_text(reader, NOTICE, &g), DCX_OK);
    assert_string_equal(g.at[0].field[DCX_YEAR], "2019");
    assert_string_equal(g.at[0].field[DCX_PERIOD], "2019-01/2019-06");
    dcx_reader_free(reader);
}

/* ---- documents ---- */

static void empty_documents(void **state) {
    (void)state;
    static gathered g;
    static const char *const empty[] = {"", "\n", "\xEF\xBB\xBF", " \r\n\t\n\n", "\f", "#\n"};
    dcx_reader *reader = open_reader(NULL);
    const dcx_handler handler = {.data = &g, .record = gather};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        assert_int_equal(read_text(reader, empty[i], &g), DCX_OK);
        assert_int_equal(g.count, 0);
    }
    assert_int_equal(dcx_extract(reader, "", NULL, 0, &handler, NULL, NULL), DCX_OK);
    assert_int_equal(dcx_tokens(reader, "", NULL, 0, &handler, NULL), DCX_OK);
    dcx_reader_free(reader);
}

/* Whatever a reader has read before, it gives what a new one gives. */
static void one_reader_for_many(void **state) {
    (void)state;
    static const char *const text[] = {BULLETIN, "", NOTICE, LETTER, "\xFF\xFE", BULLETIN NOTICE, NOTICE, BULLETIN};
    static gathered fresh, used;
    dcx_reader *reader = open_reader(NULL);
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
            dcx_reader *other = open_reader(NULL);
            assert_int_equal(read_text(other, text[i], &fresh), read_text(reader, text[i], &used));
            assert_same(&fresh, &used);
            dcx_reader_free(other);
        }
    dcx_reader_free(reader);
}

typedef struct stopper {
    int rows, stop_at;
} stopper;

static int stop_there(void *data, const dcx_row *row) {
    stopper *s = data;
    (void)row;
    return ++s->rows == s->stop_at ? 7 : 0;
}

static void handlers_stop(void **state) {
    (void)state;
    static gathered g;
    dcx_reader *reader = open_reader(NULL);
    for (int at = 1; at <= 3; at++) {
        stopper s = {0, at};
        const dcx_handler handler = {.data = &s, .record = stop_there};
        dcx_counts counts = {0};
        assert_int_equal(dcx_extract(reader, "x", BULLETIN, strlen(BULLETIN), &handler, &counts, NULL), DCX_STOPPED);
        assert_int_equal(s.rows, at);
        assert_int_equal(counts.records, at);
        s.rows = 0;
        assert_int_equal(dcx_tokens(reader, "x", BULLETIN, strlen(BULLETIN), &handler, NULL), DCX_STOPPED);
        assert_int_equal(s.rows, at);
    }
    stopper s = {0, 1};
    const dcx_handler missed = {.data = &s, .record = stop_there, .missed = stop_there};
    static const char days[] = "连续5天降雨，随后7天放晴。";
    assert_int_equal(dcx_extract(reader, "x", days, strlen(days), &missed, NULL, NULL), DCX_STOPPED);
    assert_int_equal(read_text(reader, BULLETIN, &g), DCX_OK);
    assert_true(g.count >= 5);
    dcx_reader_free(reader);
}

static void counts_are_added_up(void **state) {
    (void)state;
    static gathered g;
    dcx_reader *reader = open_reader(NULL);
    dcx_counts counts = {.records = 100};
    const dcx_handler handler = {.data = &g, .record = gather};
    assert_int_equal(dcx_extract(reader, "x", NOTICE, strlen(NOTICE), &handler, &counts, NULL), DCX_OK);
    assert_int_equal(counts.records, 100 + g.count);
    assert_int_equal(counts.excluded + counts.unbound, 1);
    assert_true(counts.dates >= 1);
    dcx_reader_free(reader);
}

static void count_warning(void *data, const dcx_error *what) {
    int *n = data;
    ++*n;
    assert_int_equal(what->line, 2);
    assert_string_equal(what->file, "odd.txt");
}

static int count_row(void *data, const dcx_row *row) {
    (void)data;
    return row->schema != dcx_record_schema();
}

static void text_that_is_not_utf8(void **state) {
    (void)state;
    static const char odd[] = "全市小学数量为12所。\n全市\xC4\xE3初中数量为8所。\n";
    static const dcx_options strict = {.strict = 1};
    int warnings = 0;
    dcx_error error;
    const dcx_handler handler = {.data = &warnings, .record = count_row, .warning = count_warning};
    dcx_reader *reader = open_reader(NULL), *severe = open_reader(&strict);
    assert_int_equal(dcx_extract(reader, "odd.txt", odd, strlen(odd), &handler, NULL, &error), DCX_OK);
    assert_true(warnings > 0);
    assert_int_equal(dcx_extract(severe, "odd.txt", odd, strlen(odd), &handler, NULL, &error), DCX_BAD_INPUT);
    assert_int_equal(error.status, DCX_BAD_INPUT);
    assert_int_equal(error.line, 2);
    assert_int_equal(dcx_extract(severe, "odd.txt", odd, strlen(odd), &handler, NULL, NULL), DCX_BAD_INPUT);
    dcx_reader_free(severe);
    dcx_reader_free(reader);
}

static void rows_name_their_place(void **state) {
    (void)state;
    static gathered g;
    dcx_reader *reader = open_reader(NULL);
    const dcx_handler handler = {.data = &g, .record = gather};
    g.count = 0;
    assert_int_equal(dcx_extract(reader, "a b.md", BULLETIN, strlen(BULLETIN), &handler, NULL, NULL), DCX_OK);
    const gathered_record *r = &g.at[0];
    assert_string_equal(r->field[DCX_VALUE], "1286.4");
    assert_string_equal(r->field[DCX_FILE], "a b.md");
    assert_string_equal(r->field[DCX_LINE], "5");
    assert_string_equal(r->field[DCX_COLUMN], "10");
    assert_string_equal(r->field[DCX_LENGTH], "9");
    assert_string_equal(r->field[DCX_QUOTE], "1,286.4亿元");
    assert_string_equal(r->field[DCX_PAGE], "");
    assert_string_equal(r->field[DCX_SECTION], "一、工业");
    assert_string_equal(r->field[DCX_DOCUMENT], "青山市2024年统计公报");
    assert_string_equal(r->field[DCX_BASE_VALUE], "128640000000");
    assert_string_equal(r->field[DCX_SENTENCE], "全年工业增加值达到1,286.4亿元，比上年增长6.2%。");
    dcx_reader_free(reader);
}

/* ---- threads ---- */

typedef struct task {
    const char *text;
    gathered found;
    dcx_status status;
} task;

static void *run_task(void *data) {
    task *t = data;
    dcx_reader *reader;
    t->status = dcx_reader_open(&reader, pack, NULL, NULL, NULL);
    for (int i = 0; i < 20 && t->status == DCX_OK; i++)
        t->status = read_text(reader, t->text, &t->found);
    dcx_reader_free(reader);
    return NULL;
}

static void threads_share_a_pack(void **state) {
    (void)state;
    static task one = {.text = BULLETIN}, two = {.text = NOTICE}, alone[2] = {{.text = BULLETIN}, {.text = NOTICE}};
    pthread_t thread[2];
    assert_int_equal(pthread_create(&thread[0], NULL, run_task, &one), 0);
    assert_int_equal(pthread_create(&thread[1], NULL, run_task, &two), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(thread[i], NULL), 0);
    (void)run_task(&alone[0]);
    (void)run_task(&alone[1]);
    assert_int_equal(one.status, DCX_OK);
    assert_int_equal(two.status, DCX_OK);
    assert_same(&one.found, &alone[0].found);
    assert_same(&two.found, &alone[1].found);
}

/* ---- memory ---- */

static char pack_path[256];

static int write_pack(void **state) {
    (void)state;
    static const char xml[] =
        "<pack xmlns=\"urn:dcx:pack:1\" id=\"t\"><words class=\"my-word\"><w v=\"1\" x=\"a\" not=\"b\">凑齐 "
        "攒下</w></words>"
        "<units dimension=\"my-count\"><u e=\"2\" base=\"丸\">盒</u></units><macro name=\"my-macro\">{my-word}</macro>"
        "<layout role=\"meta\">^本刊讯$</layout>"
        "<rule id=\"my.rule\" action=\"bind\" "
        "kind=\"level\"><note>n</note><pattern>(?'metric'{in}+){my-macro}(?'q'{qty})"
        "</pattern><example text=\"甲攒下3丸。\"><record metric=\"甲\" value=\"3\"/></example></rule></pack>";
    const char *folder = getenv("TMPDIR");
    (void)snprintf(pack_path, sizeof pack_path, "%s/dcx-library-XXXXXX", folder ? folder : "/tmp");
    int fd = mkstemp(pack_path);
    if (fd < 0 || write(fd, xml, strlen(xml)) != (ssize_t)strlen(xml))
        return -1;
    return close(fd);
}

static int remove_pack(void **state) {
    (void)state;
    return unlink(pack_path);
}

static void ignore(void *data, const dcx_error *what) {
    (void)data;
    (void)what;
}

static int take_token(void *data, const dcx_row *row) {
    (void)data;
    return row->schema != dcx_token_schema();
}

/* A whole run: pack, reader, documents, tokens, unit. */
static dcx_status whole_run(const dcx_allocator *hooks, const char *user_pack, size_t *records) {
    dcx_pack *own = NULL;
    dcx_reader *reader = NULL;
    dcx_unit *unit = NULL;
    dcx_error error;
    dcx_counts counts = {0};
    dcx_text shown;
    const dcx_handler handler = {.record = count_row, .missed = NULL, .warning = ignore};
    const dcx_handler tokens = {.record = take_token, .warning = ignore};
    dcx_status status = dcx_pack_open(&own, &user_pack, user_pack ? 1 : 0, hooks, &error);
    if (status == DCX_OK)
        status = dcx_reader_open(&reader, own, NULL, hooks, &error);
    if (status == DCX_OK)
        status = dcx_extract(reader, "a", BULLETIN, strlen(BULLETIN), &handler, &counts, &error);
    if (status == DCX_OK)
        status = dcx_extract(reader, "b", NOTICE, strlen(NOTICE), &handler, &counts, &error);
    if (status == DCX_OK)
        status = dcx_tokens(reader, "c", NOTICE, strlen(NOTICE), &tokens, &error);
    if (status == DCX_OK)
        status = dcx_unit_open(&unit, own, "万元", hooks, &error);
    if (status == DCX_OK)
        status = dcx_convert(unit, (dcx_text){"128640000000", 12}, (dcx_text){"元", 3}, &shown, &error);
    dcx_unit_free(unit);
    dcx_reader_free(reader);
    dcx_pack_free(own);
    *records = counts.records;
    return status;
}

static void memory_comes_from_the_hooks(void **state) {
    (void)state;
    allocations a = {0};
    const dcx_allocator hooks = allocations_hooks(&a);
    size_t records;
    assert_int_equal(whole_run(&hooks, NULL, &records), DCX_OK);
    assert_true(a.asked > 10);
    assert_int_equal(a.live, 0);
    assert_true(records >= 7);
    assert_int_equal(whole_run(&hooks, pack_path, &records), DCX_OK);
    assert_int_equal(a.live, 0);
}

/* Makes the request number `at` fail, alone or with all behind it. False: there were fewer requests. */
static bool fails_cleanly(const char *user_pack, long at, int for_good) {
    allocations a = {.fail_at = at, .for_good = for_good};
    const dcx_allocator hooks = allocations_hooks(&a);
    size_t records;
    dcx_status status = whole_run(&hooks, user_pack, &records);
    if (a.live || (status != DCX_NO_MEMORY && status != DCX_OK))
        fail_msg("request %ld: status %d, %ld blocks left", at, (int)status, a.live);
    return a.asked >= at;
}

static void every_request_fails(const char *user_pack, int for_good) {
    long at = 1;
    while (fails_cleanly(user_pack, at, for_good))
        at++;
    assert_true(at > 10);
}

static void lack_of_memory(void **state) {
    (void)state;
    every_request_fails(NULL, 0);
    every_request_fails(NULL, 1);
}

static void lack_of_memory_with_a_pack(void **state) {
    (void)state;
    every_request_fails(pack_path, 0);
    every_request_fails(pack_path, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(freeing_nothing),
        cmocka_unit_test(version),
        cmocka_unit_test(schemas),
        cmocka_unit_test(options_may_be_missing),
        cmocka_unit_test(the_year_that_is_given_wins),
        cmocka_unit_test(empty_documents),
        cmocka_unit_test(one_reader_for_many),
        cmocka_unit_test(handlers_stop),
        cmocka_unit_test(counts_are_added_up),
        cmocka_unit_test(text_that_is_not_utf8),
        cmocka_unit_test(rows_name_their_place),
        cmocka_unit_test(threads_share_a_pack),
        cmocka_unit_test_setup_teardown(memory_comes_from_the_hooks, write_pack, remove_pack),
        cmocka_unit_test(lack_of_memory),
        cmocka_unit_test_setup_teardown(lack_of_memory_with_a_pack, write_pack, remove_pack),
    };
    return cmocka_run_group_tests(tests, open_builtin, close_builtin);
}
