/* Every format: what it writes, what it escapes, and what it does when memory or the sink fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dcx.h"
#include "writer/writer.h"

static const dcx_column columns[] = {
    {"name", DCX_TEXT, ""}, {"value", DCX_DECIMAL, ""}, {"line", DCX_INTEGER, ""}, {"note", DCX_TEXT, ""}};
static const dcx_schema schema = {"test", columns, 4};

typedef struct sheet {
    char text[256 * 1024];
    size_t length;
    size_t calls, fail_at; /* fails the fail_at-th call, 0: none */
} sheet;

static int collect(void *data, const char *bytes, size_t size) {
    sheet *s = data;
    if (++s->calls == s->fail_at)
        return 1;
    assert_true(s->length + size < sizeof s->text);
    memcpy(s->text + s->length, bytes, size);
    s->length += size;
    s->text[s->length] = 0;
    return 0;
}

static dcx_text text(const char *s) {
    return (dcx_text){s, strlen(s)};
}

typedef const char *cells[4];

static dcx_status put(dcx_writer *w, const cells cell) {
    dcx_text field[4];
    for (size_t i = 0; i < 4; i++)
        field[i] = text(cell[i]);
    return dcx_writer_row(w, &(dcx_row){&schema, field}, NULL);
}

static void check(dcx_layout layout, const cells *row, size_t rows, const char *wanted) {
    static sheet out;
    out = (sheet){0};
    dcx_writer *w;
    dcx_error error;
    assert_int_equal(dcx_writer_open(&w, &schema, &layout, collect, &out, NULL, &error), DCX_OK);
    for (size_t i = 0; i < rows; i++)
        assert_int_equal(put(w, row[i]), DCX_OK);
    assert_int_equal(dcx_writer_end(w, &error), DCX_OK);
    dcx_writer_free(w);
    assert_string_equal(out.text, wanted);
}

static void csv(void **state) {
    (void)state;
    const cells row[] = {{"基站", "483.8", "7", "a,b"}, {"x\"y", "", "", "two\nlines"}};
    check((dcx_layout){.format = "csv"}, row, 2,
          "name,value,line,note\n基站,483.8,7,\"a,b\"\n\"x\"\"y\",,,\"two\nlines\"\n");
    check((dcx_layout){.format = "csv", .bom = 1}, row, 0, "\xEF\xBB\xBFname,value,line,note\n");
    check((dcx_layout){.format = "csv", .no_header = 1}, row, 1, "基站,483.8,7,\"a,b\"\n");
    const int order[] = {2, 0};
    check((dcx_layout){.format = "csv", .columns = order, .count = 2}, row, 1, "line,name\n7,基站\n");
}

static void csv_single_empty_cell(void **state) {
    (void)state;
    const cells row[] = {{"", "1", "", ""}};
    const int order[] = {0};
    check((dcx_layout){.format = "csv", .columns = order, .count = 1}, row, 1, "name\n\"\"\n");
}

static void formulas(void **state) {
    (void)state;
    const cells row[] = {
        {"=1+1", "-5", "7", "-5.25"}, {"@x", "-", "", "+1"}, {"'=x", "", "", "it's"}, {"-1-2", "", "", "-1."}};
    const char *head = "name,value,line,note\n";
    char wanted[256];
    snprintf(wanted, sizeof wanted, "%s%s", head, "'=1+1,-5,7,-5.25\n'@x,-,,'+1\n''=x,,,it's\n'-1-2,,,'-1.\n");
    check((dcx_layout){.format = "csv"}, row, 4, wanted);
    snprintf(wanted, sizeof wanted, "%s%s", head, "=1+1,-5,7,-5.25\n@x,-,,+1\n'=x,,,it's\n-1-2,,,-1.\n");
    check((dcx_layout){.format = "csv", .raw = 1}, row, 4, wanted);
}

static void tsv(void **state) {
    (void)state;
    const cells row[] = {{"a\tb", "1", "2", "x\r\ny"}, {"\t=1", "", "", "\"q\""}};
    check((dcx_layout){.format = "tsv"}, row, 2, "name\tvalue\tline\tnote\na b\t1\t2\tx  y\n =1\t\t\t\"q\"\n");
}

static void broken_utf8(void **state) {
    (void)state;
    const cells row[] = {{"a\xFF\xE5\x9F", "1", "", ""}};
    check((dcx_layout){.format = "csv", .no_header = 1}, row, 1, "a\xEF\xBF\xBD\xEF\xBF\xBD,1,,\n");
    check((dcx_layout){.format = "jsonl"}, row, 1,
          "{\"name\":\"a\xEF\xBF\xBD\xEF\xBF\xBD\",\"value\":\"1\",\"line\":null,\"note\":null}\n");
}

static void json(void **state) {
    (void)state;
    const cells row[] = {
        {"q\"\\\n\x01", "41.060", "12", "\xE2\x80\xA8\xC2\x85\xE2\x80\xAE"}, {"", "", "", ""}, {"é", "1", "007", ""}};
    check((dcx_layout){.format = "json"}, row, 0, "[]\n");
    check((dcx_layout){.format = "json"}, row, 3,
          "[\n"
          "{\"name\":\"q\\\"\\\\\\n\\u0001\",\"value\":\"41.060\",\"line\":12,\"note\":\"\\u2028\\u0085\\u202e\"},\n"
          "{\"name\":null,\"value\":null,\"line\":null,\"note\":null},\n"
          "{\"name\":\"é\",\"value\":\"1\",\"line\":\"007\",\"note\":null}\n"
          "]\n");
}

static void json_columns(void **state) {
    (void)state;
    const cells row[] = {{"a", "1", "-3", ""}};
    const int order[] = {2, 1};
    check((dcx_layout){.format = "jsonl", .columns = order, .count = 2}, row, 1, "{\"line\":-3,\"value\":\"1\"}\n");
}

static void table_aligns_wide_characters(void **state) {
    (void)state;
    const cells row[] = {{"移动电话", "9.5", "7", "甲"}, {"5G", "1000", "12", "\033[31mred"}};
    check((dcx_layout){.format = "table"}, row, 2,
          "name      value  line  note\n"
          "移动电话    9.5     7  甲\n"
          "5G         1000    12  ?[31mred\n");
    check((dcx_layout){.format = "table", .colour = 1, .no_header = 1}, row, 1, "移动电话  9.5  7  甲\n");
    check((dcx_layout){.format = "table", .colour = 1}, row, 0, "\033[1mname  value  line  note\033[0m\n");
}

static void table_fits_the_window(void **state) {
    (void)state;
    const cells row[] = {{"一二三四五六七八九十", "123456789012", "7", "short"}};
    check((dcx_layout){.format = "table", .width = 40}, row, 1,
          "name                  value  line  note\n"
          "一二三四五六   123456789012     7  short\n"
          "七八九十\n");
    /* A figure is never cut, however narrow the window; nor is a word in Latin letters at the end. */
    check((dcx_layout){.format = "table", .width = 10}, row, 1,
          "name         value  line  note\n"
          "一二  123456789012     7  short\n"
          "三四\n五六\n七八\n九十\n");
}

static void table_breaks_and_cuts(void **state) {
    (void)state;
    const int ends[] = {2, 3};
    const cells row[] = {{"", "", "7", "two words, 三个字 more"}};
    check((dcx_layout){.format = "table", .width = 16, .columns = ends, .count = 2}, row, 1,
          "line  note\n"
          "   7  two words,\n"
          "      三个字\n"
          "      more\n");
    const int inner[] = {0, 3, 1};
    const cells cut[] = {{"a", "1", "", "一二三四五六七八"}};
    check((dcx_layout){.format = "table", .width = 20, .columns = inner, .count = 3}, cut, 1,
          "name  note     value\n"
          "a     一二三…      1\n");
}

static void table_streams_in_pages(void **state) {
    (void)state;
    enum { ROWS = 450 };
    static cells row[ROWS];
    static char wanted[ROWS * 32];
    size_t length = (size_t)sprintf(wanted, "name  value  line  note\n");
    for (size_t i = 0; i < ROWS; i++) {
        const char *name = i == 300 ? "longer" : "a";
        row[i][0] = name;
        row[i][1] = row[i][2] = "1";
        row[i][3] = "";
        length += (size_t)sprintf(wanted + length, "%-4s      1     1\n", name);
    }
    check((dcx_layout){.format = "table"}, (const cells *)row, ROWS, wanted);
}

static void wrong_layouts(void **state) {
    (void)state;
    dcx_writer *w;
    dcx_error error;
    sheet *out = calloc(1, sizeof *out);
    const int strange[] = {4}, twice[] = {1, 1};
    const dcx_layout wrong[] = {{.format = "xls"},
                                {.format = NULL},
                                {.format = "csv", .columns = strange, .count = 1},
                                {.format = "csv", .columns = twice, .count = 2},
                                {.format = "csv", .columns = twice, .count = 0}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(dcx_writer_open(&w, &schema, &wrong[i], collect, out, NULL, &error), DCX_USAGE);
        assert_null(w);
    }
    free(out);
}

/* The others have tests of their own: they write to files, or refuse what is no record. */
static bool takes_any_table(const dcx_format *f) {
    dcx_writer *w;
    sheet *out = calloc(1, sizeof *out);
    dcx_status status = f->output != DCX_STREAM
                            ? DCX_USAGE
                            : dcx_writer_open(&w, &schema, &(dcx_layout){.format = f->name}, collect, out, NULL, NULL);
    if (!status)
        dcx_writer_free(w);
    free(out);
    return status == DCX_OK;
}

/* A sink that fails stops the writer, and nothing more is written. */
static void sink_fails(void **state) {
    (void)state;
    for (const dcx_format *f = dcx_formats(); f->name; f++) {
        if (!takes_any_table(f))
            continue;
        sheet *out = calloc(1, sizeof *out);
        out->fail_at = 2;
        dcx_writer *w;
        assert_int_equal(dcx_writer_open(&w, &schema, &(dcx_layout){.format = f->name}, collect, out, NULL, NULL),
                         DCX_OK);
        dcx_status status = DCX_OK;
        for (int i = 0; i < 20000 && status == DCX_OK; i++)
            status = put(w, (const cells){"name", "12345", "1", "note"});
        assert_int_equal(status, DCX_STOPPED);
        assert_int_equal(dcx_writer_end(w, NULL), DCX_STOPPED);
        assert_int_equal(out->calls, 2);
        dcx_writer_free(w);
        free(out);
    }
}

typedef struct budget {
    long left;
} budget;

static void *limited(void *data, void *block, size_t size) {
    budget *b = data;
    return b->left-- > 0 ? realloc(block, size) : NULL;
}

static void give_back(void *data, void *block) {
    (void)data;
    free(block);
}

static dcx_status write_within(budget *b, const char *format, sheet *out) {
    const dcx_allocator hooks = {b, limited, give_back};
    dcx_writer *w;
    dcx_status status = dcx_writer_open(&w, &schema, &(dcx_layout){.format = format}, collect, out, &hooks, NULL);
    if (status)
        return status;
    for (int i = 0; i < 300 && !status; i++)
        status = put(w, (const cells){"name", "12345", "1", "note"});
    if (!status)
        status = dcx_writer_end(w, NULL);
    dcx_writer_free(w);
    return status;
}

/* Every allocation is made to fail in turn. */
static void memory_fails(void **state) {
    (void)state;
    for (const dcx_format *f = dcx_formats(); f->name; f++) {
        if (!takes_any_table(f))
            continue;
        dcx_status status = DCX_NO_MEMORY;
        for (long allowed = 0; status != DCX_OK; allowed++) {
            assert_true(allowed < 200);
            sheet *out = calloc(1, sizeof *out);
            status = write_within(&(budget){allowed}, f->name, out);
            assert_true(status == DCX_OK || status == DCX_NO_MEMORY);
            free(out);
        }
    }
}

static void numbers(void **state) {
    (void)state;
    const char *good[] = {"0", "-1", "41.06", "007"},
               *bad[] = {"", "-", ".5", "5.", "1.2.3", "+1", "1e5", "1,000", "--1"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(writer_is_number(text(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(writer_is_number(text(bad[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv),
        cmocka_unit_test(csv_single_empty_cell),
        cmocka_unit_test(formulas),
        cmocka_unit_test(tsv),
        cmocka_unit_test(broken_utf8),
        cmocka_unit_test(json),
        cmocka_unit_test(json_columns),
        cmocka_unit_test(table_aligns_wide_characters),
        cmocka_unit_test(table_fits_the_window),
        cmocka_unit_test(table_breaks_and_cuts),
        cmocka_unit_test(table_streams_in_pages),
        cmocka_unit_test(wrong_layouts),
        cmocka_unit_test(sink_fails),
        cmocka_unit_test(memory_fails),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
