/* Workbooks: numbers that keep their digits, text that nothing takes for something else, what is special of each table,
 * and that nothing is left behind when it fails. */
#include <dirent.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>

#include "allocator.h"
#include "compare/diff.h"

static const dcx_column columns[] = {
    {"name", DCX_TEXT, "a name"}, {"value", DCX_DECIMAL, ""}, {"line", DCX_INTEGER, ""}, {"year", DCX_TEXT, ""}};
static const dcx_schema schema = {"test", columns, 4};
static const dcx_layout plain = {.format = "xlsx"};

/* ---- writing ---- */

typedef struct sheet {
    char *bytes;
    size_t size, calls, fail_at; /* fails the fail_at-th call, 0: none */
} sheet;

static int collect(void *data, const char *bytes, size_t size) {
    sheet *s = data;
    if (++s->calls == s->fail_at)
        return 1;
    s->bytes = realloc(s->bytes, s->size + size);
    assert_non_null(s->bytes);
    memcpy(s->bytes + s->size, bytes, size);
    s->size += size;
    return 0;
}

static dcx_text text(const char *s) {
    return (dcx_text){s, strlen(s)};
}

static dcx_writer *start(const dcx_schema *of, const dcx_layout *layout, sheet *out) {
    dcx_writer *w;
    dcx_error error;
    *out = (sheet){0};
    assert_int_equal(dcx_writer_open(&w, of, layout, collect, out, NULL, &error), DCX_OK);
    return w;
}

static dcx_status put(dcx_writer *w, const dcx_schema *of, const char *const *cell) {
    dcx_text field[64];
    for (size_t i = 0; i < of->columns; i++)
        field[i] = text(cell[i] ? cell[i] : "");
    return dcx_writer_row(w, &(dcx_row){of, field}, NULL);
}

static void finish(dcx_writer *w) {
    assert_int_equal(dcx_writer_end(w, NULL), DCX_OK);
    dcx_writer_free(w);
}

/* ---- reading ---- */

/* The text of a part, to be freed; NULL: there is none. Every part must be sound XML. */
static char *part(const sheet *s, const char *wanted) {
    struct archive *zip = archive_read_new();
    struct archive_entry *entry;
    char *found = NULL;
    assert_int_equal(archive_read_support_format_zip(zip), ARCHIVE_OK);
    assert_int_equal(archive_read_open_memory(zip, s->bytes, s->size), ARCHIVE_OK);
    while (!found && archive_read_next_header(zip, &entry) == ARCHIVE_OK) {
        if (strcmp(archive_entry_pathname(entry), wanted) != 0)
            continue;
        size_t length = 0;
        for (la_ssize_t n = 1; n > 0; length += (size_t)n) {
            char *more = realloc(found, length + 65537);
            assert_non_null(more);
            found = more;
            n = archive_read_data(zip, found + length, 65536);
            assert_true(n >= 0);
        }
        found[length] = 0;
        xmlDoc *xml = xmlReadMemory(found, (int)length, wanted, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
        assert_non_null(xml);
        xmlFreeDoc(xml);
    }
    (void)archive_read_free(zip);
    return found;
}

static void assert_has(const sheet *s, const char *name, const char *wanted) {
    char *found = part(s, name);
    assert_non_null(found);
    if (!strstr(found, wanted))
        print_error("%s has no %s\n", name, wanted);
    assert_non_null(strstr(found, wanted));
    free(found);
}

static void assert_lacks(const sheet *s, const char *name, const char *unwanted) {
    char *found = part(s, name);
    assert_true(!found || !strstr(found, unwanted));
    free(found);
}

static const char first_sheet[] = "xl/worksheets/sheet1.xml";

/* Writes one row and gives what stands in the XML between a cell's reference and its end. */
static char *cell_of(const char *const *cell, const dcx_layout *layout, const char *reference) {
    sheet out;
    dcx_writer *w = start(&schema, layout, &out);
    assert_int_equal(put(w, &schema, cell), DCX_OK);
    finish(w);
    char *xml = part(&out, first_sheet), mark[32];
    (void)snprintf(mark, sizeof mark, "<c r=\"%s\"", reference);
    char *at = strstr(xml, mark), *end = at ? strstr(at, "</c>") : NULL;
    char *copy = calloc(1, at ? (size_t)(end - at) + 1 : 1);
    assert_non_null(copy);
    if (at)
        memcpy(copy, at, (size_t)(end - at));
    free(xml);
    free(out.bytes);
    return copy;
}

static void assert_text(const char *given, const char *wanted) {
    const char *const row[] = {given, "1", "1", ""};
    char *cell = cell_of(row, &plain, "A2"), *at = strstr(cell, "<t>");
    at = at ? at + 3 : strstr(cell, "\"preserve\">") + 11;
    assert_non_null(strstr(cell, "t=\"inlineStr\""));
    *strstr(at, "</t>") = 0;
    assert_string_equal(at, wanted);
    free(cell);
}

/* ---- cells ---- */

static void assert_value(const char *given, bool is_number) {
    const char *const row[] = {"a", given, "", ""};
    char *cell = cell_of(row, &plain, "B2"), *at = strstr(cell, is_number ? "<v>" : "<t>");
    assert_non_null(at);
    at += 3;
    *strchr(at, '<') = 0;
    if (is_number)
        assert_true(strtod(at, NULL) == strtod(given, NULL));
    else
        assert_string_equal(at, given);
    free(cell);
}

static void numbers(void **state) {
    (void)state;
    const char *const good[] = {"0",
                                "2.0",
                                "41.06",
                                "-5.25",
                                "0.001",
                                "123456789012345",
                                "9999999.99999999",
                                "0.000000000000001",
                                "8.1",
                                "-0.5",
                                "100000000000000",
                                "9.99999999999999",
                                "0.00",
                                "52260000000000000000000",
                                "100200300",
                                "1002003.00400",
                                "-12000000000000000000.00",
                                "9876543210.12345",
                                "10000000000000000000000"};
    const char *const bad[] = {"1234567890123456",
                               "007",
                               "00.5",
                               "-0",
                               "-0.0",
                               "0.0000000000000001",
                               "1e5",
                               "1,000",
                               "100000000000000000000000",
                               "9007199254740993",
                               "1.000000000000001",
                               "1000000000000001",
                               "-1000000000000001000"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_value(good[i], true);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_value(bad[i], false);
}

static void formats(void **state) {
    (void)state;
    sheet out;
    dcx_writer *w = start(&schema, &plain, &out);
    assert_int_equal(put(w, &schema, (const char *const[]){"a", "2.00", "7", "2024"}), DCX_OK);
    finish(w);
    assert_has(&out, "xl/styles.xml", "formatCode=\"0.00\"");
    assert_has(&out, "xl/styles.xml", "formatCode=\"0\"");
    assert_has(&out, first_sheet, "<v>2024</v>");
    assert_lacks(&out, "xl/styles.xml", "#,##0");
    free(out.bytes);
    w = start(&schema, &plain, &out);
    assert_int_equal(put(w, &schema, (const char *const[]){"2024", "1.50000", "7", "202"}), DCX_OK);
    finish(w);
    assert_has(&out, "xl/styles.xml", "formatCode=\"0.00000\"");
    assert_has(&out, first_sheet, "<t>2024</t>"); /* no year */
    assert_has(&out, first_sheet, "<t>202</t>");
    free(out.bytes);
}

/* Whoever uses the library may have chosen a locale with decimal commas. */
static void locales(void **state) {
    (void)state;
    const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
        found = setlocale(LC_ALL, names[i]) != NULL;
    sheet out;
    dcx_writer *w = start(&schema, &plain, &out);
    assert_int_equal(put(w, &schema, (const char *const[]){"a", "2.5", "", ""}), DCX_OK);
    assert_int_equal(put(w, &schema, (const char *const[]){"a", "3.5", "", ""}), DCX_OK);
    finish(w);
    (void)setlocale(LC_ALL, "C");
    assert_has(&out, first_sheet, "<v>2.5</v>");
    assert_has(&out, first_sheet, "<v>3.5</v>");
    char *xml = part(&out, first_sheet), *wide = strstr(xml, "width=\"") + 7;
    assert_null(memchr(wide, ',', strcspn(wide, "\"")));
    free(xml);
    free(out.bytes);
    if (!found)
        skip();
}

static void formulas(void **state) {
    (void)state;
    const char *const bad[] = {"=1+1", "+1", "-1-2", "@x", "\t=1", "=HYPERLINK(\"x\")"};
    const char *const wanted[] = {"'=1+1", "'+1", "'-1-2", "'@x", "'\t=1", "'=HYPERLINK(\"x\")"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_text(bad[i], wanted[i]);
    assert_text("https://example.org", "https://example.org");
    assert_text("-5", "-5");
    assert_text("'=x", "''=x");
    const char *const row[] = {"=1+1", "=2", "", ""};
    const dcx_layout raw = {.format = "xlsx", .raw = 1};
    char *cell = cell_of(row, &raw, "A2");
    assert_non_null(strstr(cell, "t=\"inlineStr\"><is><t>=1+1</t>"));
    free(cell);
    cell = cell_of(row, &raw, "B2");
    assert_non_null(strstr(cell, "<t>=2</t>"));
    assert_null(strstr(cell, "<f>"));
    free(cell);
}

static void strange_text(void **state) {
    (void)state;
    assert_text("a\x01"
                "b\x1F\x7F",
                "a\xEF\xBF\xBD"
                "b\xEF\xBF\xBD\x7F");
    assert_text("\xEF\xBF\xBE\xEF\xBF\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD");                   /* U+FFFE, U+FFFF */
    assert_text("x\xED\xA0\x80\xFF", "x\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"); /* a surrogate */
    assert_text("<&>]]>\"", "&lt;&amp;&gt;]]&gt;\"");
    assert_text("two\r\nlines\rthree\n", "two\nlines\nthree\n");
    assert_text(" _x0041_ _x41_", " _x005F_x0041_ _x41_");
    assert_text("\xF0\x9F\x98\x80 基站", "\xF0\x9F\x98\x80 基站");
}

/* 32,767 UTF-16 units fit in a cell. */
static void long_text(void **state) {
    (void)state;
    enum { MOST = 32767 };
    static char given[4 * MOST + 16], wanted[4 * MOST + 16];
    memset(given, 'a', MOST);
    assert_text(given, given);
    given[MOST] = 'a';
    memset(wanted, 'a', MOST - 1);
    memcpy(wanted + MOST - 1, "…", sizeof "…");
    assert_text(given, wanted);
    size_t length = 0;
    for (size_t i = 0; i <= MOST / 2; i++, length += 4)
        memcpy(given + length, "\xF0\x9F\x98\x80", 5);
    memcpy(wanted, given, length);
    memcpy(wanted + length - 4, "…", sizeof "…");
    assert_text(given, wanted);
}

/* ---- tables ---- */

static void records(void **state) {
    (void)state;
    sheet out;
    const char *row[DCX_RECORD_FIELDS] = {NULL};
    dcx_writer *w = start(dcx_record_schema(), &plain, &out);
    row[DCX_METRIC] = "=cmd|'/c calc'!A1";
    row[DCX_VALUE] = "483.80";
    row[DCX_QUALIFIER] = "ge";
    row[DCX_SOURCE] = "@<b>&\x02";
    row[DCX_SECTION] = "+一、/]]>";
    row[DCX_FILE] = "-x\xFF[a]:*?.txt";
    row[DCX_ID] = "000123456789";
    assert_int_equal(put(w, dcx_record_schema(), row), DCX_OK);
    finish(w);
    assert_has(&out, "xl/workbook.xml", "name=\"Records\"");
    assert_has(&out, first_sheet, "<t>'=cmd|'/c calc'!A1</t>");
    assert_has(&out, first_sheet, "<t>'@&lt;b&gt;&amp;\xEF\xBF\xBD</t>");
    assert_has(&out, first_sheet, "<t>'+一、/]]&gt;</t>");
    assert_has(&out, first_sheet, "<t>'-x\xEF\xBF\xBD[a]:*?.txt</t>");
    assert_has(&out, first_sheet, "<t>000123456789</t>");
    assert_has(&out, first_sheet, "<t>≥</t>");
    assert_has(&out, first_sheet, "<v>483.8</v>");
    assert_has(&out, first_sheet, "ySplit=\"1\"");
    assert_has(&out, first_sheet, "state=\"frozen\"");
    assert_has(&out, first_sheet, "<autoFilter ref=\"A1:Y2\"/>");
    assert_has(&out, "xl/comments1.xml", "the number, digits as printed");
    assert_has(&out, "xl/comments1.xml", "≥: ge");
    free(out.bytes);
}

static void chinese(void **state) {
    (void)state;
    sheet out;
    const char *row[DCX_RECORD_FIELDS] = {NULL};
    const dcx_layout layout = {.format = "xlsx", .heading = DCX_CHINESE};
    dcx_writer *w = start(dcx_record_schema(), &layout, &out);
    row[DCX_KIND] = "growth";
    assert_int_equal(put(w, dcx_record_schema(), row), DCX_OK);
    finish(w);
    assert_has(&out, first_sheet, "<t>指标</t>");
    assert_has(&out, first_sheet, "<t>增长</t>");
    assert_has(&out, "xl/comments1.xml", "增长: growth");
    free(out.bytes);
}

static void no_rows(void **state) {
    (void)state;
    const dcx_schema *const schemas[] = {&schema, dcx_record_schema(), dcx_diff_schema(), dcx_finding_schema(),
                                         dcx_rule_schema()};
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        sheet out;
        finish(start(schemas[i], &plain, &out));
        assert_has(&out, first_sheet, "<autoFilter");
        free(out.bytes);
    }
}

static void put_change(dcx_writer *w, const char *metric, const char *section, const char *percent, const char *kind,
                       const char *claim) {
    const char *row[DIFF_FIELDS] = {
        [DIFF_METRIC] = metric,    [DIFF_KIND] = kind,        [DIFF_OLD_YEAR] = "2024",    [DIFF_NEW_YEAR] = "2025",
        [DIFF_OLD_VALUE] = "10",   [DIFF_NEW_VALUE] = "12.0", [DIFF_CHANGE_PCT] = percent, [DIFF_SECTION] = section,
        [DIFF_STATUS] = "matched", [DIFF_OLD_CLAIM] = claim,  [DIFF_NEW_CLAIM] = claim,    [DIFF_FLAGS] = "unit scope"};
    assert_int_equal(put(w, dcx_diff_schema(), row), DCX_OK);
}

static void put_changes(dcx_writer *w) {
    put_change(w, "m1", "s2", "20.0", "level", "actual");
    put_change(w, "m2", "s1", "-30", "level", "actual");
    put_change(w, "m3", "s2", "500", "level", "target");
    put_change(w, "m4", "s1", "400", "share", "actual");
    put_change(w, "m5", "", "5", "level", "actual");
    put_change(w, "m6", "s2", "=1", "level", "actual");
}

static void assert_order(const sheet *out, const char *name, const char *const *wanted, size_t count) {
    char *xml = part(out, name);
    const char *at = xml;
    for (size_t i = 0; i < count && at; i++)
        at = strstr(at, wanted[i]);
    free(xml);
    assert_non_null(at);
}

static void diff(void **state) {
    (void)state;
    sheet out;
    dcx_writer *w = start(dcx_diff_schema(), &plain, &out);
    put_changes(w);
    finish(w);
    const char *const rows[] = {">m1<", ">m3<", ">m6<", ">m2<", ">m4<", ">m5<"};
    assert_order(&out, first_sheet, rows, 6);
    assert_has(&out, first_sheet, "<dataBar");
    assert_has(&out, first_sheet, "AND($O2&lt;&gt;$O1,ISNUMBER($I2),$I2&gt;0)");
    assert_has(&out, "xl/styles.xml", "FFC44E00");
    assert_has(&out, "xl/styles.xml", "FF0060A8");
    assert_has(&out, "xl/workbook.xml", "name=\"Largest changes\"");
    const char *const bars[] = {"<c:v>m2</c:v>", "<c:v>m1</c:v>", "<c:v>m5</c:v>", "<c:v>-30</c:v>", "<c:v>20</c:v>"};
    assert_order(&out, "xl/charts/chart1.xml", bars, 5);
    assert_has(&out, "xl/charts/chart1.xml", "Largest changes 2024–2025, in percent");
    assert_lacks(&out, "xl/charts/chart1.xml", "m3");
    assert_lacks(&out, "xl/charts/chart1.xml", "m4");
    assert_lacks(&out, "xl/charts/chart1.xml", "m6");
    free(out.bytes);
}

/* Columns that are not written still sort and choose; in Chinese the same are chosen. */
static void diff_of_few_columns(void **state) {
    (void)state;
    sheet out;
    const int few[] = {DIFF_NEW_VALUE, DIFF_METRIC};
    const dcx_layout layout = {.format = "xlsx", .columns = few, .count = 2, .heading = DCX_CHINESE};
    dcx_writer *w = start(dcx_diff_schema(), &layout, &out);
    put_changes(w);
    finish(w);
    const char *const rows[] = {">m1<", ">m3<", ">m6<", ">m2<", ">m4<", ">m5<"};
    assert_order(&out, first_sheet, rows, 6);
    assert_has(&out, "xl/charts/chart1.xml", "<c:v>m2</c:v>");
    assert_lacks(&out, "xl/charts/chart1.xml", "m3");
    assert_has(&out, "xl/charts/chart1.xml", "变化率（%） 2024–2025");
    free(out.bytes);
}

static void many_changes(void **state) {
    (void)state;
    sheet out;
    dcx_writer *w = start(dcx_diff_schema(), &plain, &out);
    char metric[16], percent[16];
    for (int i = 1; i <= 40; i++) {
        (void)snprintf(metric, sizeof metric, "m%d.", i);
        (void)snprintf(percent, sizeof percent, "%s%d", i % 2 ? "-" : "", i);
        put_change(w, metric, "s", percent, "level", "actual");
    }
    finish(w);
    assert_has(&out, "xl/charts/chart1.xml", "$E$2:$E$16");
    assert_has(&out, "xl/charts/chart1.xml", "<c:v>m26.</c:v>");
    assert_lacks(&out, "xl/charts/chart1.xml", "<c:v>m25.</c:v>");
    free(out.bytes);
}

static void findings(void **state) {
    (void)state;
    sheet out;
    const dcx_schema *of = dcx_finding_schema();
    const char *row[16] = {NULL};
    dcx_writer *w = start(of, &(dcx_layout){.format = "xlsx", .heading = DCX_CHINESE}, &out);
    row[dcx_schema_find(of, "severity")] = "error";
    row[dcx_schema_find(of, "message")] = "-1 + 2 = 3";
    assert_int_equal(put(w, of, row), DCX_OK);
    finish(w);
    assert_has(&out, "xl/workbook.xml", "name=\"Findings\"");
    assert_has(&out, first_sheet, "<t>错误</t>");
    assert_has(&out, first_sheet, "<t>'-1 + 2 = 3</t>");
    assert_has(&out, "xl/styles.xml", "wrapText=\"1\"");
    assert_has(&out, "xl/styles.xml", "<fgColor rgb=\"FFC44E00\"/>");
    free(out.bytes);
}

static void a_million_rows(void **state) {
    (void)state;
    enum { MOST = 1048575 };
    const dcx_schema one = {"test", columns + 2, 1};
    const dcx_layout layout = {.format = "xlsx"};
    sheet out;
    dcx_writer *w = start(&one, &layout, &out);
    for (size_t i = 0; i < MOST; i++)
        assert_int_equal(put(w, &one, (const char *const[]){"1"}), DCX_OK);
    assert_int_equal(put(w, &one, (const char *const[]){"4711"}), DCX_OK);
    finish(w);
    assert_has(&out, "xl/workbook.xml", "name=\"Rows 2\"");
    assert_has(&out, "xl/worksheets/sheet2.xml", "<autoFilter ref=\"A1:A2\"/>");
    assert_has(&out, "xl/worksheets/sheet2.xml", "<v>4711</v>");
    free(out.bytes);
}

static void same_bytes(void **state) {
    (void)state;
    sheet out[2];
    for (size_t i = 0; i < 2; i++) {
        if (i)
            (void)sleep(2); /* ZIP counts in two seconds */
        dcx_writer *w = start(dcx_diff_schema(), &plain, &out[i]);
        put_changes(w);
        finish(w);
    }
    assert_int_equal(out[0].size, out[1].size);
    assert_memory_equal(out[0].bytes, out[1].bytes, out[0].size);
    free(out[0].bytes);
    free(out[1].bytes);
}

/* ---- failures ---- */

static size_t entries(const char *folder) {
    size_t count = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    while (readdir(d)) /* NOLINT(concurrency-mt-unsafe): there is one thread */
        count++;
    (void)closedir(d);
    return count;
}

static char scratch[] = "/tmp/xlsx-test-XXXXXX";
static size_t open_files;
static FILE *said; /* what is said on standard error */
static int standard_error;

static int set_up(void **state) {
    (void)state;
    if (!mkdtemp(scratch) || setenv("TMPDIR", scratch, 1)) /* NOLINT(concurrency-mt-unsafe) */
        return -1;
    said = tmpfile();
    standard_error = dup(STDERR_FILENO);
    open_files = entries("/proc/self/fd");
    return said && dup2(fileno(said), STDERR_FILENO) >= 0 ? 0 : -1;
}

/* Nothing was printed, no file is left, none is open. */
static int tear_down(void **state) {
    (void)state;
    (void)fflush(stderr);
    (void)dup2(standard_error, STDERR_FILENO);
    (void)close(standard_error);
    (void)setenv("TMPDIR", scratch, 1); /* NOLINT(concurrency-mt-unsafe) */
    bool silent = lseek(fileno(said), 0, SEEK_END) == 0, clean = !rmdir(scratch);
    bool closed = entries("/proc/self/fd") + 1 == open_files;
    (void)fclose(said);
    strcpy(scratch + sizeof scratch - sizeof "XXXXXX", "XXXXXX");
    if (!silent || !clean || !closed)
        print_error("silent %d, clean %d, closed %d\n", silent, clean, closed);
    return silent && clean && closed ? 0 : -1;
}

static dcx_status write_all(const dcx_schema *of, const dcx_allocator *hooks, sheet *out, int rows, dcx_error *error) {
    dcx_writer *w;
    const char *cell[64];
    for (size_t i = 0; i < 64; i++)
        cell[i] = "12";
    if (!strcmp(of->name, "diff"))
        cell[DIFF_STATUS] = "matched", cell[DIFF_KIND] = "level",
        cell[DIFF_OLD_CLAIM] = cell[DIFF_NEW_CLAIM] = "actual";
    dcx_status status = dcx_writer_open(&w, of, &plain, collect, out, hooks, error);
    if (status)
        return status;
    dcx_text field[64];
    for (size_t i = 0; i < of->columns; i++)
        field[i] = text(cell[i]);
    for (int i = 0; i < rows && !status; i++)
        status = dcx_writer_row(w, &(dcx_row){of, field}, error);
    if (!status)
        status = dcx_writer_end(w, error);
    dcx_writer_free(w);
    return status;
}

static void memory_fails(void **state) {
    (void)state;
    const dcx_schema *const schemas[] = {dcx_diff_schema(), dcx_record_schema(), dcx_finding_schema()};
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        dcx_status status = DCX_NO_MEMORY;
        for (long n = 1; status != DCX_OK; n++) {
            sheet out = {0};
            allocations counted = {.fail_at = n};
            const dcx_allocator hooks = allocations_hooks(&counted);
            status = write_all(schemas[i], &hooks, &out, 300, NULL);
            assert_true(status == (counted.asked < n ? DCX_OK : DCX_NO_MEMORY));
            assert_int_equal(counted.live, 0);
            assert_true(status == DCX_OK || !out.size);
            free(out.bytes);
        }
    }
}

static void sink_fails(void **state) {
    (void)state;
    for (size_t at = 1; at <= 2; at++) {
        sheet out = {.fail_at = at};
        assert_int_equal(write_all(dcx_record_schema(), NULL, &out, 20000, NULL), DCX_STOPPED);
        assert_int_equal(out.calls, at);
        free(out.bytes);
    }
}

/* A writer that is given up before its end leaves nothing behind. */
static void given_up(void **state) {
    (void)state;
    sheet out;
    for (int rows = 0; rows < 3; rows++) {
        dcx_writer *w = start(dcx_diff_schema(), &plain, &out);
        for (int i = 0; i < rows; i++)
            put_change(w, "m", "s", "1", "level", "actual");
        dcx_writer_free(w);
        assert_null(out.bytes);
    }
}

static void folder_is_missing(void **state) {
    (void)state;
    dcx_error error;
    sheet out = {0};
    assert_int_equal(setenv("TMPDIR", "/nowhere/at all", 1), 0); /* NOLINT(concurrency-mt-unsafe) */
    assert_int_equal(write_all(&schema, NULL, &out, 1, &error), DCX_IO);
    assert_non_null(strstr(error.hint, "/nowhere/at all"));
    assert_null(out.bytes);
}

/* What a full disk does: files may grow to so many bytes, and no further. */
static void disk_is_full(void **state) {
    (void)state;
    static const struct {
        rlim_t most;
        int rows;
    } cases[] = {{0, 1}, {4096, 1}, {100 * 1024, 3000}, {1024 * 1024, 1}, {2000 * 1024, 3000}};
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rlimit limit = {cases[i].most, before.rlim_max};
        dcx_error error = {.status = DCX_OK};
        sheet out = {0};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        dcx_status status = write_all(dcx_diff_schema(), NULL, &out, cases[i].rows, &error);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, DCX_IO);
        assert_string_equal(error.message, "the temporary file cannot be written");
        assert_non_null(strstr(error.hint, scratch));
        assert_null(out.bytes);
    }
}

static void too_many_columns(void **state) {
    (void)state;
    enum { MANY = 16385 };
    static dcx_column many[MANY];
    for (size_t i = 0; i < MANY; i++)
        many[i] = columns[0];
    const dcx_schema wide = {"test", many, MANY};
    dcx_writer *w;
    sheet out = {0};
    assert_int_equal(dcx_writer_open(&w, &wide, &plain, collect, &out, NULL, NULL), DCX_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(formats),
        cmocka_unit_test(locales),
        cmocka_unit_test(formulas),
        cmocka_unit_test(strange_text),
        cmocka_unit_test(long_text),
        cmocka_unit_test(records),
        cmocka_unit_test(chinese),
        cmocka_unit_test(no_rows),
        cmocka_unit_test(diff),
        cmocka_unit_test(diff_of_few_columns),
        cmocka_unit_test(many_changes),
        cmocka_unit_test(findings),
        cmocka_unit_test(a_million_rows),
        cmocka_unit_test(same_bytes),
        cmocka_unit_test_setup_teardown(memory_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sink_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(given_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(folder_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(disk_is_full, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_columns, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
