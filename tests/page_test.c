/* The reader of web pages: what of a page is its text, notes, tables, and the place in the source of every character.
 */
#include "allocator.h"
#include "base/buffer.h"
#include "reading.h"

/* Running text, so that the part of a page that holds it is the one that is read. */
#define PROSE                                                                                                          \
    "<p>全年经济运行总体平稳，主要指标好于预期，高质量发展取得新的成效，社会大局保持稳定，民生保障有力有效。</p>\n"

/* ---- places ---- */

/* The source holds the character itself, an entity that stands for it,
 * or the digit that it is raised from. */
static bool stands_for(char32_t source, char32_t c) {
    static const char32_t raised[] = {0x2070, 0xB9, 0xB2, 0xB3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    return source == c || source == '&' || (rune_is_digit(source) && raised[source - '0'] == c);
}

static void expect_places(bench *b) {
    const runes all = utf8_to_runes(&b->arena, b->bytes.at, b->bytes.length);
    size_t *start = arena_array(&b->arena, all.length + 2, sizeof *start), last = 1;
    for (size_t i = 0; i < all.length; i++)
        if (all.at[i] == '\n' || (all.at[i] == '\r' && (i + 1 == all.length || all.at[i + 1] != '\n')))
            start[last++] = i + 1;
    for (size_t i = 0; i < b->blocks; i++) {
        const block *k = &b->block[i];
        for (uint32_t c = 0; c < k->length; c++) {
            place p = block_place(k, c);
            if (k->text[c] == ' ' || (k->kind == BLOCK_ROW && k->text[c] == '|'))
                continue;
            assert_true(p.line >= 1 && p.line <= last && p.column >= 1 && p.page == 0);
            if (!stands_for(all.at[start[p.line - 1] + p.column - 1], k->text[c]))
                fail_msg("U+%04X of block %zu does not stand at %u:%u", (unsigned)k->text[c], i, p.line, p.column);
        }
    }
}

static void read_page(bench *b, const char *html) {
    read_text(b, html);
    expect_places(b);
}

static void characters_are_found_in_the_source(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>\n<h1>标题</h1>\n" PROSE "<p>收入&nbsp;12.5&#20159;元，<b>增<i>长</i></b>3.1%；\n"
                 "利润<br>\n  5&middot;6&lt;7&amp;8亿元，下降<span>2</span>成。<div>末段共9家。</body></html>");
    expect_place(b, "收入12.5", 4, 4);
    expect_place(b, "12.5", 4, 12);
    expect_place(b, "亿元，增", 4, 16);
    expect_place(b, "元，增", 4, 24);
    expect_place(b, "增长3.1%", 4, 29);
    expect_place(b, "长3.1%", 4, 33);
    expect_place(b, "3.1%", 4, 42);
    expect_place(b, "利润", 5, 1);
    expect_place(b, "7&8", 6, 17);
    expect_place(b, "&8", 6, 18);
    expect_place(b, "8亿元", 6, 23);
    expect_place(b, "末段", 6, 50);
}

static void lines_end_in_three_ways(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>\r\n" PROSE "<p>收入\r\n增长8%。\r<p>利润\r下降9%。\r\n</body></html>\r");
    expect_place(b, "收入增长", 3, 4);
    expect_place(b, "8%", 4, 3);
    expect_place(b, "利润", 5, 4);
    expect_place(b, "9%", 6, 3);
}

/* The parser reads pages piece by piece; places stay true across them. */
static void places_in_long_pages(void **state) {
    bench *b = *state;
    static const char piece[] = "收入增长12.5%&ldquo;甲乙&rdquo;，<b>利&nbsp;润</b>　下降3成，";
    buffer page;
    buffer_init(&page, &b->mem);
    buffer_text(&page, "<html><body><p>");
    for (int i = 0; i < 3000; i++) {
        buffer_text(&page, piece);
        if (i % 7 == 0)
            buffer_char(&page, '\n');
    }
    buffer_text(&page, "共42家。</p>");
    buffer_char(&page, '\0');
    read_page(b, page.at);
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 1);
    expect_place(b, "共42家", 430, 142);
    buffer_free(&page);
}

static void places_in_broken_pages(void **state) {
    bench *b = *state;
    read_page(b,
              PROSE "<p>甲收入<b>1亿元<p>乙收入2亿元</b></i>，增长<font>3%<td>丙</div>4家 & 5户 &nosuch; 6座 <\n7人");
    expect_place(b, "甲收入1亿元", 2, 4);
    expect_place(b, "2亿元", 2, 19);
    expect_place(b, "3%", 2, 39);
    expect_place(b, "4家", 2, 52);
    expect_place(b, "5户", 2, 57);
    expect_place(b, "6座", 2, 69);
}

static void places_behind_control_characters(void **state) {
    bench *b = *state;
    read_text(b, PROSE "<p>甲\x0B乙\x01收入12亿元，\uFFFF利润\f下降3%。");
    expect_place(b, "收入12亿元", 2, 8);
    expect_place(b, "3%", 2, 21);
    read_page(b, PROSE "<p>甲< 乙收入12亿元<");
    expect_place(b, "12亿元<", 2, 10);
}

static void places_of_references(void **state) {
    bench *b = *state;
    read_page(b, PROSE "<p>甲&nosuchentityhoweverlongitsnamemaybehereorelsewhere5 收入1亿元。");
    expect_place(b, "&nosuch", 2, 5);
    expect_place(b, "1亿元", 2, 60);
    read_page(b, PROSE "<p>甲&lt;<b>乙</b>&nosuch&amp;收入2亿元。");
    expect_place(b, "<乙", 2, 5);
    expect_place(b, "&nosuch", 2, 17);
    expect_place(b, "&收入", 2, 24);
    expect_place(b, "2亿元", 2, 31);
}

static void places_where_the_charset_is_declared_wrong(void **state) {
    bench *b = *state;
    read_page(b, "<html><head><meta charset=gb2312><title>“题”</title></head>\n<body>" PROSE "<p>收入12亿元。");
    assert_int_equal(b->warnings, 0);
    expect_place(b, "12亿元", 3, 6);
    expect_text(b->doc->title, "“题”");
}

/* ---- blocks ---- */

static void elements_become_blocks(void **state) {
    bench *b = *state;
    read_page(b, "<!DOCTYPE html><html><body><p>甲\n  指标<em>增</em>长。</p><div>乙指标<div>丙指标</div>丁指标</div>"
                 "<blockquote>戊指标</blockquote>己<br>庚<pre>辛\n壬</pre>\n  癸</body></html>");
    static const char *const want[] = {"甲指标增长。", "乙指标", "丙指标", "丁指标", "戊指标",
                                       "己",           "庚",     "辛",     "壬",     "癸"};
    assert_int_equal(b->blocks, sizeof want / sizeof *want);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_string_equal(utf8(b, &b->block[i]), want[i]);
}

static void headings_make_the_section_path(void **state) {
    bench *b = *state;
    read_page(b, "<html><body><h1>统计公报</h1>" PROSE "<h2>一、综合</h2><p>全年增长一成。</p><h3>人口</h3><p>年末"
                 "人口平稳。</p><h2>二、<b>农业</b></h2><p>粮食增产。</p></body></html>");
    expect_text(b->doc->title, "统计公报");
    expect_text(nth(b, BLOCK_PARAGRAPH, 1)->section, "一、综合");
    expect_text(nth(b, BLOCK_PARAGRAPH, 2)->section, "一、综合/人口");
    expect_text(nth(b, BLOCK_PARAGRAPH, 3)->section, "二、农业");
    assert_int_equal(nth(b, BLOCK_HEADING, 1)->level, 3);
    assert_int_equal(count(b, BLOCK_HEADING), 3);
}

static void items_of_lists_stay_apart(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>" PROSE "<p>其中：</p><ul><li>甲类12家，<li><p>乙类13家</p><ol><li>丙类14家</ol></ul>"
                 "<dl><dt>丁类<dd>15家</dl>" PROSE);
    static const char *const want[] = {"甲类12家，", "乙类13家", "丙类14家", "丁类", "15家"};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        expect(b, BLOCK_PARAGRAPH, i + 2, want[i]);
}

static void signs_of_markdown_are_text(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>" PROSE "<p># 甲*乙*丙，**丁**，[戊](己)，`庚`，\\*辛。</p>");
    expect(b, BLOCK_PARAGRAPH, 1, "#甲*乙*丙，**丁**，[戊](己)，`庚`，\\*辛。");
}

/* ---- what is left out ---- */

static void machinery_is_left_out(void **state) {
    bench *b = *state;
    read_page(b,
              "<html><head><style>p{}</style><script>var a='收入1亿元'</script></head><body><nav>首页</nav><header>"
              "</header>" PROSE "<script>document.write('<p>收入2亿元</p>')</script><noscript>请启用脚本</noscript>"
              "<p>收入3亿元。</p><form><select><option>收入4亿元</select></form><!-- 收入5亿元 --><div role=menu>菜单"
              "</div><svg><text>收入6亿元</text></svg><textarea>收入7亿元</textarea><footer>收入8亿元</footer>");
    assert_int_equal(b->blocks, 2);
    expect(b, BLOCK_PARAGRAPH, 1, "收入3亿元。");
}

static void what_is_hidden_is_left_out(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>" PROSE "<p>收入<span style='color:red; DISPLAY : none'>隐藏1亿元</span>3亿元。</p>"
                 "<p hidden>隐藏2亿元</p><div style=visibility:hidden>隐藏3亿元</div><div aria-hidden=true>隐藏4</div>"
                 "<p style='display:block'>利润5亿元。</p>");
    assert_int_equal(b->blocks, 3);
    expect(b, BLOCK_PARAGRAPH, 1, "收入3亿元。");
    expect(b, BLOCK_PARAGRAPH, 2, "利润5亿元。");
}

static void lists_of_links_are_left_out(void **state) {
    bench *b = *state;
    read_page(b, "<html><body><ul><li><a href=/a>政务公开</a><li><a href=/b>办事服务</a></ul><div class=content>" PROSE
                 "<p>详见<a href=/c>统计公报</a>，收入3亿元，利润稳定增长。</p><ul><li><a href=/d>去年全市收入2亿元</a>"
                 "<li><a href=/e>前年全市收入1亿元</a></ul></div><div><a href=/f>友情链接</a></div></body></html>");
    assert_int_equal(b->blocks, 2);
    expect(b, BLOCK_PARAGRAPH, 1, "详见统计公报，收入3亿元，利润稳定增长。");
}

static void furniture_is_left_out_by_its_name(void **state) {
    bench *b = *state;
    read_page(b, "<html><body><div class='nav top'>栏目</div><div id=main>" PROSE PROSE "<p>收入3亿元。</p><div "
                 "class=share>分享到朋友圈</div><div id=comments>网友评论9条很好</div></div><div class=footer>版权"
                 "</div></body></html>");
    assert_int_equal(b->blocks, 3);
    expect(b, BLOCK_PARAGRAPH, 2, "收入3亿元。");
}

/* Names tell nothing where nearly all of the page bears one. */
static void names_of_furniture_may_mislead(void **state) {
    bench *b = *state;
    read_page(b, "<html><body class='links'><div class=share>" PROSE PROSE "<p>收入3亿元。</p></div></body></html>");
    expect(b, BLOCK_PARAGRAPH, 2, "收入3亿元。");
}

static void lines_that_no_author_wrote_are_left_out(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>" PROSE "<p>阅读量：1.2万</p><p>收入3亿元。</p><p>责任编辑：王某</p><p>扫一扫</p>");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 2);
    expect(b, BLOCK_PARAGRAPH, 1, "收入3亿元。");
}

/* ---- notes and exponents ---- */

static void notes_are_linked_by_id(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>" PROSE "<p>收入3亿元<sup><a href=#n1>1</a></sup>，利润2亿元<a href='#n2'><sup>[2]</sup>"
                 "</a>，再述收入<sup><a href=#n1>1</a></sup>。</p><ol><li id=n1>数据来源：甲部。<a href=#r1>↩</a></li>"
                 "<li id=n2>利润为初步数。</li></ol></body></html>");
    const block *k = nth(b, BLOCK_PARAGRAPH, 1);
    assert_string_equal(utf8(b, k), "收入3亿元，利润2亿元，再述收入。");
    assert_int_equal(k->marks, 3);
    assert_int_equal(k->mark[0].at, 5);
    expect_text(k->mark[0].note->source, "甲部");
    assert_int_equal(k->mark[1].at, 11);
    expect_text(k->mark[1].note->source, "");
    assert_ptr_equal(k->mark[2].note, k->mark[0].note);
    expect(b, BLOCK_NOTE, 1, "利润为初步数。");
}

static void notes_as_word_saves_them(void **state) {
    bench *b = *state;
    read_page(b,
              "<html><body>" PROSE "<p>收入3亿元<a href=\"#_ftn1\" name=\"_ftnref1\"><span><sup>[1]</sup></span></a>。"
              "</p><div><hr><p><a href=\"#_ftnref1\" name=\"_ftn1\"><span>[1]</span></a> 数据来源：甲部</p></div>");
    const block *k = nth(b, BLOCK_PARAGRAPH, 1);
    assert_string_equal(utf8(b, k), "收入3亿元。");
    assert_int_equal(k->marks, 1);
    expect_text(k->mark[0].note->source, "甲部");
    expect(b, BLOCK_NOTE, 0, "数据来源：甲部");
}

static void notes_that_only_a_label_links(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>" PROSE "<p>收入3亿元<sup>[1]</sup>，利润2亿元<sup>2</sup>，税收<sup>7</sup>。</p>"
                 "<p>注释：</p><p>[1]数据来源：甲部</p><p>[2]利润为初步数。</p></body></html>");
    const block *k = nth(b, BLOCK_PARAGRAPH, 1);
    assert_string_equal(utf8(b, k), "收入3亿元，利润2亿元，税收。");
    assert_int_equal(k->marks, 3);
    expect_text(k->mark[0].note->source, "甲部");
    assert_non_null(k->mark[1].note);
    assert_null(k->mark[2].note);
}

static void raised_digits_are_exponents(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>" PROSE "<p>面积12km<sup>2</sup>，蓄水3m<sup>3</sup>，10<sup>4</sup>吨，10<sup>-2</sup>，"
                 "9<sup>th</sup>。</p>");
    expect(b, BLOCK_PARAGRAPH, 1, "面积12km²，蓄水3m³，10⁴吨，10-2，9th。");
    assert_int_equal(nth(b, BLOCK_PARAGRAPH, 1)->marks, 0);
    expect_place(b, "²，蓄", 2, 15);
}

/* ---- tables ---- */

static void tables_of_data_become_rows(void **state) {
    bench *b = *state;
    read_page(b,
              "<html><body>" PROSE "<table><caption>表1 主要指标</caption><thead><tr><th>指标<th>2024年<th>增长</tr>"
              "</thead><tbody><tr><td>收入</td><td><p><span>3亿</span>元</p></td><td>5%</td></tr><tr><td>利润<td><td>"
              "6%</table>" PROSE);
    expect(b, BLOCK_CAPTION, 0, "表1主要指标");
    expect(b, BLOCK_ROW, 0, "指标|2024年|增长");
    expect(b, BLOCK_ROW, 1, "收入|3亿元|5%");
    expect(b, BLOCK_ROW, 2, "利润||6%");
    assert_int_equal(count(b, BLOCK_ROW), 3);
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 2);
}

static void cells_that_span_are_told_once(void **state) {
    bench *b = *state;
    read_page(b, "<html><body>" PROSE "<table><tr><td rowspan=2>指标<td colspan=2>收入<tr><td>2023年<td>2024年<tr><td>"
                 "总额<td>3<td>4</table>");
    expect(b, BLOCK_ROW, 0, "指标|收入|");
    expect(b, BLOCK_ROW, 1, "|2023年|2024年");
    expect(b, BLOCK_ROW, 2, "总额|3|4");
}

static void tables_of_layout_are_text(void **state) {
    bench *b = *state;
    read_page(b, "<html><body><table><tr><td>左栏<td>" PROSE "<p>收入3亿元。</p><table><tr><td>甲<td>1<tr><td>乙<td>2"
                 "</table></td></tr></table></body></html>");
    expect(b, BLOCK_PARAGRAPH, 1, "收入3亿元。");
    expect(b, BLOCK_ROW, 0, "甲|1");
    read_page(b, "<html><body>" PROSE "<table><tr><td>第一段。<tr><td>第二段。</table></body></html>");
    expect(b, BLOCK_PARAGRAPH, 1, "第一段。");
    expect(b, BLOCK_PARAGRAPH, 2, "第二段。");
}

/* ---- what the head tells ---- */

static void title_and_publisher_from_the_head(void **state) {
    bench *b = *state;
    read_page(b, "<html><head><title> 2024年工业情况_统计局 </title><meta name=ContentSource content=' 工业司 '></head>"
                 "<body>" PROSE PROSE);
    expect_text(b->doc->title, "2024年工业情况");
    expect_text(b->doc->publisher, "工业司");
    read_page(b, "<html><head><title>首页</title></head><body><h1>2024年公报</h1><p>来源：农业司</p>" PROSE PROSE);
    expect_text(b->doc->title, "2024年公报");
    expect_text(b->doc->publisher, "农业司");
}

/* ---- which files are pages ---- */

static void pages_are_told_from_text(void **state) {
    bench *b = *state;
    static const char *const page[] = {"<!DOCTYPE html>", "\n <HTML>",          "<?xml version='1.0'?>\n<html>",
                                       "<!-- x --><div>", "\xEF\xBB\xBF<html>", "<table>"};
    static const char *const text[] = {"一<b>", "< 5%", "<", "<!--", "# 题\n<div>"};
    char all[400];
    for (size_t i = 0; i < sizeof page / sizeof *page; i++) {
        read_text(b, strcat(strcpy(all, page[i]), PROSE));
        assert_non_null(strstr(b->notice.message, "read as html"));
    }
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        read_text(b, text[i]);
        assert_non_null(strstr(b->notice.message, "read as text"));
    }
}

static void empty_pages(void **state) {
    static const char *const page[] = {"<html>",
                                       "<html><body></body></html>",
                                       "<p>",
                                       "<html><script>1</script>",
                                       "<!DOCTYPE html>\n",
                                       "<table><tr><td></table>"};
    for (size_t i = 0; i < sizeof page / sizeof *page; i++) {
        read_page(*state, page[i]);
        assert_int_equal(((bench *)*state)->blocks, 0);
    }
}

/* ---- hostile pages ---- */

static char *repeat(const char *begin, const char *piece, size_t size) {
    size_t n = strlen(begin), step = strlen(piece);
    char *text = malloc(n + size + step + 1);
    assert_non_null(text);
    memcpy(text, begin, n);
    for (size_t used = 0; used < size; used += step, n += step)
        memcpy(text + n, piece, step);
    text[n] = '\0';
    return text;
}

static void hostile_pages_take_linear_time(void **state) {
    static const char *const piece[] = {
        "<p>收入3亿元", "<b>甲", "&nbsp;", "<table><tr><td>",          "<td>3",           "<sup>1</sup>",
        "</div>",       "&",     "<",      "<ul><li><a href=x>甲</a>", "<tr rowspan=99>", "<br>增长3%",
        "<!-- -->",     "甲\r"};
    bench *b = *state;
    for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
        char *page = repeat("<html><body>" PROSE, piece[i], 400000);
        read_bytes(b, page, strlen(page));
        free(page);
        assert_true(b->doc || b->error.status == DCX_LIMIT);
    }
}

static void text_in_deep_nests_is_kept(void **state) {
    bench *b = *state;
    char *page = repeat("<html><body>" PROSE, "<div>", 3000);
    char *deep = repeat(page, "<p>收入3亿元。</p>", 1);
    read_bytes(b, deep, strlen(deep));
    assert_non_null(b->doc);
    expect(b, BLOCK_PARAGRAPH, 1, "收入3亿元。");
    free(deep);
    free(page);
}

static dcx_status read_with(const dcx_allocator *hooks, const bench *b, const char *page) {
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
        bool done = document_read(&room, b->layout, "t", text_of_c(page), &options, &error) != NULL;
        status = done ? DCX_OK : error.status;
    }
    assert_null(mem.guards);
    arena_free(&room);
    return status;
}

static void lack_of_memory_leaves_nothing(void **state) {
    char *page = repeat("<html><body>" PROSE "<table><tr><td>甲<td>1<tr><td>乙<td>2</table><p>收入3亿元<sup>1</sup>",
                        "，收入3亿元", 300000);
    allocations a = {0};
    dcx_status status = DCX_NO_MEMORY;
    for (long at = 2; status != DCX_OK; at++) {
        a = (allocations){.fail_at = at};
        const dcx_allocator hooks = allocations_hooks(&a);
        status = read_with(&hooks, *state, page);
        assert_true(status == DCX_NO_MEMORY || a.asked < at);
        assert_int_equal(a.live, 0);
    }
    free(page);
    assert_true(a.asked > 10);
}

#define TEST(f) cmocka_unit_test(f)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(characters_are_found_in_the_source),
        TEST(lines_end_in_three_ways),
        TEST(places_in_long_pages),
        TEST(places_in_broken_pages),
        TEST(places_behind_control_characters),
        TEST(places_of_references),
        TEST(places_where_the_charset_is_declared_wrong),
        TEST(elements_become_blocks),
        TEST(headings_make_the_section_path),
        TEST(items_of_lists_stay_apart),
        TEST(signs_of_markdown_are_text),
        TEST(machinery_is_left_out),
        TEST(what_is_hidden_is_left_out),
        TEST(lists_of_links_are_left_out),
        TEST(furniture_is_left_out_by_its_name),
        TEST(names_of_furniture_may_mislead),
        TEST(lines_that_no_author_wrote_are_left_out),
        TEST(notes_are_linked_by_id),
        TEST(notes_as_word_saves_them),
        TEST(notes_that_only_a_label_links),
        TEST(raised_digits_are_exponents),
        TEST(tables_of_data_become_rows),
        TEST(cells_that_span_are_told_once),
        TEST(tables_of_layout_are_text),
        TEST(title_and_publisher_from_the_head),
        TEST(pages_are_told_from_text),
        TEST(empty_pages),
        TEST(hostile_pages_take_linear_time),
        TEST(text_in_deep_nests_is_kept),
        TEST(lack_of_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
