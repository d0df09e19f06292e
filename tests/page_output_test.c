/* The page of the html format: the rows that it holds, that none of their texts can leave their place, and what happens
 * when memory or the sink fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "allocator.h"
#include "dcx.h"

typedef struct sheet {
    char *text;
    size_t length, room;
    size_t calls, fail_at; /* fails the fail_at-th call, 0: none */
} sheet;

static int collect(void *data, const char *bytes, size_t size) {
    sheet *s = data;
    if (++s->calls == s->fail_at)
        return 1;
    if (s->length + size + 1 > s->room) {
        s->room = 2 * (s->length + size + 1);
        s->text = realloc(s->text, s->room);
        assert_non_null(s->text);
    }
    memcpy(s->text + s->length, bytes, size);
    s->length += size;
    s->text[s->length] = 0;
    return 0;
}

/* ---- writing rows ---- */

enum { WIDEST = 64 };

static dcx_status put_fields(dcx_writer *w, const dcx_schema *schema, const dcx_text *field) {
    return dcx_writer_row(w, &(dcx_row){schema, field}, NULL);
}

/* A row whose columns are empty but for those given: pairs of name and text, ended by NULL. */
static dcx_status put(dcx_writer *w, const dcx_schema *schema, const char *const *pair) {
    dcx_text field[WIDEST];
    for (size_t i = 0; i < WIDEST; i++)
        field[i] = (dcx_text){"", 0};
    for (; *pair; pair += 2) {
        int c = dcx_schema_find(schema, pair[0]);
        assert_true(c >= 0);
        field[c] = (dcx_text){pair[1], strlen(pair[1])};
    }
    return put_fields(w, schema, field);
}

#define PUT(w, schema, ...) assert_int_equal(put(w, schema, (const char *const[]){__VA_ARGS__, NULL}), DCX_OK)

static dcx_writer *opened(const dcx_schema *schema, sheet *out) {
    dcx_writer *w;
    *out = (sheet){.fail_at = 0};
    assert_int_equal(dcx_writer_open(&w, schema, &(dcx_layout){.format = "html"}, collect, out, NULL, NULL), DCX_OK);
    return w;
}

static void end(dcx_writer *w) {
    assert_int_equal(dcx_writer_end(w, NULL), DCX_OK);
    dcx_writer_free(w);
}

/* ---- reading the page ---- */

#define BEFORE "<script type=\"application/json\" id=\"data\">"

static json_t *data_of(const sheet *page) {
    const char *from = strstr(page->text, BEFORE);
    assert_non_null(from);
    from += strlen(BEFORE);
    const char *to = strstr(from, "</script>");
    assert_non_null(to);
    json_error_t why;
    json_t *data = json_loadb(from, (size_t)(to - from), 0, &why);
    if (!data)
        fail_msg("line %d: %s", why.line, why.text);
    for (const char *c = from; c < to; c++)
        if (strchr("<>&", *c) || (unsigned char)*c < 0x0A || *c == 0x7F)
            fail_msg("the data has the character %d", *c);
    return data;
}

/* What a row says in a column, 0 put back as the text of the row before of its table; NULL: nothing. */
static const char *cell(const json_t *data, size_t number, const char *column) {
    const json_t *row = json_array_get(data, number);
    const char *name = json_string_value(json_array_get(row, 0));
    assert_non_null(name);
    const json_t *columns = json_object_get(json_object_get(json_array_get(data, 0), "columns"), name);
    assert_int_equal(json_array_size(row), json_array_size(columns) + 1);
    size_t c = 0;
    while (c < json_array_size(columns) &&
           strcmp(json_string_value(json_object_get(json_array_get(columns, c), "name")), column) != 0)
        c++;
    assert_true(c < json_array_size(columns));
    for (;; row = json_array_get(data, number)) {
        const json_t *found = json_array_get(row, c + 1);
        if (!json_is_integer(found))
            return json_string_value(found);
        assert_int_equal(json_integer_value(found), 0);
        do
            assert_true(--number > 0);
        while (strcmp(json_string_value(json_array_get(json_array_get(data, number), 0)), name) != 0);
    }
}

static bool is_same_as_before(const json_t *data, size_t number, size_t column) {
    return json_is_integer(json_array_get(json_array_get(data, number), column + 1));
}

/* ---- what a page holds ---- */

static void a_page_without_rows(void **state) {
    (void)state;
    sheet page;
    end(opened(dcx_record_schema(), &page));
    assert_int_equal(strncmp(page.text, "<!DOCTYPE html>\n<html lang=\"zh\">", 32), 0);
    assert_string_equal(page.text + page.length - 8, "</html>\n");
    assert_non_null(strstr(page.text, "<meta charset=\"utf-8\">"));
    assert_non_null(strstr(page.text, "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'"));
    json_t *data = data_of(&page);
    assert_int_equal(json_array_size(data), 1);
    const json_t *head = json_array_get(data, 0);
    assert_string_equal(json_string_value(json_object_get(head, "dcx")), DCX_VERSION);
    assert_string_equal(json_string_value(json_object_get(head, "main")), "record");
    json_decref(data);
    free(page.text);
}

/* The head says of each table what its columns are called, in both languages. */
static void columns_and_labels(void **state) {
    (void)state;
    static const char *const types[] = {[DCX_TEXT] = "text", [DCX_DECIMAL] = "decimal", [DCX_INTEGER] = "integer"};
    const dcx_schema *const schemas[] = {dcx_record_schema(), dcx_rejected_schema(), dcx_document_schema(),
                                         dcx_block_schema(),  dcx_mark_schema(),     dcx_correction_schema()};
    sheet page;
    end(opened(dcx_record_schema(), &page));
    json_t *data = data_of(&page);
    const json_t *head = json_array_get(data, 0), *tables = json_object_get(head, "columns");
    assert_int_equal(json_object_size(tables), sizeof schemas / sizeof *schemas);
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        const json_t *columns = json_object_get(tables, schemas[i]->name);
        assert_int_equal(json_array_size(columns), schemas[i]->columns);
        for (size_t c = 0; c < schemas[i]->columns; c++) {
            const json_t *one = json_array_get(columns, c);
            const dcx_column *wanted = &schemas[i]->column[c];
            assert_string_equal(json_string_value(json_object_get(one, "name")), wanted->name);
            assert_string_equal(json_string_value(json_object_get(one, "help")), wanted->help);
            assert_string_equal(json_string_value(json_object_get(one, "type")), types[wanted->type]);
            assert_true(json_string_length(json_object_get(one, "zh")) > 0);
        }
    }
    const json_t *labels = json_object_get(head, "labels");
    assert_string_equal(json_string_value(json_object_get(json_object_get(labels, "column"), "metric")), "指标");
    assert_string_equal(json_string_value(json_object_get(json_object_get(labels, "claim"), "target")), "目标");
    assert_string_equal(json_string_value(json_object_get(json_object_get(labels, "severity"), "error")), "错误");
    json_decref(data);
    free(page.text);
}

static void rows_stand_as_they_came(void **state) {
    (void)state;
    sheet page;
    dcx_writer *w = opened(dcx_record_schema(), &page);
    PUT(w, dcx_record_schema(), "metric", "桥梁", "value", "0012.500", "kind", "level", "line", "7", "quote", "0");
    end(w);
    json_t *data = data_of(&page);
    assert_int_equal(json_array_size(data), 2);
    assert_string_equal(cell(data, 1, "metric"), "桥梁");
    assert_string_equal(cell(data, 1, "value"), "0012.500"); /* every digit, and no number of a browser */
    assert_string_equal(cell(data, 1, "kind"), "level");     /* the fixed word */
    assert_string_equal(cell(data, 1, "line"), "7");
    assert_string_equal(cell(data, 1, "quote"), "0"); /* a text, not the sign for the cell above */
    assert_null(cell(data, 1, "unit"));
    json_decref(data);
    free(page.text);
}

static void what_the_row_before_said_is_a_zero(void **state) {
    (void)state;
    const dcx_schema *record = dcx_record_schema();
    sheet page;
    dcx_writer *w = opened(record, &page);
    PUT(w, record, "metric", "桥梁", "value", "1", "unit", "座", "section", "一");
    PUT(w, record, "metric", "桥梁", "value", "12", "section", "一");
    PUT(w, record, "metric", "桥", "value", "12", "unit", "座", "section", "一");
    PUT(w, record, "metric", "桥", "value", "1", "unit", "座", "section", "二");
    end(w);
    json_t *data = data_of(&page);
    static const int zero[][4] = {{0, 0, 0, 0}, {1, 0, 0, 1}, {0, 1, 0, 1}, {1, 0, 1, 0}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(is_same_as_before(data, i + 1, DCX_METRIC), zero[i][0]);
        assert_int_equal(is_same_as_before(data, i + 1, DCX_VALUE), zero[i][1]);
        assert_int_equal(is_same_as_before(data, i + 1, DCX_UNIT), zero[i][2]);
        assert_int_equal(is_same_as_before(data, i + 1, DCX_SECTION), zero[i][3]);
        assert_false(is_same_as_before(data, i + 1, DCX_OF)); /* nothing stays nothing */
    }
    assert_null(cell(data, 2, "unit"));
    assert_string_equal(cell(data, 3, "unit"), "座");
    assert_string_equal(cell(data, 4, "section"), "二");
    assert_string_equal(cell(data, 2, "section"), "一");
    json_decref(data);
    free(page.text);
}

/* Rows of other tables stand between the records, in the order in which they came; each table has its own row before.
 */
static void rows_of_other_tables(void **state) {
    (void)state;
    const dcx_schema *record = dcx_record_schema(), *block = dcx_block_schema(), *mark = dcx_mark_schema();
    sheet page;
    dcx_writer *w = opened(record, &page);
    PUT(w, dcx_document_schema(), "file", "a.txt", "publisher", "统计局");
    PUT(w, block, "block", "1", "kind", "paragraph", "text", "桥梁3座。");
    PUT(w, record, "metric", "桥梁", "file", "a.txt", "kind", "level");
    PUT(w, mark, "block", "1", "from", "3", "length", "2", "id", "0123456789ab");
    PUT(w, block, "block", "2", "kind", "paragraph", "text", "隧道3座。");
    PUT(w, record, "metric", "隧道", "file", "a.txt", "kind", "level");
    PUT(w, dcx_rejected_schema(), "metric", "隧道", "file", "a.txt");
    PUT(w, dcx_correction_schema(), "id", "0123456789ab", "state", "stale");
    end(w);
    static const char *const names[] = {"document", "block",  "record",   "mark",
                                        "block",    "record", "rejected", "correction"};
    json_t *data = data_of(&page);
    assert_int_equal(json_array_size(data), 9);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(json_string_value(json_array_get(json_array_get(data, i + 1), 0)), names[i]);
    assert_string_equal(cell(data, 1, "publisher"), "统计局");
    assert_string_equal(cell(data, 3, "kind"), "level");
    assert_string_equal(cell(data, 5, "kind"), "paragraph");
    assert_true(is_same_as_before(data, 5, 1));
    assert_true(is_same_as_before(data, 6, DCX_FILE));
    assert_false(is_same_as_before(data, 7, DCX_METRIC)); /* the record before is none of this table */
    assert_string_equal(cell(data, 8, "state"), "stale");
    json_decref(data);
    free(page.text);
}

static void which_tables_a_page_wants(void **state) {
    (void)state;
    const dcx_schema *const others[] = {dcx_document_schema(), dcx_block_schema(),      dcx_mark_schema(),
                                        dcx_rejected_schema(), dcx_correction_schema(), dcx_place_schema(),
                                        dcx_record_schema(),   dcx_missed_schema(),     dcx_token_schema()};
    static const struct {
        const dcx_schema *(*schema)(void);
        const char *wants; /* of the others, in their order */
    } pages[] = {{dcx_record_schema, "111110100"},
                 {dcx_diff_schema, "100000100"},
                 {dcx_finding_schema, "100001000"},
                 {dcx_series_schema, "000000000"},
                 {dcx_token_schema, "000000001"}};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        sheet page;
        dcx_writer *w = opened(pages[i].schema(), &page);
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            bool wanted = pages[i].wants[k] == '1';
            assert_int_equal(!!dcx_writer_wants(w, others[k]), wanted);
            assert_int_equal(put(w, others[k], (const char *const[]){NULL}), wanted ? DCX_OK : DCX_USAGE);
        }
        end(w);
        json_decref(data_of(&page));
        free(page.text);
    }
}

/* ---- texts that would do something ---- */

static const char *const hostile[] = {"</script><script>alert(1)</script>",
                                      "</SCRIPT\t>",
                                      "<!--<script>",
                                      "-->",
                                      "]]>",
                                      "</textarea>",
                                      "&lt;&amp;",
                                      "\"quoted\"\\back\\",
                                      "\xE2\x80\xA8line\xE2\x80\xA9",
                                      "\xE2\x80\xAEturned\xE2\x81\xA6",
                                      "\033[31m\xC2\x9B",
                                      "\x01\x1F\x7F",
                                      "two\nlines\r\n\tand a tab",
                                      "\xEF\xBB\xBFmark",
                                      "\xF0\x9F\x9A\x84train",
                                      "'`${x}"};

static void texts_stay_texts(void **state) {
    (void)state;
    const dcx_schema *record = dcx_record_schema();
    sheet page;
    dcx_writer *w = opened(record, &page);
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        PUT(w, record, "metric", hostile[i], "sentence", hostile[i], "file", hostile[i], "line", hostile[i]);
        PUT(w, dcx_block_schema(), "text", hostile[i], "block", hostile[i]);
    }
    end(w);
    json_t *data = data_of(&page);
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        assert_string_equal(cell(data, 2 * i + 1, "metric"), hostile[i]);
        assert_string_equal(cell(data, 2 * i + 1, "sentence"), hostile[i]);
        assert_string_equal(cell(data, 2 * i + 1, "line"), hostile[i]);
        assert_string_equal(cell(data, 2 * i + 2, "text"), hostile[i]);
    }
    json_decref(data);
    assert_null(strstr(page.text, "alert(1)</script>"));
    for (const char *at = page.text; (at = strstr(at, "\xE2\x80\xA8")); at++)
        fail_msg("a line separator stands in the page");
    free(page.text);
}

static void a_nul_and_broken_utf8(void **state) {
    (void)state;
    static const char nul[] = "a\0<b", broken[] = "a\xFF\xE5\x9F<";
    const dcx_schema *record = dcx_record_schema();
    dcx_text field[WIDEST] = {{NULL, 0}};
    sheet page;
    dcx_writer *w = opened(record, &page);
    field[DCX_METRIC] = (dcx_text){nul, sizeof nul - 1};
    field[DCX_UNIT] = (dcx_text){broken, sizeof broken - 1};
    assert_int_equal(put_fields(w, record, field), DCX_OK);
    end(w);
    assert_int_equal(strlen(page.text), page.length);
    assert_non_null(strstr(page.text, "\"a\\u0000\\u003cb\""));
    assert_non_null(strstr(page.text, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\\u003c\""));
    free(page.text);
}

static void names_of_columns_are_texts_too(void **state) {
    (void)state;
    static const dcx_column columns[] = {{"</script>", DCX_TEXT, "<!-- \"help\""}, {"2025", DCX_DECIMAL, "a & b"}};
    static const dcx_schema odd = {"</script>", columns, 2};
    sheet page;
    dcx_writer *w = opened(&odd, &page);
    PUT(w, &odd, "</script>", "x", "2025", "1");
    end(w);
    json_t *data = data_of(&page);
    assert_string_equal(cell(data, 1, "</script>"), "x");
    json_decref(data);
    free(page.text);
}

static void a_long_text(void **state) {
    (void)state;
    enum { LONG = 1 << 20 };
    const dcx_schema *record = dcx_record_schema();
    char *text = malloc(LONG + 1);
    assert_non_null(text);
    memset(text, '<', LONG);
    text[LONG] = 0;
    sheet page;
    dcx_writer *w = opened(record, &page);
    PUT(w, record, "metric", text);
    PUT(w, record, "metric", text);
    end(w);
    json_t *data = data_of(&page);
    assert_string_equal(cell(data, 1, "metric"), text);
    assert_true(is_same_as_before(data, 2, DCX_METRIC));
    json_decref(data);
    free(page.text);
    free(text);
}

static void columns_cannot_be_chosen(void **state) {
    (void)state;
    static const int one[] = {0};
    dcx_writer *w;
    dcx_error error;
    sheet page = {.fail_at = 0};
    const dcx_layout layout = {.format = "html", .columns = one, .count = 1};
    assert_int_equal(dcx_writer_open(&w, dcx_record_schema(), &layout, collect, &page, NULL, &error), DCX_USAGE);
    assert_null(w);
    assert_string_equal(error.message, "html shows all columns");
    assert_int_equal(page.calls, 0);
}

/* ---- what fails ---- */

static dcx_status write_rows(dcx_writer *w) {
    dcx_status status = DCX_OK;
    char text[64];
    for (int i = 0; i < 300 && !status; i++) {
        (void)snprintf(text, sizeof text, "%d<%0*d", i, i % 40, 7);
        status = put(w, dcx_record_schema(), (const char *const[]){"metric", text, "file", "a.txt", NULL});
        if (!status)
            status = put(w, dcx_block_schema(), (const char *const[]){"text", text, "block", "1", NULL});
    }
    return status ? status : dcx_writer_end(w, NULL);
}

static void the_sink_fails(void **state) {
    (void)state;
    sheet whole;
    dcx_writer *w = opened(dcx_record_schema(), &whole);
    assert_int_equal(write_rows(w), DCX_OK);
    dcx_writer_free(w);
    assert_true(whole.calls > 1);
    for (size_t at = 1; at <= whole.calls; at++) {
        sheet page;
        w = opened(dcx_record_schema(), &page);
        page.fail_at = at;
        assert_int_equal(write_rows(w), DCX_STOPPED);
        assert_int_equal(page.calls, at); /* nothing more is written */
        assert_int_equal(dcx_writer_end(w, NULL), DCX_STOPPED);
        assert_int_equal(put(w, dcx_record_schema(), (const char *const[]){NULL}), DCX_STOPPED);
        assert_int_equal(page.calls, at);
        dcx_writer_free(w);
        assert_memory_equal(page.length ? page.text : "", whole.text, page.length);
        free(page.text);
    }
    free(whole.text);
}

static dcx_status write_within(allocations *a, const dcx_schema *schema, sheet *page) {
    const dcx_allocator hooks = allocations_hooks(a);
    dcx_writer *w;
    dcx_error error = {.status = DCX_OK};
    *page = (sheet){.fail_at = 0};
    dcx_status status = dcx_writer_open(&w, schema, &(dcx_layout){.format = "html"}, collect, page, &hooks, &error);
    if (status)
        assert_int_equal(error.status, status);
    else {
        status = schema == dcx_record_schema() ? write_rows(w) : dcx_writer_end(w, NULL);
        dcx_writer_free(w);
    }
    assert_int_equal(a->live, 0);
    return status;
}

/* Every allocation is made to fail in turn; what the sink got is always the beginning of the page. */
static void memory_fails(void **state) {
    (void)state;
    const dcx_schema *const schemas[] = {dcx_record_schema(), dcx_diff_schema(), dcx_finding_schema(),
                                         dcx_series_schema()};
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        sheet whole, page;
        allocations enough = {.fail_at = 0};
        assert_int_equal(write_within(&enough, schemas[i], &whole), DCX_OK);
        for (long at = 1; at <= enough.asked; at++)
            for (int for_good = 0; for_good < 2; for_good++) {
                allocations a = {.fail_at = at, .for_good = for_good};
                assert_int_equal(write_within(&a, schemas[i], &page), DCX_NO_MEMORY);
                assert_true(page.length < whole.length);
                assert_memory_equal(page.length ? page.text : "", whole.text, page.length);
                free(page.text);
            }
        free(whole.text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_without_rows),
        cmocka_unit_test(columns_and_labels),
        cmocka_unit_test(rows_stand_as_they_came),
        cmocka_unit_test(what_the_row_before_said_is_a_zero),
        cmocka_unit_test(rows_of_other_tables),
        cmocka_unit_test(which_tables_a_page_wants),
        cmocka_unit_test(texts_stay_texts),
        cmocka_unit_test(a_nul_and_broken_utf8),
        cmocka_unit_test(names_of_columns_are_texts_too),
        cmocka_unit_test(a_long_text),
        cmocka_unit_test(columns_cannot_be_chosen),
        cmocka_unit_test(the_sink_fails),
        cmocka_unit_test(memory_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
