/* The reader of Word documents: paragraphs, headings, notes, tables, and what is not shown. Places are the numbers of
 * paragraphs and of characters in them. */
#include "allocator.h"
#include "base/buffer.h"
#include "reading.h"

#include <archive.h>
#include <archive_entry.h>

#define WORD "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"

#define P(runs)                "<w:p>" runs "</w:p>"
#define T(text)                "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define STYLED(id, text)       "<w:p><w:pPr><w:pStyle w:val='" id "'/></w:pPr>" T(text) "</w:p>"
#define RAISED(text)           "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>" text "</w:t></w:r>"
#define NOTE(id)               "<w:r><w:footnoteReference w:id='" id "'/></w:r>"
#define CELL(look, paragraphs) "<w:tc><w:tcPr>" look "</w:tcPr>" paragraphs "</w:tc>"
#define C(text)                CELL("", P(T(text)))

/* ---- making documents ---- */

typedef struct part {
    const char *name, *xml;
} part;

enum { PARTS = 5, ROOM = 1 << 16 };

static char packed[ROOM];

/* Zips parts up to one without a name. */
static size_t zip(const part *parts, const char *password) {
    size_t size = 0;
    struct archive *a = archive_write_new();
    assert_int_equal(archive_write_set_format_zip(a), ARCHIVE_OK);
    if (password) {
        assert_int_equal(archive_write_set_options(a, "zip:encryption=zipcrypt"), ARCHIVE_OK);
        assert_int_equal(archive_write_set_passphrase(a, password), ARCHIVE_OK);
    }
    assert_int_equal(archive_write_open_memory(a, packed, sizeof packed, &size), ARCHIVE_OK);
    for (; parts->name; parts++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, parts->name);
        archive_entry_set_size(e, (la_int64_t)strlen(parts->xml));
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
        assert_int_equal(archive_write_data(a, parts->xml, strlen(parts->xml)), (la_ssize_t)strlen(parts->xml));
        archive_entry_free(e);
    }
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    assert_int_equal(archive_write_free(a), ARCHIVE_OK);
    return size;
}

static const char *wrap(bench *b, const char *root, const char *inside) {
    return arena_print(&b->lasting, "<?xml version='1.0' encoding='UTF-8'?><w:%s " WORD ">%s</w:%s>", root, inside,
                       root);
}

/* Reads a document with this body; styles and footnotes may be NULL. */
static void read_docx(bench *b, const char *body, const char *styles, const char *footnotes) {
    part parts[PARTS] = {{"[Content_Types].xml", "<Types/>"}}, *next = parts + 1;
    *next++ = (part){"word/document.xml",
                     wrap(b, "document", arena_print(&b->lasting, "<w:body>%s<w:sectPr/></w:body>", body))};
    if (styles)
        *next++ = (part){"word/styles.xml", wrap(b, "styles", styles)};
    if (footnotes)
        *next++ = (part){"word/footnotes.xml", wrap(b, "footnotes", footnotes)};
    read_bytes(b, packed, zip(parts, NULL));
    if (!b->doc)
        print_message("%s\n", b->error.message);
    assert_non_null(b->doc);
    assert_non_null(strstr(b->notice.message, "read as docx"));
}

#define expect_all(b, kind, ...)                                                                                       \
    do {                                                                                                               \
        static const char *const want[] = {__VA_ARGS__};                                                               \
        assert_int_equal(count(b, kind), sizeof want / sizeof *want);                                                  \
        for (size_t i = 0; i < sizeof want / sizeof *want; i++)                                                        \
            expect(b, kind, i, want[i]);                                                                               \
    } while (0)

#define expect_paragraphs(b, ...) expect_all(b, BLOCK_PARAGRAPH, __VA_ARGS__)
#define expect_rows(b, ...)       expect_all(b, BLOCK_ROW, __VA_ARGS__)

/* ---- paragraphs and their places ---- */

static void paragraphs_are_blocks(void **state) {
    bench *b = *state;
    read_docx(b,
              P(T("2024年，收入") "<w:r><w:rPr><w:b/></w:rPr><w:t>3</w:t><w:t>.5亿元</w:t></w:r>" T("，增长5%。")) P("")
                  P(T("  ")) P(T("利润&lt;2亿元&gt;。")),
              NULL, NULL);
    expect_paragraphs(b, "2024年，收入3.5亿元，增长5%。", "利润<2亿元>。");
}

static void places_are_paragraph_and_character(void **state) {
    bench *b = *state;
    read_docx(b,
              P(T("第一段。")) P("") P(T("  收入 ") T("3亿") T("元，增长5%。"))
                  P(T("面积12km") RAISED("2") T("，末7项。")),
              NULL, NULL);
    expect_place(b, "第一段", 1, 1);
    expect_place(b, "收入", 3, 3);
    expect_place(b, "3亿", 3, 6);
    expect_place(b, "5%", 3, 12);
    expect_place(b, "²", 4, 7);
    expect_place(b, "7项", 4, 10);
    assert_int_equal(place_of_text(b, "7项").page, 0);
}

static void text_within_links_fields_and_insertions(void **state) {
    bench *b = *state;
    read_docx(b,
              P("<w:hyperlink r:id='r' xmlns:r='r'>" T("收入") "</w:hyperlink><w:ins>" T(
                  "3亿元") "</w:ins>"
                           "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>REF x</w:instrText></w:r>" T("，增长") "<w:smartTag>" T(
                               "5%") "</w:smartTag><w:sdt><w:sdtContent>" T("。") "</"
                                                                                  "w:sdtContent></"
                                                                                  "w:sdt>") "<w:"
                                                                                            "sdt><"
                                                                                            "w:"
                                                                                            "sdtCo"
                                                                                            "ntent"
                                                                                            ">" P(T(
                                                                                                "利润2亿元。")) "</"
                                                                                                                "w:"
                                                                                                                "sdtCon"
                                                                                                                "tent><"
                                                                                                                "/w:"
                                                                                                                "sdt>",
              NULL, NULL);
    expect_paragraphs(b, "收入3亿元，增长5%。", "利润2亿元。");
}

static void what_was_deleted_is_left_out(void **state) {
    bench *b = *state;
    read_docx(b,
              P(T("收入") "<w:del><w:r><w:delText>2亿元</w:delText></w:r></w:del><w:ins>" T(
                  "3亿元") "</w:ins>"
                           "<w:moveFrom>" T("，旧1家") "</w:moveFrom><w:moveTo>" T("，新1家") "</w:moveTo>" T("。"))
                  P("<w:del><w:r><w:delText>全删9家。</w:delText></w:r></w:del>"),
              NULL, NULL);
    expect_paragraphs(b, "收入3亿元，新1家。");
}

static void what_is_hidden_is_left_out(void **state) {
    bench *b = *state;
    read_docx(
        b,
        P(T("收入") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>2亿元</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr>"
                    "<w:t>3亿</w:t></w:r><w:r><w:rPr><w:vanish w:val='false'/></w:rPr><w:t>元。</w:t></w:r>"),
        NULL, NULL);
    expect_paragraphs(b, "收入3亿元。");
}

static void breaks_within_a_paragraph(void **state) {
    bench *b = *state;
    read_docx(
        b,
        P(T("第一行。") "<w:r><w:br/><w:t>第二行</w:t><w:tab/><w:t>7项</w:t><w:noBreakHyphen/><w:t>8项。</w:t></w:r>"),
        NULL, NULL);
    expect_paragraphs(b, "第一行。", "第二行7项-8项。");
    expect_place(b, "第二行", 1, 5);
}

/* Text boxes stand there twice, for new readers and for old ones. */
static void text_boxes_are_read_once(void **state) {
    bench *b = *state;
    read_docx(
        b,
        P(T("收入3亿元。") "<w:r><mc:AlternateContent xmlns:mc='mc'><mc:Choice><w:drawing><wps:txbx xmlns:wps='wps'>"
                           "<w:txbxContent>" P(T("框内4家。"))
                               P(T("框内5家。")) "</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
                                                 "<mc:Fallback><w:pict><v:textbox xmlns:v='v'><w:txbxContent>" P(
                                                     T("框内4家。"))
                                                     P(T("框内5家。")) "</w:txbxContent></v:textbox></w:pict></"
                                                                       "mc:Fallback></mc:AlternateContent></w:r>" T(
                                                                           "利润2亿元。")) P(T("下一段。")),
        NULL, NULL);
    expect_paragraphs(b, "收入3亿元。利润2亿元。", "框内4家。", "框内5家。", "下一段。");
}

static void text_boxes_of_old_documents(void **state) {
    bench *b = *state;
    read_docx(b,
              P(T("收入3亿元。") "<w:r><w:pict><v:textbox xmlns:v='v'><w:txbxContent>" P(
                  T("框内4家。")) "</w:txbxContent></v:textbox></w:pict></w:r>"),
              NULL, NULL);
    expect_paragraphs(b, "收入3亿元。", "框内4家。");
}

/* ---- styles ---- */

static const char styles[] =
    "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='2'><w:name w:val='Heading 2'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='my'><w:name w:val='章节'/><w:basedOn w:val='mid'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='mid'><w:name w:val='中'/><w:basedOn w:val='2'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='lvl'><w:name w:val='小节'/><w:pPr><w:outlineLvl "
    "w:val='2'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='a'><w:name w:val='甲'/><w:basedOn w:val='b'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='b'><w:name w:val='乙'/><w:basedOn w:val='a'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='body'><w:name w:val='Normal'/><w:pPr><w:outlineLvl "
    "w:val='9'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='t1'><w:name w:val='toc 1'/></w:style>";

static void heading_styles_make_the_section_path(void **state) {
    bench *b = *state;
    read_docx(b,
              P(T("开头说明一句话。")) STYLED("1", "综合情况") P(T("收入增长。")) STYLED("my", "人口")
                  P(T("人口平稳。")) STYLED("lvl", "城镇")
                      P(T("城镇增加。")) "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr>" T("农业") "</w:p>" P(
                          T("粮食增产。")),
              styles, NULL);
    static const char *const path[] = {"", "综合情况", "综合情况/人口", "综合情况/人口/城镇", "农业"};
    assert_int_equal(count(b, BLOCK_HEADING), 4);
    for (size_t i = 0; i < 5; i++)
        expect_text(nth(b, BLOCK_PARAGRAPH, i)->section, path[i]);
    assert_int_equal(nth(b, BLOCK_HEADING, 2)->level, 3);
}

static void styles_that_are_no_headings(void **state) {
    bench *b = *state;
    read_docx(b,
              STYLED("t1", "一、综合\t3") STYLED("a", "收入3亿元。") STYLED("body", "利润2亿元。") STYLED(
                  "none", "税收1亿元。") "<w:p><w:pPr><w:outlineLvl w:val='9'/></w:pPr>" T("存款4亿元。") "</w:p>",
              styles, NULL);
    assert_int_equal(count(b, BLOCK_HEADING), 0);
    assert_int_equal(count(b, BLOCK_TOC), 1);
    expect_paragraphs(b, "收入3亿元。", "利润2亿元。", "税收1亿元。", "存款4亿元。");
}

static void headings_are_found_by_their_numbers_too(void **state) {
    bench *b = *state;
    read_docx(b, P(T("2024年统计公报")) P(T("2024年，经济运行总体平稳。")) P(T("一、综合")) P(T("收入3亿元。")), NULL,
              NULL);
    expect_text(b->doc->title, "2024年统计公报");
    expect_text(nth(b, BLOCK_PARAGRAPH, 1)->section, "一、综合");
}

static void items_of_lists_stay_apart(void **state) {
    bench *b = *state;
    read_docx(b,
              P(T("其中：")) "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>" T(
                  "甲类12家，") "</w:p>"
                                "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>" T(
                                    "乙类13家。") "</w:p>" P(T("合计25家。")),
              NULL, NULL);
    expect(b, BLOCK_PARAGRAPH, 1, "甲类12家，");
    expect(b, BLOCK_PARAGRAPH, 2, "乙类13家。");
    expect(b, BLOCK_PARAGRAPH, 3, "合计25家。");
}

/* ---- notes ---- */

static const char footnotes[] =
    "<w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    "<w:footnote w:id='7'><w:p><w:r><w:footnoteRef/></w:r>" T(
        " 数据来源：甲部") "</w:p></w:footnote>"
                           "<w:footnote w:id='8'>" P(T("利润为初步数。"))
                               P(T("不含税。")) "</w:footnote>"
                                                "<w:footnote w:id='9'>" P(T("无人提及。")) "</w:footnote>";

static void footnotes_are_marks_and_notes(void **state) {
    bench *b = *state;
    read_docx(
        b, P(T("利润2亿元") NOTE("8") T("，收入3亿元") NOTE("7") T("，利润率") NOTE("8") T("上升") NOTE("99") T("。")),
        NULL, footnotes);
    const block *k = nth(b, BLOCK_PARAGRAPH, 0);
    assert_string_equal(utf8(b, k), "利润2亿元，收入3亿元，利润率上升。");
    assert_int_equal(k->marks, 4);
    assert_int_equal(k->mark[0].at, 5);
    expect_text(k->mark[0].note->source, "");
    assert_int_equal(k->mark[1].at, 11);
    expect_text(k->mark[1].note->source, "甲部");
    assert_ptr_equal(k->mark[2].note, k->mark[0].note);
    assert_null(k->mark[3].note);
    assert_int_equal(count(b, BLOCK_NOTE), 2);
    expect(b, BLOCK_NOTE, 0, "利润为初步数。不含税。");
    expect(b, BLOCK_NOTE, 1, "数据来源：甲部");
}

static void raised_numbers_are_marks_or_exponents(void **state) {
    bench *b = *state;
    read_docx(b,
              P(T("收入3亿元") RAISED("1") T("，面积5km") RAISED("2") T("，10") RAISED("4") T("吨，第9") RAISED("th")
                    T("。")) P(T("[1] 数据来源：甲部")),
              NULL, NULL);
    const block *k = nth(b, BLOCK_PARAGRAPH, 0);
    assert_string_equal(utf8(b, k), "收入3亿元，面积5km²，10⁴吨，第9th。");
    assert_int_equal(k->marks, 1);
    expect_text(k->mark[0].note->source, "甲部");
}

/* ---- tables ---- */

static void tables_become_rows(void **state) {
    bench *b = *state;
    read_docx(b,
              P(T("主要指标如下。")) "<w:tbl><w:tblPr/><w:tr>" C("指标") C("2024年") C("增长") "</w:tr><w:tr>" C("收入")
                  C("3亿元") C("5%") "</w:tr><w:tr>" C("利润") C("") C("6%") "</w:tr></w:tbl>" P(T("表后一段。")),
              NULL, NULL);
    expect_paragraphs(b, "主要指标如下。", "表后一段。");
    expect_rows(b, "指标|2024年|增长", "收入|3亿元|5%", "利润||6%");
    expect_place(b, "3亿元", 6, 1);
    expect_place(b, "5%", 7, 1);
    expect_place(b, "表后", 11, 1);
}

static void cells_that_span_are_told_once(void **state) {
    bench *b = *state;
    read_docx(b,
              "<w:tbl><w:tr>" CELL("<w:vMerge w:val='restart'/>", P(T("指标")))
                  CELL("<w:gridSpan w:val='2'/>", P(T("收入"))) "</w:tr><w:tr>" CELL("<w:vMerge/>", P("")) C("2023年")
                      C("2024年") "</w:tr><w:tr>" CELL("<w:vMerge w:val='restart'/>", P(T("总额"))) C("3")
                          C("4") "</w:tr></w:tbl>",
              NULL, NULL);
    expect_rows(b, "指标|收入|", "|2023年|2024年", "总额|3|4");
}

static void tables_that_frame_text_are_text(void **state) {
    bench *b = *state;
    read_docx(b,
              "<w:tbl><w:tr>" CELL("", P(T("收入3亿元。")) P(T("利润2亿元。"))) "</w:tr></w:tbl>"
                                                                                "<w:tbl><w:tr>" C("左栏一。")
                                                                                    C("右栏二。") "</w:tr></w:tbl>",
              NULL, NULL);
    expect_paragraphs(b, "收入3亿元。", "利润2亿元。", "左栏一。", "右栏二。");
}

/* ---- what the file tells of itself ---- */

static void the_title_of_the_properties(void **state) {
    bench *b = *state;
    const part parts[] = {
        {"word/document.xml", wrap(b, "document", "<w:body>" P(T("收入3亿元，增长5%。")) "</w:body>")},
        {"docProps/core.xml", "<cp:core xmlns:cp='c' xmlns:dc='d'><dc:title>年报</dc:title></cp:core>"},
        {0}};
    read_bytes(b, packed, zip(parts, NULL));
    assert_non_null(b->doc);
    expect_text(b->doc->title, "年报");
}

/* ---- files that cannot be read ---- */

static void expect_refused(bench *b, size_t size, const char *message) {
    read_bytes(b, packed, size);
    assert_null(b->doc);
    assert_int_equal(b->error.status, DCX_BAD_INPUT);
    assert_string_equal(b->error.file, "t.txt");
    assert_non_null(strstr(b->error.message, message));
    assert_true(*b->error.hint);
}

static void damaged_documents_are_refused(void **state) {
    bench *b = *state;
    const part whole[] = {{"word/document.xml", wrap(b, "document", "<w:body>" P(T("收入3亿元。")) "</w:body>")}, {0}};
    const part lacking[] = {{"word/styles.xml", "<w/>"}, {0}}, broken[] = {{"word/document.xml", "<w:document>"}, {0}};
    const part bare[] = {{"word/document.xml", wrap(b, "document", "")}, {0}};
    const part entity[] = {{"word/document.xml", "<!DOCTYPE d [<!ENTITY a 'aa'>]><d><body><p>&a;</p></body></d>"}, {0}};
    size_t size = zip(whole, NULL);
    memset(packed + 60, 0x55, 40);
    expect_refused(b, size, "damaged");
    expect_refused(b, zip(lacking, NULL), "word/document.xml");
    expect_refused(b, zip(broken, NULL), "damaged");
    expect_refused(b, zip(bare, NULL), "no body");
    expect_refused(b, zip(entity, NULL), "document type");
    expect_refused(b, zip(whole, "secret"), "encrypted");
}

/* A part that unpacks to very much is refused before it does. */
static void bombs_are_refused(void **state) {
    enum { SIZE = 64 << 20 };
    bench *b = *state;
    char *blank = malloc(SIZE + 1);
    assert_non_null(blank);
    memset(blank, ' ', SIZE);
    blank[SIZE] = '\0';
    const part parts[] = {{"word/document.xml", blank}, {0}};
    size_t size = zip(parts, NULL);
    read_bytes(b, packed, size);
    free(blank);
    assert_null(b->doc);
    assert_int_equal(b->error.status, DCX_LIMIT);
}

static dcx_status read_with(const dcx_allocator *hooks, const bench *b, size_t size) {
    memory mem;
    jmp_buf trap;
    arena room;
    dcx_error error;
    const read_options options = {0};
    memory_init(&mem, hooks);
    mem.trap = &trap;
    arena_init(&room, &mem);
    volatile dcx_status status = DCX_NO_MEMORY;
    if (setjmp(trap) == 0) {
        bool done = document_read(&room, b->layout, "t", (dcx_text){packed, size}, &options, &error) != NULL;
        status = done ? DCX_OK : error.status;
    }
    assert_null(mem.guards);
    arena_free(&room);
    return status;
}

static void lack_of_memory_leaves_nothing(void **state) {
    bench *b = *state;
    allocations a = {0};
    dcx_status status = DCX_NO_MEMORY;
    buffer body;
    buffer_init_in(&body, &b->lasting);
    for (int i = 0; i < 2000; i++)
        buffer_text(&body, P(T("收入3亿元") NOTE("7") T("，增长5%。")));
    buffer_char(&body, '\0');
    read_docx(b, body.at, styles, footnotes);
    for (long at = 1; status != DCX_OK; at++) {
        a = (allocations){.fail_at = at};
        const dcx_allocator hooks = allocations_hooks(&a);
        status = read_with(&hooks, b, b->bytes.length);
        assert_true(status == DCX_NO_MEMORY || a.asked < at);
        assert_int_equal(a.live, 0);
    }
    assert_true(a.asked > 5);
}

#define TEST(f) cmocka_unit_test(f)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(paragraphs_are_blocks),
        TEST(places_are_paragraph_and_character),
        TEST(text_within_links_fields_and_insertions),
        TEST(what_was_deleted_is_left_out),
        TEST(what_is_hidden_is_left_out),
        TEST(breaks_within_a_paragraph),
        TEST(text_boxes_are_read_once),
        TEST(text_boxes_of_old_documents),
        TEST(heading_styles_make_the_section_path),
        TEST(styles_that_are_no_headings),
        TEST(headings_are_found_by_their_numbers_too),
        TEST(items_of_lists_stay_apart),
        TEST(footnotes_are_marks_and_notes),
        TEST(raised_numbers_are_marks_or_exponents),
        TEST(tables_become_rows),
        TEST(cells_that_span_are_told_once),
        TEST(tables_that_frame_text_are_text),
        TEST(the_title_of_the_properties),
        TEST(damaged_documents_are_refused),
        TEST(bombs_are_refused),
        TEST(lack_of_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
