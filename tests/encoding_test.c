/* Which encoding a text is in, how that is told, and what its bytes become. */
#include "reading.h"

#include <iconv.h>

#include "document/encoding.h"

#define SIMPLIFIED  "全年粮食产量增长一成，收入增长两成。\n"
#define TRADITIONAL "全年糧食產量增長一成，收入增長兩成。\n"

/* A text that is long enough for statistics. */
static const char simplified[] =
    "2024年，全市经济运行总体平稳，稳中有进。全年实现地区生产总值8,452.6亿元，按不变价格计算，比上年增长5.4%"
    "。其中，第一产业"
    "增加值312.7亿元，增长3.6%；第二产业增加值3,418.2亿元，增长6.1%；第三产业增加值4,721.7亿元，增长5.0%。\n"
    "规模以上工业企业实现利润总额521.4亿元，同比下降2.3%。居民人均可支配收入46,218元，农村居民收入增长快于城镇居民。\n";
static const char traditional[] =
    "2024年，全市經濟運行總體平穩，穩中有進。全年實現地區生產總值8,452.6億元，按不變價格計算，比上年增長5.4%"
    "。其中，第一產業"
    "增加值312.7億元，增長3.6%；第二產業增加值3,418.2億元，增長6.1%；第三產業增加值4,721.7億元，增長5.0%。\n"
    "規模以上工業企業實現利潤總額521.4億元，同比下降2.3%。居民人均可支配收入46,218元，農村居民收入增長快於城鎮居民。\n";

/* ---- what tests are written with ---- */

/* UTF-8 as another encoding, in the arena. */
static dcx_text encode(bench *b, const char *text, const char *name) {
    size_t left = strlen(text), size = left * 4 + 16, room = size;
    char *from = arena_copy(&b->lasting, text, left), *out = arena_alloc(&b->lasting, size), *to = out;
    iconv_t way = iconv_open(name, "UTF-8");
    assert_true(way != (iconv_t)-1);
    assert_int_equal(iconv(way, &from, &left, &to, &room), 0);
    assert_int_equal(iconv(way, NULL, NULL, &to, &room), 0);
    (void)iconv_close(way);
    return (dcx_text){out, size - room};
}

static bool find(bench *b, dcx_text t, const char *declared, encoding *e) {
    read_options options = bench_options(b);
    return encoding_find("t.txt", t.at, t.length, declared, &options, e, &b->error);
}

static bool convert(bench *b, dcx_text t, const encoding *e, dcx_text *utf8) {
    read_options options = bench_options(b);
    return encoding_convert(&b->arena, "t.txt", t, e, &options, utf8, &b->error);
}

/* Finds the encoding, converts, and compares. */
static void expect_read(bench *b, dcx_text t, const char *declared, const char *name, const char *want) {
    encoding e;
    dcx_text utf8;
    assert_true(find(b, t, declared, &e));
    assert_string_equal(e.name, name);
    assert_true(convert(b, t, &e, &utf8));
    expect_text(utf8, want);
    assert_int_equal(b->warnings, 0);
}

#define TEXT(s) ((dcx_text){s, sizeof(s) - 1})

/* ---- what tells the encoding, the strongest first ---- */

static void byte_order_marks_tell_it(void **state) {
    static const struct {
        dcx_text bytes;
        const char *name;
    } sample[] = {
        {{"\xEF\xBB\xBF\xE4\xB8\x80", 6}, "UTF-8"},
        {{"\xFF\xFE\x00\x4E", 4}, "UTF-16LE"},
        {{"\xFE\xFF\x4E\x00", 4}, "UTF-16BE"},
        {{"\xFF\xFE\x00\x00\x00\x4E\x00\x00", 8}, "UTF-32LE"},
        {{"\x00\x00\xFE\xFF\x00\x00\x4E\x00", 8}, "UTF-32BE"},
        {{"\x84\x31\x95\x33\xD2\xBB", 6}, "GB18030"},
    };
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        encoding e;
        expect_read(*state, sample[i].bytes, "big5", sample[i].name, "一");
        assert_true(find(*state, sample[i].bytes, "big5", &e));
        assert_int_equal(e.confidence, 0);
        assert_string_equal(e.basis, "byte order mark");
    }
}

static void what_is_asked_for_beats_all_else(void **state) {
    bench *b = *state;
    b->encoding = "gbk";
    expect_read(b, TEXT("\xD2\xBB"), "big5", "GB18030", "一");
    b->encoding = "ISO-8859-1";
    expect_read(b, TEXT("\xEF\xBB\xBF"), "utf-8", "ISO-8859-1", "ï»¿");
    b->encoding = "utf-8";
    expect_read(b, TEXT("\xEF\xBB\xBF\xE4\xB8\x80"), "gbk", "UTF-8", "一");
    b->encoding = "UTF-16";
    expect_read(b, TEXT("\x00\x4E"), "", "UTF-16LE", "一");
    b->encoding = "UTF-16BE";
    expect_read(b, TEXT("\xFE\xFF\x4E\x00"), "", "UTF-16BE", "一");
    b->encoding = "";
    expect_read(b, TEXT("\xE4\xB8\x80"), "gbk", "UTF-8", "一");
    b->encoding = NULL;
}

static void encodings_that_nobody_knows_are_refused(void **state) {
    bench *b = *state;
    encoding e;
    b->encoding = "klingon";
    assert_false(find(b, TEXT(SIMPLIFIED), "", &e));
    b->encoding = NULL;
    assert_int_equal(b->error.status, DCX_USAGE);
    assert_string_equal(b->error.file, "t.txt");
    assert_non_null(strstr(b->error.message, "klingon"));
    assert_non_null(strstr(b->error.hint, "iconv -l"));
}

static void valid_utf8_beats_what_is_declared(void **state) {
    expect_read(*state, TEXT(SIMPLIFIED), "gb2312", "UTF-8", SIMPLIFIED);
    expect_read(*state, TEXT("plain ASCII, 12.5%\n"), "big5", "UTF-8", "plain ASCII, 12.5%\n");
    expect_read(*state, TEXT(""), "", "UTF-8", "");
}

static void a_declaration_that_fits_is_believed(void **state) {
    bench *b = *state;
    encoding e;
    expect_read(b, encode(b, SIMPLIFIED, "GBK"), "gb2312", "GB18030", SIMPLIFIED);
    expect_read(b, encode(b, TRADITIONAL, "BIG5"), "Big5", "BIG5-HKSCS", TRADITIONAL);
    assert_true(find(b, encode(b, SIMPLIFIED, "GBK"), "gbk", &e));
    assert_string_equal(e.basis, "as the page declares");
}

static void a_declaration_that_does_not_fit_is_not_believed(void **state) {
    bench *b = *state;
    static const char *const wrong[] = {"utf-8", "UTF-16", "unicode", "iso-8859-1", "euc-kr", "x-none", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        expect_read(b, encode(b, simplified, "GBK"), wrong[i], "GB18030", simplified);
        expect_read(b, encode(b, traditional, "BIG5"), wrong[i], "BIG5-HKSCS", traditional);
    }
    expect_read(b, encode(b, simplified, "GBK"), "big5", "GB18030", simplified);
    expect_read(b, encode(b, traditional, "BIG5"), "gb2312", "BIG5-HKSCS", traditional);
}

static void statistics_tell_it_with_a_confidence(void **state) {
    bench *b = *state;
    static const struct {
        const char *text, *in, *name;
    } sample[] = {
        {simplified, "GBK", "GB18030"},
        {traditional, "BIG5", "BIG5-HKSCS"},
        {simplified, "UTF-16LE", "UTF-16LE"},
        {traditional, "UTF-16BE", "UTF-16BE"},
        {traditional, "UTF-32LE", "UTF-32LE"},
        {simplified, "UTF-32BE", "UTF-32BE"},
        {"粮食产量增长，收入增加。经济运行平稳", "UTF-16LE", "UTF-16LE"},
        {"粮食产量增长，收入增加。经济运行平稳", "UTF-16BE", "UTF-16BE"},
    };
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        encoding e;
        dcx_text t = encode(b, sample[i].text, sample[i].in);
        expect_read(b, t, "", sample[i].name, sample[i].text);
        assert_true(find(b, t, "", &e));
        assert_in_range(e.confidence, 60, 100);
        assert_memory_equal(e.basis, "statistics", 10);
        assert_int_equal(e.mark, 0);
    }
}

static void utf8_with_a_few_faults_stays_utf8(void **state) {
    encoding e;
    assert_true(find(*state, TEXT(SIMPLIFIED "收入\xA3增长。\n"), "", &e));
    assert_string_equal(e.name, "UTF-8");
    assert_in_range(e.confidence, 60, 99);
}

static void what_cannot_be_told_is_refused(void **state) {
    bench *b = *state;
    char noise[4000];
    uint32_t seed = 1;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
    const dcx_text sample[] = {TEXT("\xFF\xFF\xFF\xFF\xFF\xFF"), {noise, sizeof noise}};
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        encoding e;
        assert_false(find(b, sample[i], "", &e));
        assert_int_equal(b->error.status, DCX_BAD_INPUT);
        assert_non_null(strstr(b->error.message, "cannot be told"));
        assert_non_null(strstr(b->error.message, " %)"));
        assert_non_null(strstr(b->error.hint, "--encoding"));
    }
}

/* ---- what the bytes become ---- */

static void gb18030_has_characters_of_four_bytes(void **state) {
    bench *b = *state;
    b->encoding = "GB18030";
    expect_read(b, TEXT("\x95\x34\xB2\x35\x81\x39\xEF\x31\xA2\xE3\xA8\xB9"), "", "GB18030", "𠮷㐂€ü");
    b->encoding = NULL;
}

/* Every ideograph of the first two blocks and what is more than them, there and back. */
static void every_character_comes_back(void **state) {
    static const char *const in[] = {"GB18030", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"};
    bench *b = *state;
    char *text = arena_alloc(&b->lasting, (0x9FA5 - 0x3400 + 0x100) * 3 + 1), *end = text;
    for (char32_t c = 0x3400; c <= 0x9FA5; c++)
        end += utf8_encode(c, end);
    for (char32_t c = 0x20000; c < 0x20010; c++)
        end += utf8_encode(c, end);
    for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
        b->encoding = in[i];
        expect_read(b, encode(b, text, in[i]), "", in[i], text);
    }
    b->encoding = NULL;
}

static void encodings_that_shift_come_back(void **state) {
    bench *b = *state;
    b->encoding = "ISO-2022-CN";
    expect_read(b, encode(b, SIMPLIFIED, "ISO-2022-CN"), "", "ISO-2022-CN", SIMPLIFIED);
    b->encoding = "UTF-7";
    expect_read(b, encode(b, SIMPLIFIED, "UTF-7"), "", "UTF-7", SIMPLIFIED);
    b->encoding = NULL;
}

/* Converts with the encoding of this name, and expects a text and one fault: its byte of the file, and line. */
static void expect_fault(bench *b, dcx_text t, const char *name, const char *want, const char *byte, long line) {
    encoding e;
    dcx_text utf8;
    b->encoding = name;
    b->strict = false;
    assert_true(find(b, t, "", &e));
    assert_true(convert(b, t, &e, &utf8));
    expect_text(utf8, want);
    assert_int_equal(b->warnings, 1);
    assert_int_equal(b->first.line, line);
    assert_non_null(strstr(b->first.message, byte));
    assert_non_null(strstr(b->first.message, "U+FFFD"));
    b->strict = true;
    assert_false(convert(b, t, &e, &utf8));
    b->strict = false;
    b->encoding = NULL;
    assert_int_equal(b->error.status, DCX_BAD_INPUT);
    assert_int_equal(b->error.line, line);
    assert_non_null(strstr(b->error.message, byte));
    assert_null(strstr(b->error.message, "U+FFFD"));
}

static void faults_name_the_byte_of_the_file(void **state) {
    expect_fault(*state, TEXT("\xD2\xBB\n\xD2\xBB\xFF\xB6\xFE"), "gbk", "一\n一\uFFFD二",
                 "byte 6 of the file is not GB18030", 2);
    expect_fault(*state, TEXT("\xD2\xBB\xB6"), "gbk", "一\uFFFD", "byte 3 of the file", 1);
    expect_fault(*state, TEXT("\xA4\x40\n\n\xFF\xA4\x47"), "big5", "一\n\n\uFFFD二", "byte 5 of the file is not BIG5",
                 3);
    expect_fault(*state, TEXT("\xEF\xBB\xBF\xE4\xB8\x80\n\xA3|"), "utf-8", "一\n\uFFFD|",
                 "byte 8 of the file is not UTF-8", 2);
    expect_fault(*state, TEXT("\xFF\xFE\x00\x4E\x00\xD8\x8C\x4E"), "UTF-16LE", "一\uFFFD二",
                 "byte 5 of the file is not UTF-16LE", 1);
    expect_fault(*state, TEXT("\x4E\x00\x4E"), "UTF-16BE", "一\uFFFD", "byte 3 of the file", 1);
    expect_fault(*state, TEXT("\x00\x4E\x00\x00\x00\x00\x11\x00\x8C\x4E\x00\x00"), "UTF-32LE", "一\uFFFD二",
                 "byte 5 of the file", 1);
}

/* iconv takes them. */
static void there_is_nothing_beyond_unicode(void **state) {
    bench *b = *state;
    encoding e;
    dcx_text utf8, bytes = TEXT("\xF8\xA5\xA5\xA5\xA5|\xF4\x90\x80\x80");
    b->encoding = "utf-8";
    assert_true(find(b, bytes, "", &e));
    assert_true(convert(b, bytes, &e, &utf8));
    b->encoding = NULL;
    assert_int_equal(b->warnings, 9);
    expect_text(utf8, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD|\uFFFD\uFFFD\uFFFD\uFFFD");
}

static void faults_after_the_twentieth_are_counted(void **state) {
    bench *b = *state;
    encoding e;
    dcx_text utf8;
    char many[35 * 4 + 1] = "", *end = many;
    for (int i = 0; i < 35; i++)
        end = stpcpy(end, "\xD2\xBB\xFF,");
    b->encoding = "gbk";
    assert_true(find(b, (dcx_text){many, sizeof many - 1}, "", &e));
    assert_true(convert(b, (dcx_text){many, sizeof many - 1}, &e, &utf8));
    b->encoding = NULL;
    assert_int_equal(b->warnings, 21);
    assert_int_equal(utf8.length, 35 * (3 + 3 + 1));
}

/* ---- documents ---- */

static void places_are_those_of_characters(void **state) {
    static const char *const in[] = {"GBK", "UTF-16LE", "UTF-32BE", "UTF-8"};
    bench *b = *state;
    for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
        dcx_text t = encode(b, simplified, in[i]);
        read_bytes(b, t.at, t.length);
        assert_non_null(b->doc);
        expect_place(b, "同比下降2.3%", 2, 23);
        assert_non_null(strstr(b->notice.message, i ? in[i] : "GB18030"));
    }
}

static void the_notice_says_how_it_was_told(void **state) {
    bench *b = *state;
    dcx_text t = encode(b, SIMPLIFIED "淞瀛昶旻煜堃珺琰潼邗\n", "GBK");
    read_bytes(b, t.at, t.length);
    assert_non_null(b->doc);
    assert_non_null(strstr(b->notice.message, "text, GB18030 (statistics"));
    assert_non_null(strstr(b->notice.message, "confidence 6"));
    assert_non_null(strstr(b->notice.hint, "--encoding"));
    read_text(b, simplified);
    assert_null(strstr(b->notice.message, "confidence"));
}

static void pages_declare_their_encoding(void **state) {
    bench *b = *state;
    static const char *const head[] = {
        "<html><head><meta charset=\"gbk\"></head><p>",
        "<html><META http-equiv=Content-Type content='text/html; charset=gb2312'><p>",
        "<?xml version=\"1.0\" encoding=\"gb18030\"?><html><p>",
        "<html><head><meta charset=utf-8></head><p>",
    };
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
        char page[2000];
        (void)strcat(strcpy(page, head[i]), simplified);
        dcx_text t = encode(b, page, "GBK");
        read_bytes(b, t.at, t.length);
        assert_non_null(b->doc);
        assert_non_null(
            strstr(b->notice.message, i < 3 ? "html, GB18030 (as the page declares" : "html, GB18030 (stat"));
        expect_place(b, "同比下降2.3%", 2, 23);
    }
}

#define TEST(f) cmocka_unit_test(f)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(byte_order_marks_tell_it),
        TEST(what_is_asked_for_beats_all_else),
        TEST(encodings_that_nobody_knows_are_refused),
        TEST(valid_utf8_beats_what_is_declared),
        TEST(a_declaration_that_fits_is_believed),
        TEST(a_declaration_that_does_not_fit_is_not_believed),
        TEST(statistics_tell_it_with_a_confidence),
        TEST(utf8_with_a_few_faults_stays_utf8),
        TEST(what_cannot_be_told_is_refused),
        TEST(gb18030_has_characters_of_four_bytes),
        TEST(every_character_comes_back),
        TEST(encodings_that_shift_come_back),
        TEST(faults_name_the_byte_of_the_file),
        TEST(there_is_nothing_beyond_unicode),
        TEST(faults_after_the_twentieth_are_counted),
        TEST(places_are_those_of_characters),
        TEST(the_notice_says_how_it_was_told),
        TEST(pages_declare_their_encoding),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
