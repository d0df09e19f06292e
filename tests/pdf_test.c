/* The reader of PDF: words with boxes to text in reading order, and the program that finds them. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "allocator.h"
#include "base/process.h"
#include "document/pdf_layout.h"
#include "document/pdf_page.h"
#include "reading.h"

static memory mem;
static jmp_buf trap;
static arena room;
static buffer out;
static pdf_page page;
static allocations counted;

static int set_up(void **state) {
    (void)state;
    counted = (allocations){0};
    const dcx_allocator hooks = allocations_hooks(&counted);
    memory_init(&mem, &hooks);
    mem.trap = &trap;
    arena_init(&room, &mem);
    buffer_init_in(&out, &room);
    pdf_page_init(&page, &room);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&room);
    return counted.live == 0 && !mem.guards ? 0 : -1;
}

/* ---- setting type ---- */

enum { SIZE = 10, LEADING = 15 }; /* points */

static double width_of(const char *text, double size) {
    const runes t = utf8_to_runes(&room, text, strlen(text));
    double width = 0;
    for (size_t i = 0; i < t.length; i++)
        width += t.at[i] > 0x2000 ? size : size / 2;
    return width;
}

/* A word whose upper left corner stands there. Returns its right edge. */
static double word(double left, double top, double size, const char *text) {
    double right = left + width_of(text, size);
    pdf_page_word(&page, (pdf_box){left, top, right, top + size});
    pdf_page_text(&page, text_of_c(text));
    return right;
}

/* A row of one word. */
static void row(double left, double top, const char *text) {
    pdf_page_row(&page, (pdf_box){left, top, left + width_of(text, SIZE), top + SIZE});
    (void)word(left, top, SIZE, text);
}

static void expect_printed(const char *want) {
    out.length = 0;
    pdf_page_print(&page, &out);
    buffer_char(&out, '\0');
    assert_string_equal(out.at, want);
}

/* ---- one column ---- */

static void rows_are_lines(void **state) {
    (void)state;
    row(50, 100, "全年经济运行总体平稳，收入增");
    row(50, 100 + LEADING, "长5%，利润下降。");
    expect_printed("全年经济运行总体平稳，收入增\n长5%，利润下降。\n\f");
}

static void rows_are_read_from_top_to_bottom(void **state) {
    (void)state;
    row(50, 100 + 2 * LEADING, "第三行");
    row(50, 100, "第一行");
    row(50, 100 + LEADING, "第二行");
    expect_printed("第一行\n第二行\n第三行\n\f");
}

static void indents_are_spaces(void **state) {
    (void)state;
    row(50 + 2 * SIZE, 100, "全年经济运行总体平稳，");
    row(50, 100 + LEADING, "收入增长，利润下降，就业");
    row(50, 100 + 2 * LEADING, "稳定。");
    expect_printed("    全年经济运行总体平稳，\n收入增长，利润下降，就业\n稳定。\n\f");
}

static void room_between_paragraphs_is_an_empty_line(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++)
        row(50, 100 + i * LEADING, "上一段的文字");
    row(50, 100 + 4 * LEADING + 12, "下一段的文字");
    expect_printed("上一段的文字\n上一段的文字\n上一段的文字\n上一段的文字\n\n下一段的文字\n\f");
}

static void a_heading_in_larger_type_stands_apart(void **state) {
    (void)state;
    pdf_page_row(&page, (pdf_box){50, 100, 50 + 5 * 16, 116});
    (void)word(50, 100, 16, "第一章总则");
    row(50, 100 + 21, "全年经济运行总体平稳");
    row(50, 100 + 21 + LEADING, "收入增长");
    expect_printed("第一章总则\n\n全年经济运行总体平稳\n收入增长\n\f");
}

static void words_are_parted_where_there_is_room(void **state) {
    (void)state;
    pdf_page_row(&page, (pdf_box){50, 100, 155, 110});
    double right = word(50, 100, SIZE, "Hugging");
    right = word(right + 3, 100, SIZE, "Face");
    right = word(right, 100, SIZE, "平台");
    (void)word(right + 0.5, 100, SIZE, "3家");
    expect_printed("Hugging Face平台3家\n\f");
}

static void words_come_in_pieces(void **state) {
    (void)state;
    pdf_page_text(&page, text_of_c("无处"));
    pdf_page_word(&page, (pdf_box){0, 0, 5, 5});
    pdf_page_row(&page, (pdf_box){50, 100, 80, 110});
    pdf_page_word(&page, (pdf_box){50, 100, 80, 110});
    pdf_page_text(&page, text_of_c("收"));
    pdf_page_text(&page, text_of_c("入3"));
    expect_printed("收入3\n\f");
}

static void pages_end_in_a_form_feed(void **state) {
    (void)state;
    expect_printed("\f");
    row(50, 100, "第二页");
    expect_printed("第二页\n\f");
    row(50, 100, "第三页");
    expect_printed("第三页\n\f");
}

/* ---- raised digits ---- */

static void raised_digits_are_marks(void **state) {
    (void)state;
    pdf_page_row(&page, (pdf_box){50, 98, 200, 110});
    double right = word(50, 100, SIZE, "收入3亿元");
    right = word(right, 98, 5, "12");
    (void)word(right, 100, SIZE, "，利润稳定");
    expect_printed("收入3亿元[12]，利润稳定\n\f");
}

static void raised_digits_behind_letters_are_exponents(void **state) {
    (void)state;
    pdf_page_row(&page, (pdf_box){50, 98, 200, 110});
    double right = word(50, 100, SIZE, "面积12km");
    right = word(right, 98, 5, "2");
    (void)word(right, 100, SIZE, "，合计");
    expect_printed("面积12km²，合计\n\f");
}

static void a_raised_digit_may_be_a_row_of_its_own(void **state) {
    (void)state;
    row(50, 100, "收入3亿元");
    pdf_page_row(&page, (pdf_box){95, 98, 97.5, 104});
    pdf_page_word(&page, (pdf_box){95, 98, 97.5, 104});
    pdf_page_text(&page, text_of_c("1"));
    row(97.5, 100, "，利润");
    expect_printed("收入3亿元[1]，利润\n\f");
}

static void what_is_small_but_no_number_stays(void **state) {
    (void)state;
    pdf_page_row(&page, (pdf_box){50, 98, 200, 110});
    double right = word(50, 100, SIZE, "收入");
    right = word(right, 98, 5, "注");
    right = word(right, 98, 5, "2024");
    (void)word(right, 105, 5, "3");
    expect_printed("收入注20243\n\f");
}

/* ---- tables ---- */

static void rows_side_by_side_are_the_cells_of_one(void **state) {
    (void)state;
    static const char *const cell[3][3] = {
        {"指标", "2024年", "增长"}, {"收入", "3亿元", "5%"}, {"利润", "2亿元", "6%"}};
    for (int column = 0; column < 3; column++)
        for (int i = 0; i < 3; i++)
            row(50 + column * 75, 100 + i * LEADING, cell[i][column]);
    expect_printed("指标\0372024年\037增长\n收入\0373亿元\0375%\n利润\0372亿元\0376%\n\f");
}

static void cells_stand_apart_however_close(void **state) {
    (void)state;
    row(50, 100, "收入");
    row(77, 100, "1234");
    row(104, 100, "5%");
    expect_printed("收入   1234   5%\n\f");
}

/* ---- two columns ---- */

static void put_column(double left, double top, const char *name, int rows) {
    for (int i = 0; i < rows; i++)
        row(left, top + i * LEADING, arena_print(&room, "%s栏文字排成一列%d", name, i));
}

static void columns_are_read_one_after_the_other(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++) {
        row(50, 100 + i * LEADING, arena_print(&room, "左栏文字排成一列%d", i));
        row(200, 100 + i * LEADING, arena_print(&room, "右栏文字排成一列%d", i));
    }
    expect_printed("左栏文字排成一列0\n左栏文字排成一列1\n左栏文字排成一列2\n左栏文字排成一列3\n左栏文字排成一列4\n"
                   "右栏文字排成一列0\n右栏文字排成一列1\n右栏文字排成一列2\n右栏文字排成一列3\n右栏文字排成一列4\n\f");
}

/* Reads the lines above, left, right, and below, in this order. */
static void a_heading_across_parts_the_columns(void **state) {
    (void)state;
    put_column(200, 100, "右上", 4);
    put_column(50, 100, "左上", 4);
    row(80, 100 + 4.5 * LEADING, "横跨两栏的一行标题文字在中间");
    put_column(50, 100 + 6 * LEADING, "左下", 2);
    put_column(200, 100 + 6 * LEADING, "右下", 2);
    out.length = 0;
    pdf_page_print(&page, &out);
    buffer_char(&out, '\0');
    static const char *const order[] = {
        "左上栏文字排成一列0", "左上栏文字排成一列3", "右上栏文字排成一列0", "右上栏文字排成一列3", "横跨两栏",
        "左下栏文字排成一列0", "左下栏文字排成一列1", "右下栏文字排成一列0", "右下栏文字排成一列1"};
    const char *at = out.at;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = strstr(at, order[i]);
        assert_non_null(at);
    }
}

static void a_short_last_page_has_the_columns_of_the_page_before(void **state) {
    (void)state;
    put_column(50, 100, "左", 6);
    put_column(200, 100, "右", 6);
    out.length = 0;
    pdf_page_print(&page, &out);
    assert_true(page.gutter > 50 + width_of("左栏文字排成一列0", SIZE) && page.gutter <= 200);
    put_column(50, 100, "左", 2);
    put_column(200, 100, "右", 2);
    expect_printed("左栏文字排成一列0\n左栏文字排成一列1\n右栏文字排成一列0\n右栏文字排成一列1\n\f");
}

static void narrow_columns_are_a_table(void **state) {
    (void)state;
    for (int i = 0; i < 8; i++) {
        row(50, 100 + i * LEADING, "收入");
        row(200, 100 + i * LEADING, "3亿元");
    }
    out.length = 0;
    pdf_page_print(&page, &out);
    buffer_char(&out, '\0');
    assert_non_null(strstr(out.at, "收入\0373亿元\n收入\037"));
}

/* ---- what pdftotext lists ---- */

static const char listed[] =
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://127.0.0.1/none.dtd\">\n"
    "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>t</title></head><body><doc>\n"
    "<page width=\"595\" height=\"842\"><flow><block xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"2\">\n"
    "<line xMin=\"50\" yMin=\"100\" xMax=\"135\" yMax=\"110\">\n"
    "<word xMin=\"50\" yMin=\"100\" xMax=\"95\" yMax=\"110\">收入3亿元</word>\n"
    "<word xMin=\"95\" yMin=\"99\" xMax=\"98\" yMax=\"104\">1</word>\n"
    "<word xMin=\"100\" yMin=\"100\" xMax=\"135\" yMax=\"110\">A&amp;B&lt;2</word>\n"
    "</line></block></flow></page>\n"
    "<page width=\"595\" height=\"842\">\n"
    "<line xMin=\"nan\" yMin=\"x\" xMax=\"inf\" yMax=\"110\"><word>末页</word></line></page>\n"
    "</doc></body></html>\n";

static bool lay_out(const char *xml, size_t size) {
    dcx_error error;
    const read_options options = {0};
    const source s = {&room, NULL, "t.pdf", {0}, &options, &error, NULL};
    out.length = 0;
    bool done = pdf_layout(&s, (dcx_text){xml, size}, &out);
    buffer_char(&out, '\0');
    return done;
}

static void listed_words_become_text(void **state) {
    (void)state;
    assert_true(lay_out(listed, sizeof listed - 1));
    assert_string_equal(out.at, "收入3亿元[1] A&B<2\n\f末页\n\f");
}

static void lists_that_break_off_give_what_they_hold(void **state) {
    (void)state;
    size_t first = (size_t)(strstr(listed, "</page>") + 7 - listed);
    assert_true(lay_out(listed, first + 30));
    assert_memory_equal(out.at, "收入3亿元[1] A&B<2\n\f", 23);
    for (size_t size = 0; size < first; size++)
        assert_true(lay_out(listed, size));
    assert_true(lay_out("no XML", 6));
    assert_string_equal(out.at, "");
}

/* ---- running a program ---- */

typedef struct outcome {
    process_end end;
    int status;
    char message[64];
} outcome;

static outcome run_shell(const char *script, dcx_text input, process_limits most) {
    const char *const argv[] = {"sh", "-c", script, NULL};
    outcome o = {.status = -2};
    out.length = 0;
    o.end = process_run(argv, input, most, &out, o.message, sizeof o.message, &o.status);
    return o;
}

static const process_limits usual = {20, 1 << 22};

static void output_status_and_message_come_back(void **state) {
    (void)state;
    outcome o = run_shell("cat; echo oh no >&2; exit 3", text_of_c("收入\0003"), usual);
    assert_int_equal(o.end, PROCESS_DONE);
    assert_int_equal(o.status, 3);
    assert_string_equal(o.message, "oh no\n");
    assert_int_equal(out.length, 6);
    assert_memory_equal(out.at, "收入", 6);
    o = run_shell("exit 0", (dcx_text){"", 0}, usual);
    assert_int_equal(o.end, PROCESS_DONE);
    assert_int_equal(o.status, 0);
    assert_string_equal(o.message, "");
    assert_int_equal(out.length, 0);
}

static void output_is_appended(void **state) {
    (void)state;
    const char *const argv[] = {"printf", "%s", "a b", NULL};
    char message[8];
    int status = -2;
    buffer_text(&out, "> ");
    assert_int_equal(process_run(argv, (dcx_text){"", 0}, usual, &out, message, sizeof message, &status), PROCESS_DONE);
    assert_int_equal(status, 0);
    buffer_char(&out, '\0');
    assert_string_equal(out.at, "> a b");
}

static void the_input_can_be_read_from_any_place(void **state) {
    (void)state;
    outcome o = run_shell("cat; dd if=/dev/stdin bs=1 skip=3 count=2 2>/dev/null", text_of_c("abcdef"), usual);
    assert_int_equal(o.end, PROCESS_DONE);
    assert_memory_equal(out.at, "abcdefde", out.length);
    assert_int_equal(out.length, 8);
}

static void large_streams_do_not_block(void **state) {
    (void)state;
    enum { LARGE = 3 << 20 };
    char *much = malloc(LARGE);
    assert_non_null(much);
    memset(much, 'x', LARGE);
    outcome o = run_shell("cat; head -c 300000 /dev/zero | tr '\\0' e >&2", (dcx_text){much, LARGE}, usual);
    assert_int_equal(o.end, PROCESS_DONE);
    assert_int_equal(out.length, LARGE);
    assert_memory_equal(out.at, much, LARGE);
    free(much);
    assert_int_equal(strlen(o.message), sizeof o.message - 1);
    assert_int_equal(strspn(o.message, "e"), sizeof o.message - 1);
}

static void absent_programs_are_told(void **state) {
    (void)state;
    const char *const argv[] = {"dcx-no-such-program", NULL};
    char message[8] = "?";
    int status = -2;
    assert_int_equal(process_run(argv, (dcx_text){"", 0}, usual, &out, message, sizeof message, &status),
                     PROCESS_ABSENT);
    assert_string_equal(message, "");
    assert_int_equal(status, -2);
}

static void programs_that_cannot_be_run_are_told(void **state) {
    (void)state;
    const char *const argv[] = {"/", NULL};
    char message[8];
    int status = -2;
    assert_int_equal(process_run(argv, (dcx_text){"", 0}, usual, &out, message, sizeof message, &status),
                     PROCESS_FAILED);
    assert_int_equal(errno, EACCES);
}

static void late_programs_are_ended(void **state) {
    (void)state;
    static const process_limits brief = {1, 1 << 20};
    struct timespec begun, now;
    (void)clock_gettime(CLOCK_MONOTONIC, &begun);
    outcome o = run_shell("echo $$; exec sleep 60", (dcx_text){"", 0}, brief);
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    assert_int_equal(o.end, PROCESS_LATE);
    assert_true(now.tv_sec - begun.tv_sec < 20);
    buffer_char(&out, '\0');
    pid_t pid = (pid_t)strtol(out.at, NULL, 10);
    assert_true(pid > 1);
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(errno, ESRCH);
}

static void programs_that_write_too_much_are_ended(void **state) {
    (void)state;
    static const process_limits little = {20, 1000};
    outcome o = run_shell("exec cat /dev/zero", (dcx_text){"", 0}, little);
    assert_int_equal(o.end, PROCESS_LARGE);
    assert_int_equal(o.status, -2);
}

static void a_signal_is_no_status(void **state) {
    (void)state;
    outcome o = run_shell("kill -9 $$", (dcx_text){"", 0}, usual);
    assert_int_equal(o.end, PROCESS_DONE);
    assert_int_equal(o.status, -1);
}

static size_t open_files(void) {
    size_t n = 0;
    for (int fd = 0; fd < 256; fd++)
        n += dup2(fd, fd) == fd;
    return n;
}

/* Whether memory ran out while a program ran. */
static bool runs_out(void) {
    if (setjmp(trap))
        return true;
    counted.fail_at = counted.asked + 1;
    (void)run_shell("exec cat /dev/zero", (dcx_text){"", 0}, usual);
    return false;
}

static void lack_of_memory_closes_the_streams(void **state) {
    (void)state;
    size_t before = open_files();
    assert_true(runs_out());
    assert_int_equal(open_files(), before);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(rows_are_lines),
        TEST(rows_are_read_from_top_to_bottom),
        TEST(indents_are_spaces),
        TEST(room_between_paragraphs_is_an_empty_line),
        TEST(a_heading_in_larger_type_stands_apart),
        TEST(words_are_parted_where_there_is_room),
        TEST(words_come_in_pieces),
        TEST(pages_end_in_a_form_feed),
        TEST(raised_digits_are_marks),
        TEST(raised_digits_behind_letters_are_exponents),
        TEST(a_raised_digit_may_be_a_row_of_its_own),
        TEST(what_is_small_but_no_number_stays),
        TEST(rows_side_by_side_are_the_cells_of_one),
        TEST(cells_stand_apart_however_close),
        TEST(columns_are_read_one_after_the_other),
        TEST(a_heading_across_parts_the_columns),
        TEST(a_short_last_page_has_the_columns_of_the_page_before),
        TEST(narrow_columns_are_a_table),
        TEST(listed_words_become_text),
        TEST(lists_that_break_off_give_what_they_hold),
        TEST(output_status_and_message_come_back),
        TEST(output_is_appended),
        TEST(the_input_can_be_read_from_any_place),
        TEST(large_streams_do_not_block),
        TEST(absent_programs_are_told),
        TEST(programs_that_cannot_be_run_are_told),
        TEST(late_programs_are_ended),
        TEST(programs_that_write_too_much_are_ended),
        TEST(a_signal_is_no_status),
        TEST(lack_of_memory_closes_the_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
