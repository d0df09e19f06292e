/* The reader of Excel workbooks: what is shown of them, row by row. Places are sheet, row and cell. */
#include "allocator.h"
#include "base/buffer.h"
#include "document/shown.h"
#include "reading.h"

#include <archive.h>
#include <archive_entry.h>

#define MAIN                "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
#define S(at, text)         "<c r='" at "' t='inlineStr'><is><t>" text "</t></is></c>"
#define N(at, value)        "<c r='" at "'><v>" value "</v></c>"
#define F(at, style, value) "<c r='" at "' s='" style "'><v>" value "</v></c>"

enum { ROOM = 1 << 16 };

static char packed[ROOM];

static void add(struct archive *a, const char *name, const char *xml) {
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, name);
    archive_entry_set_size(e, (la_int64_t)strlen(xml));
    archive_entry_set_filetype(e, AE_IFREG);
    assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
    assert_int_equal(archive_write_data(a, xml, strlen(xml)), (la_ssize_t)strlen(xml));
    archive_entry_free(e);
}

static size_t pack_book(const char *first, const char *second, const char *strings) {
    size_t size = 0;
    struct archive *a = archive_write_new();
    assert_int_equal(archive_write_set_format_zip(a), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(a, packed, sizeof packed, &size), ARCHIVE_OK);
    add(a, "xl/workbook.xml",
        "<workbook " MAIN " xmlns:r='urn:r'><sheets><sheet name='一表' sheetId='1' r:id='a'/>"
        "<sheet name='二表' sheetId='2' state='visible' r:id='b'/>"
        "<sheet name='藏' sheetId='3' state='hidden' r:id='a'/></sheets></workbook>");
    add(a, "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns='urn:x'><Relationship Id='a' Target='worksheets/sheet1.xml'/>"
        "<Relationship Id='b' Target='/xl/worksheets/sheet2.xml'/></Relationships>");
    add(a, "xl/styles.xml",
        "<styleSheet " MAIN
        "><numFmts><numFmt numFmtId='170' formatCode='#,##0.0_);(#,##0.0)'/></numFmts><cellStyleXfs>"
        "<xf numFmtId='9'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='170'/><xf numFmtId='10'/></cellXfs>"
        "</styleSheet>");
    if (strings)
        add(a, "xl/sharedStrings.xml", strings);
    add(a, "xl/worksheets/sheet1.xml", first);
    if (second)
        add(a, "xl/worksheets/sheet2.xml", second);
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    assert_int_equal(archive_write_free(a), ARCHIVE_OK);
    return size;
}

/* Reads a book of these sheets' contents; second and strings may be NULL. */
static void read_book(bench *b, const char *first, const char *second, const char *strings) {
    const char *open = "<worksheet " MAIN ">", *close = "</worksheet>";
    size_t size = pack_book(arena_print(&b->lasting, "%s%s%s", open, first, close),
                            second ? arena_print(&b->lasting, "%s%s%s", open, second, close) : NULL, strings);
    read_bytes(b, packed, size);
    if (!b->doc)
        print_message("%s\n", b->error.message);
    assert_non_null(b->doc);
    assert_non_null(strstr(b->notice.message, "read as xlsx"));
}

static void cells_are_read_as_they_are_shown(void **state) {
    bench *b = *state;
    read_book(b,
              "<sheetData><row r='2'>" S("B2", "指标") S("C2", "2024年")
                  S("D2", "占比") "</row><row r='3'>"
                                  "<c r='B3' t='s'><v>1</v></c>" F("C3", "1", "-1234.5678")
                                      F("D3", "2", "0.12345") "</row></sheetData>",
              NULL,
              "<sst " MAIN "><si><t>无</t></si><si><r><t>收</t></r><r><t>入</t></r><rPh><t>shou</t></rPh></si></sst>");
    expect(b, BLOCK_ROW, 0, "指标|2024年|占比");
    expect(b, BLOCK_ROW, 1, "收入|(1,234.6)|12.35%");
    expect_place(b, "(1,234.6)", 3, 3);
    assert_int_equal(place_of_text(b, "12.35%").page, 1);
}

static void what_is_hidden_is_left_out(void **state) {
    bench *b = *state;
    read_book(b,
              "<cols><col min='2' max='2' hidden='1'/></cols><sheetData><row r='1'>" S("A1", "指标") S("B1", "草稿")
                  S("C1", "数量") "</row><row r='2' hidden='1'>" S("A2", "甲")
                      N("C2", "8") "</row><row r='3'>" S("A3", "乙") N("B3", "7") N("C3", "9") "</row></sheetData>",
              NULL, NULL);
    expect(b, BLOCK_ROW, 0, "指标|数量");
    expect(b, BLOCK_ROW, 1, "乙|9");
    assert_int_equal(count(b, BLOCK_ROW), 2);
}

static void merged_cells_and_several_sheets(void **state) {
    bench *b = *state;
    read_book(
        b,
        "<sheetData><row r='1'>" S("A1", "某市2024年统计公报") "</row><row r='3'>" S("A3", "指标")
            S("B3", "收入") "</row><row r='4'>" S("B4", "一季度") S("C4", "二季度") "</row><row r='5'>" S("A5", "总额")
                N("B5", "3") N(
                    "C5",
                    "4") "</row></sheetData><mergeCells><mergeCell ref='B3:C3'/><mergeCell ref='A3:A4'/></mergeCells>",
        "<sheetData><row r='1'>" S("A1", "地区") S("B1", "面积") "</row><row r='2'>" S("A2", "甲县")
            N("B2", "1950") "</row></sheetData>",
        NULL);
    expect(b, BLOCK_ROW, 0, "指标|收入|");
    expect(b, BLOCK_ROW, 1, "|一季度|二季度");
    expect(b, BLOCK_ROW, 4, "甲县|1950");
    assert_int_equal(place_of_text(b, "1950").page, 2);
    assert_int_equal(place_of_text(b, "1950").line, 2);
}

static void formulas_without_values_are_said(void **state) {
    bench *b = *state;
    read_book(b,
              "<sheetData><row r='1'>" S("A1", "指标")
                  S("B1", "数量") "</row><row r='2'>" S("A2", "甲") "<c r='B2'><f>SUM(C1)</f></c></row></sheetData>",
              NULL, NULL);
    assert_non_null(strstr(b->first.message, "1 formulas have no saved value"));
}

static void damaged_books_are_refused(void **state) {
    bench *b = *state;
    size_t size = pack_book("<worksheet><sheetData><row><c>", NULL, NULL);
    read_bytes(b, packed, size);
    assert_null(b->doc);
    assert_non_null(strstr(b->error.message, "damaged"));
    read_bytes(b, packed, size / 2);
    assert_null(b->doc);
}

static void empty_rows_and_far_cells_are_bounded(void **state) {
    bench *b = *state;
    read_book(b,
              "<sheetData><row r='1'>" S("A1", "指标") S("B1", "数量") "</row><row r='2'>" S("A2", "甲")
                  N("B2", "5") "</row><row r='1048576'/><row r='99999999999'>" N("ZZZZZ9", "7") "</row></sheetData>",
              NULL, NULL);
    assert_true(count(b, BLOCK_ROW) <= 3);
}

static void numbers_are_shown_by_their_formats(void **state) {
    static const struct {
        const char *stored, *code, *shown;
    } sample[] = {
        {"0.1", NULL, "0.1"},
        {"0.30000000000000004", NULL, "0.3"},
        {"0.333333333333333", NULL, "0.333333333"},
        {"1516200.28", "General", "1516200.28"},
        {"1.2E-2", "0.0%", "1.2%"},
        {"0.0675", "0.0%", "6.8%"},
        {"999.95", "0.0", "1000.0"},
        {"1234567.891", "#,##0.00", "1,234,567.89"},
        {"-318.55", "#,##0.00_);(#,##0.00)", "(318.55)"},
        {"-0.4", "0;-0", "-0"},
        {"0", "0.00;-0.00;\"-\"", "-"},
        {"12345678", "#,##0,", "12,346"},
        {"1234.5", "0.##", "1234.5"},
        {"45657", "yyyy-mm-dd", "2024-12-31"},
        {"45627", "yyyy\"-\"m", "2024-12"},
        {"2024", "0\"y\"", "2024y"},
        {"text", "0", "text"},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        buffer out;
        buffer_init_in(&out, &b->lasting);
        shown_put(&out, sample[i].stored, sample[i].code, false);
        buffer_char(&out, '\0');
        assert_string_equal(out.at, sample[i].shown);
    }
}

#define TEST(f) cmocka_unit_test(f)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(cells_are_read_as_they_are_shown),   TEST(what_is_hidden_is_left_out),
        TEST(merged_cells_and_several_sheets),    TEST(formulas_without_values_are_said),
        TEST(damaged_books_are_refused),          TEST(empty_rows_and_far_cells_are_bounded),
        TEST(numbers_are_shown_by_their_formats),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
