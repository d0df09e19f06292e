/* Record files on their way back: every format and encoding, and files that are broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "allocator.h"
#include "spreadsheet.h"

static file saved;

/* ---- files as they were written ---- */

static void round_trip(void **state) {
    (void)state;
    static const dcx_layout layouts[] = {{.format = "csv"},  {.format = "csv", .bom = 1}, {.format = "csv", .raw = 1},
                                         {.format = "tsv"},  {.format = "tsv", .bom = 1}, {.format = "json"},
                                         {.format = "jsonl"}};
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        write_records(&saved, &layouts[i]);
        const outcome *o = read_file(&saved);
        assert_as_extracted(o);
        assert_int_equal(o->warnings, 0);
    }
}

/* Everything that the writers escape. */
static void awkward_cells(void **state) {
    (void)state;
    static const char *const cell[] = {"=1+1",       "'=1", "''-x", "'quoted", "a,\"b\";c",
                                       "two\nlines", "-",   "@\"",  "\\\"\\"};
    gathered before = extracted;
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
        (void)snprintf(extracted.at[i % RECORDS].field[DCX_METRIC], GATHER_FIELD, "%s", cell[i]);
        (void)snprintf(extracted.at[i % RECORDS].field[DCX_SECTION], GATHER_FIELD, "%s", cell[i]);
        static const char *const formats[] = {"csv", "json", "jsonl"};
        for (size_t k = 0; k < 3; k++) {
            write_records(&saved, &(dcx_layout){.format = formats[k]});
            assert_as_extracted(read_file(&saved));
        }
    }
    extracted = before;
}

static void no_records(void **state) {
    (void)state;
    static const char *const empty[] = {"[]\n", "metric,value,year,kind,unit\n",
                                        "\xEF\xBB\xBFmetric;value;year;kind;unit"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        assert_true(dcx_is_record_file(empty[i], strlen(empty[i])));
        const outcome *o = read_bytes(empty[i], strlen(empty[i]), DCX_OK);
        assert_int_equal(o->found.count + o->warnings, 0);
    }
}

static void any_columns(void **state) {
    (void)state;
    const char *text = "shown_value,value,\"metric\",unit,kind,year,mine\n,41.06,货运量,万吨,level,2024,x\n\n,,,,,,\n"
                       "1,7,客运量,万人,level,2024\n";
    const outcome *o = read_bytes(text, strlen(text), DCX_OK);
    assert_int_equal(o->found.count, 2);
    assert_string_equal(o->found.at[0].field[DCX_METRIC], "货运量");
    assert_string_equal(o->found.at[0].field[DCX_VALUE], "41.06");
    assert_string_equal(o->found.at[0].field[DCX_QUOTE], "");
    assert_string_equal(o->found.at[1].field[DCX_YEAR], "2024");
    assert_int_equal(o->warnings, 0);
    text = "{\"value\":\"1\",\"metric\":\"a\",\"other\":[1,{}]}\n\n{\"metric\":\"b\",\"value\":2.50,\"line\":null}";
    o = read_bytes(text, strlen(text), DCX_OK);
    assert_int_equal(o->found.count, 2);
    assert_string_equal(o->found.at[1].field[DCX_VALUE], "2.50");
    assert_int_equal(o->warnings, 3);
    assert_string_equal(o->warning.message, "there is no column kind");
}

static void misspelled_columns(void **state) {
    (void)state;
    static const char *const text[] = {"metric,valeur,unit,year\n货运量,3,万吨,2024\n",
                                       "{\"metric\":\"货运量\",\"valeur\":3,\"unit\":\"万吨\"}"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        assert_true(dcx_is_record_file(text[i], strlen(text[i])));
        const outcome *o = read_bytes(text[i], strlen(text[i]), DCX_BAD_INPUT);
        assert_string_equal(o->error.message, "there is no column value");
    }
}

static void told_from_documents(void **state) {
    (void)state;
    static const char *const documents[] = {"",
                                            "metric",
                                            "[1] 数据来源\n",
                                            "{\n",
                                            "全年货运量达41.06万吨。\n",
                                            "the metric and its value\n",
                                            "metrics,value\n",
                                            "[{\"a\":1}]",
                                            bulletin};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        assert_false(dcx_is_record_file(documents[i], strlen(documents[i])));
    assert_false(dcx_is_record_file(NULL, 0));
}

/* ---- files as a spreadsheet leaves them ---- */

static void encodings(void **state) {
    (void)state;
    static const spreadsheet as[] = {{.mark = "\xEF\xBB\xBF"},
                                     {.separator = ';'},
                                     {.separator = ';', .mark = "\xEF\xBB\xBF"},
                                     {.encoding = "GB18030"},
                                     {.encoding = "GB18030", .separator = '\t'},
                                     {.encoding = "UTF-16LE", .mark = "\xFF\xFE", .separator = '\t'},
                                     {.encoding = "UTF-16BE", .mark = "\xFE\xFF", .separator = ';'},
                                     {.encoding = "UTF-16LE"}};
    for (size_t i = 0; i < sizeof as / sizeof *as; i++) {
        save(&saved, &as[i]);
        const outcome *o = read_file(&saved);
        assert_as_extracted(o);
        assert_int_equal(o->warnings, as[i].encoding && !strcmp(as[i].encoding, "GB18030"));
    }
}

static void json_encodings(void **state) {
    (void)state;
    static const char *const as[][2] = {{"UTF-8", "\xEF\xBB\xBF"}, {"GB18030", ""}, {"UTF-16LE", "\xFF\xFE"}};
    for (size_t i = 0; i < sizeof as / sizeof *as; i++) {
        write_records(&saved, &(dcx_layout){.format = i % 2 ? "json" : "jsonl"});
        encode(&saved, as[i][0], as[i][1]);
        assert_as_extracted(read_file(&saved));
    }
}

static void line_ends(void **state) {
    (void)state;
    save(&saved, &(spreadsheet){0});
    size_t n = 0;
    for (size_t i = 0; i < saved.size; i++)
        if (saved.bytes[i] != '\n')
            saved.bytes[n++] = saved.bytes[i];
    saved.size = n; /* carriage returns alone */
    assert_as_extracted(read_file(&saved));
    const char *text = "sep=;\r\nmetric;value;unit;kind;year\r\n货运量;x;;;\r\n";
    assert_true(dcx_is_record_file(text, strlen(text)));
    assert_int_equal(read_bytes(text, strlen(text), DCX_BAD_INPUT)->error.line, 3);
}

static void numbers_in_json(void **state) {
    (void)state;
    const char *text =
        "[{\"metric\":\"a\",\"value\":2,\"quote\":\"2.0\",\"unit\":null,\"year\":2024,\"kind\":\"level\",\n"
        "\"sentence\":\"指数为2.0。\",\"base_value\":52260000000000000000000}\n]";
    const outcome *o = read_bytes(text, strlen(text), DCX_OK);
    assert_string_equal(o->found.at[0].field[DCX_VALUE], "2.0");
    assert_string_equal(o->found.at[0].field[DCX_YEAR], "2024");
    assert_int_equal(o->warnings, 2);
    /* all digits, none through a binary fraction */
    text = "{\"metric\":\"a\",\"value\":12345678901234567890.1250,\"unit\":\"元\",\"year\":2024,\"kind\":\"level\"}";
    o = read_bytes(text, strlen(text), DCX_OK);
    assert_string_equal(o->found.at[0].field[DCX_VALUE], "12345678901234567890.1250");
    assert_string_equal(o->found.at[0].field[DCX_BASE_VALUE], "12345678901234567890.1250");
}

/* ---- what cannot be understood ---- */

static void broken_files(void **state) {
    (void)state;
    static const struct {
        const char *text;
        long line;
        const char *message;
    } broken[] = {
        {"", 1, "there is no column metric"},
        {"metric,unit\na,b\n", 1, "there is no column value"},
        {"value;unit\n1;b\n", 1, "there is no column metric"},
        {"metric,value,unit,value\n", 1, "column value: there are two columns of this name"},
        {"metric,value\na,1\nb,viel\n", 3, "column value: 'viel' is no number"},
        {"metric,value\n\"a\nb\",1\nc,\n", 4, "column value: it is empty"},
        {"metric,value\n,1\n", 2, "column metric: it is empty"},
        {"metric,value\na,#NAME?\n", 2, "column value: '#NAME?' is no number"},
        {"metric,value\na,1,23\n", 2, "the row has more cells than the header has columns"},
        {"metric,value\na,1e99999\n", 2, "column value: '1e99999' is no number"},
        {"metric,value\n\"a,1\n", 2, "a quotation mark is not closed"},
        {"metric,value\n\"a\"b,1\n", 2, "there is text behind a quoted cell"},
        {"metric,value,value_max\na,1,x\n", 2, "column value_max: 'x' is no number"},
        {"metric,value,year\na,1,24\n", 2, "column year: '24' is no year"},
        {"metric,value,line\na,1,x\n", 2, "column line: 'x' is no whole number"},
        {"metric,value,kind\na,1,much\n", 2, "column kind: 'much' is no word for it"},
        {"metric,value,claim\na,1,much\n", 2, "column claim: 'much' is no word for it"},
        {"metric,value,period\na,1,soon\n", 2, "column period: 'soon' is no day or period that can be understood"},
        {"metric,value,period\na,1,2024/13/1\n", 2,
         "column period: '2024/13/1' is no day or period that can be understood"},
        {"metric,value,period\na,1,2023/2/29\n", 2,
         "column period: '2023/2/29' is no day or period that can be understood"},
        {"metric,value\na,1\n\xFF\xFF,2\n", 3, "the text is neither UTF-8 nor GB18030"},
        {"\xEF\xBB\xBFmetric,value\na,1\n\xD6\xD0,2\n", 3, "the text is not UTF-8, as it says it is"},
        {"[{\"metric\":\"a\"}]", 1, "there is no column value"},
        {"{\"metric\":\"a\",\"value\":\"1\"}\n{\"metric\":\"a\",\"value\":null}", 2, "column value: it is empty"},
        {"{\"metric\":\"a\",\"value\":\"1\"}\n{\"value\":\"1\"}", 2, "there is no column metric"},
        {"{\"metric\":\"a\",\"value\":\"x\"}", 1, "column value: 'x' is no number"},
        {"{\"metric\":\"a\",\"value\":[1]}", 1, "column value: it is neither text nor a number"},
        {"[\n{\"metric\":\"a\",\"value\":\"1\"},\n7]", 3, "here must stand an object"},
        {"[{\"metric\":\"a\",\"value\":\"1\"}\n", 2, "the file ends in the middle of an array"},
        {"[{\"metric\":\"a\",\"value\":\"1\"}]\nx", 2, "there is something behind the array"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const outcome *o = read_bytes(broken[i].text, strlen(broken[i].text), DCX_BAD_INPUT);
        assert_string_equal(o->error.message, broken[i].message);
        assert_int_equal(o->error.line, broken[i].line);
        assert_string_equal(o->error.file, "file");
    }
    static const char *const json[] = {"{\"metric\":\"a\",\n\"metric\":\"b\",\"value\":1}",
                                       "{\"metric\":\"a\",\n\"value\" 1}"};
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(read_bytes(json[i], strlen(json[i]), DCX_BAD_INPUT)->error.line, 2);
    assert_int_equal(read_bytes("metric,value\na\0,1", 17, DCX_BAD_INPUT)->error.line, 2);
}

/* Every beginning of a file is read or refused. */
static void truncated_files(void **state) {
    (void)state;
    static const char *const formats[] = {"csv", "tsv", "json", "jsonl"};
    static outcome o;
    const dcx_handler handler = {.data = &o, .record = take, .warning = note};
    for (size_t k = 0; k < 4; k++) {
        write_records(&saved, &(dcx_layout){.format = formats[k]});
        for (size_t n = 0; n < saved.size; n += 7) {
            o.found.count = 0;
            char *copy = malloc(n + 1);
            memcpy(copy, saved.bytes, n);
            (void)dcx_is_record_file(copy, n);
            dcx_status status = dcx_records_read(NULL, "file", copy, n, &handler, NULL, NULL);
            assert_true(status == DCX_OK || status == DCX_BAD_INPUT);
            free(copy);
        }
    }
}

static int refuse(void *data, const dcx_row *row) {
    (void)data;
    (void)row;
    return 1;
}

static void stopping(void **state) {
    (void)state;
    static const char *const formats[] = {"csv", "json"};
    for (size_t i = 0; i < 2; i++) {
        write_records(&saved, &(dcx_layout){.format = formats[i]});
        const dcx_handler handler = {.record = refuse};
        assert_int_equal(dcx_records_read(NULL, "file", saved.bytes, saved.size, &handler, NULL, NULL), DCX_STOPPED);
    }
}

/* Every allocation is made to fail in turn. */
static void memory_fails(void **state) {
    (void)state;
    static const char *const formats[] = {"csv", "json"};
    static outcome o;
    const dcx_handler handler = {.data = &o, .record = take, .warning = note};
    for (size_t i = 0; i < 2; i++) {
        write_records(&saved, &(dcx_layout){.format = formats[i]});
        encode(&saved, "GB18030", "");
        dcx_status status = DCX_NO_MEMORY;
        for (long n = 1; status; n++) {
            assert_true(n < 200);
            allocations a = {.fail_at = n};
            const dcx_allocator hooks = allocations_hooks(&a);
            o.found.count = 0;
            status = dcx_records_read(NULL, "file", saved.bytes, saved.size, &handler, &hooks, NULL);
            assert_true(status == DCX_OK || status == DCX_NO_MEMORY);
            assert_int_equal(a.live, 0);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),      cmocka_unit_test(awkward_cells),      cmocka_unit_test(no_records),
        cmocka_unit_test(any_columns),     cmocka_unit_test(misspelled_columns), cmocka_unit_test(told_from_documents),
        cmocka_unit_test(encodings),       cmocka_unit_test(json_encodings),     cmocka_unit_test(line_ends),
        cmocka_unit_test(numbers_in_json), cmocka_unit_test(broken_files),       cmocka_unit_test(truncated_files),
        cmocka_unit_test(stopping),        cmocka_unit_test(memory_fails)};
    return cmocka_run_group_tests_name("records", tests, set_up, NULL);
}
