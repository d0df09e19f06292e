/* Rule packs: what extends and replaces the built-in one, and what is refused, with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <libxml/xmlerror.h>

#include "gather.h"
#include "pack/pack.h"

/* The first line of what stands between is line 3. */
#define PACK(body)                                                                                                     \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pack xmlns=\"urn:dcx:pack:1\" id=\"t\">\n" body "</pack>\n"
#define RULE(id, action, pattern)                                                                                      \
    "<rule id=\"" id "\" action=\"" action "\" kind=\"level\"><note>n</note>\n<pattern>" pattern                       \
    "</pattern><example text=\"x\"/></rule>\n"

static char path[2][256];
static dcx_error error;

static const char *write_file(int number, const char *bytes, size_t size) {
    const char *folder = getenv("TMPDIR");
    (void)snprintf(path[number], sizeof path[number], "%s/dcx-pack-XXXXXX", folder ? folder : "/tmp");
    int fd = mkstemp(path[number]);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    (void)close(fd);
    return path[number];
}

static dcx_pack *open_packs(const char *first, const char *second) {
    const char *const paths[] = {write_file(0, first, strlen(first)),
                                 second ? write_file(1, second, strlen(second)) : NULL};
    dcx_pack *pack = NULL;
    error = (dcx_error){0};
    dcx_status status = dcx_pack_open(&pack, paths, second ? 2 : 1, NULL, &error);
    (void)unlink(paths[0]);
    if (second)
        (void)unlink(paths[1]);
    assert_int_equal(error.status, status);
    assert_true((status == DCX_OK) == (pack != NULL));
    return pack;
}

static dcx_pack *must_open(const char *xml) {
    dcx_pack *pack = open_packs(xml, NULL);
    if (!pack)
        fail_msg("%ld: %s", error.line, error.message);
    return pack;
}

/* The pack is refused with what is named in the message, at the line. */
static void refused(const char *xml, long line, const char *message) {
    assert_null(open_packs(xml, NULL));
    if (error.status != DCX_BAD_PACK || error.line != line || !strstr(error.message, message) || !*error.hint)
        fail_msg("got %d, line %ld: %s (%s)", (int)error.status, error.line, error.message, error.hint);
    assert_string_equal(error.file, path[0]);
}

static dcx_status extract(const dcx_pack *pack, const char *text, gathered *found) {
    static const dcx_options options = {.year = 2024};
    return gather_text(pack, &options, text, found, &error);
}

/* The only record of the text. */
static const gathered_record *only_record(const dcx_pack *pack, const char *text) {
    static gathered found;
    assert_int_equal(extract(pack, text, &found), DCX_OK);
    assert_int_equal(found.count, 1);
    return &found.at[0];
}

/* ---- what is no pack ---- */

static void no_xml(void **state) {
    (void)state;
    refused("", 1, "");
    refused("metric,value\n", 1, "");
    refused(PACK("<words class=\"name\">\n<w>x</w>\n"), 5, "words");
    refused("<pack xmlns=\"urn:dcx:pack:1\" id=\"t\">\n<words class=\"\xFF\"/></pack>", 2, "");
}

static void not_to_be_called(void *data, const char *format, ...) {
    fail_msg("libxml2 says %s%s", format, data ? "!" : "");
}

static void nothing_is_printed(void **state) {
    (void)state;
    xmlSetGenericErrorFunc(NULL, not_to_be_called);
    refused("<?xml version=\"1.0\" encoding=\"gb2312\"?><pack>\xFF\xFF</pack>", 1, "");
    xmlSetGenericErrorFunc(NULL, NULL);
}

static void other_elements(void **state) {
    (void)state;
    refused("<pack id=\"t\"/>", 1, "pack");
    refused("<html xmlns=\"urn:dcx:pack:1\"/>", 1, "html");
    refused(PACK("<words class=\"name\"/>\n<rulez id=\"a\"/>\n"), 4, "rulez");
    refused(PACK("<words class=\"name\">\n<w u=\"1\">x</w></words>\n"), 4, "");
    refused(PACK("<words class=\"name\"><w v=\"99999\">x</w></words>\n"), 3, "");
    refused(PACK("<rule id=\"Capital Letters\" off=\"yes\"/>\n"), 3, "");
}

static void rules_without_examples(void **state) {
    (void)state;
    refused(PACK("\n<rule id=\"a.b\" action=\"bind\"><note>n</note><pattern>(?'q'{qty})</pattern></rule>\n"), 4,
            "example");
    refused(PACK("<rule id=\"a.b\" action=\"bind\" kind=\"size\"><note>n</note><pattern>x</pattern>"
                 "<example text=\"x\"/></rule>\n"),
            3, "");
}

static void files_that_cannot_be_read(void **state) {
    (void)state;
    dcx_pack *pack;
    const char *const missing[] = {"/nonexistent/pack.xml"}, *const folder[] = {"/"};
    assert_int_equal(dcx_pack_open(&pack, missing, 1, NULL, &error), DCX_IO);
    assert_null(pack);
    assert_string_equal(error.file, missing[0]);
    assert_int_equal(dcx_pack_open(&pack, folder, 1, NULL, &error), DCX_IO);
    assert_null(pack);
    assert_int_equal(dcx_pack_open(&pack, missing, 1, NULL, NULL), DCX_IO);
}

static void document_types(void **state) {
    (void)state;
    clock_t start = clock();
    refused("<!DOCTYPE pack [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
            "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
            "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">"
            "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">]>"
            "<pack xmlns=\"urn:dcx:pack:1\" id=\"t\"><macro name=\"m\">&h;&h;</macro></pack>",
            1, "");
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5);
    refused("<!DOCTYPE pack [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
            "<pack xmlns=\"urn:dcx:pack:1\" id=\"t\"><macro name=\"m\">&a;</macro></pack>",
            1, "document type");
    refused("<!DOCTYPE pack SYSTEM \"http://localhost/pack.dtd\"><pack xmlns=\"urn:dcx:pack:1\" id=\"t\"/>", 1,
            "document type");
}

/* ---- rules that cannot be run ---- */

static void unknown_names(void **state) {
    (void)state;
    refused(PACK("\n\n" RULE("a.b", "bind", "{nobody}(?'q'{qty})")), 5, "rule a.b: unknown name {nobody}");
    refused(PACK(RULE("a.b", "bind", "(?'q'{qty")), 3, "rule a.b: ");
    refused(PACK(RULE("a.b", "dance", "(?'q'{qty})")), 3, "rule a.b: unknown action");
}

static void endless_macros(void **state) {
    (void)state;
    refused(PACK("<macro name=\"m\">a{m}</macro>\n" RULE("a.b", "bind", "{m}(?'q'{qty})")), 4, "nested too deep");
    refused(PACK("<macro name=\"m\">{n}</macro><macro name=\"n\">{m}</macro>\n" RULE("a.b", "bind", "{m}(?'q'{qty})")),
            4, "nested too deep");
    clock_t start = clock();
    char xml[4096] = "<pack xmlns=\"urn:dcx:pack:1\" id=\"t\"><macro name=\"m0\">ha</macro>";
    for (int i = 1; i < 12; i++) {
        size_t n = strlen(xml);
        (void)snprintf(xml + n, sizeof xml - n, "<macro name=\"m%d\">{m%d}{m%d}{m%d}{m%d}{m%d}{m%d}{m%d}</macro>", i,
                       i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    }
    strcat(xml, RULE("a.b", "bind", "{m11}(?'q'{qty})") "</pack>");
    refused(xml, 1, "1 MiB");
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5);
}

static void broken_patterns(void **state) {
    (void)state;
    refused(PACK(RULE("a.b", "bind", "(?'q'{qty}") "\n"), 3, "rule a.b: ");
    refused(PACK(RULE("a.b", "bind", "[") "\n"), 3, "at character");
    refused(PACK(RULE("a.b", "bind", "(?'metric'x)") "\n"), 3, "lacks a group");
    refused(PACK(RULE("a.b", "list", "(?'names'x)") "\n"), 3, "lacks a group");
    refused(PACK(RULE("a.b", "bind", "\\C(?'q'{qty})") "\n"), 3, "rule a.b: ");
}

/* A rule that would backtrack for ever ends in an error that names it, soon. */
static void endless_patterns(void **state) {
    (void)state;
    static const char *const endless[] = {
        PACK(RULE("slow.one", "bind", "(?'metric'(?:(?:{in}+)+)+)Z.(?'q'{qty})")),
        PACK(RULE("slow.one", "bind", "(?:{in}|{in}{in})*Z.(?'q'{qty})")),
        PACK(RULE("slow.one", "skip", "(?:(?:.*)*)*Z.(?'q'{fig})")),
    };
    char text[4096] = "";
    while (strlen(text) < 3600)
        strcat(text, "全市绿色建筑面积总量持续增长");
    strcat(text, "Z达到12万个Z。");
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        static gathered found;
        dcx_pack *pack = must_open(endless[i]);
        clock_t start = clock();
        assert_int_equal(extract(pack, text, &found), DCX_BAD_PACK);
        assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 10);
        assert_non_null(strstr(error.message, "rule slow.one: "));
        assert_string_equal(error.file, path[0]);
        assert_int_equal(error.line, 3);
        dcx_pack_free(pack);
    }
}

static void broken_layouts(void **state) {
    (void)state;
    static const char *const broken[] = {PACK("<layout role=\"toc\">(</layout>\n"),
                                         PACK("<layout role=\"nothing\">x</layout>\n"),
                                         PACK("<layout role=\"toc\">{nobody}</layout>\n")};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        static gathered found;
        dcx_pack *pack = open_packs(broken[i], NULL);
        assert_int_equal(pack ? extract(pack, "x", &found) : error.status, DCX_BAD_PACK);
        assert_string_equal(error.file, path[0]);
        assert_int_equal(error.line, 3);
        dcx_pack_free(pack);
    }
}

/* ---- what a pack adds and changes ---- */

#define SENTENCE "全市绿色车间总数达到320家。"

static void rules_replace_by_id(void **state) {
    (void)state;
    dcx_pack *pack =
        must_open(PACK("<rule id=\"level.reached\" action=\"bind\" kind=\"multiple\"><note>n</note>"
                       "<pattern>(?'metric'车间总数)达到(?'q'{qty})</pattern><example text=\"x\"/></rule>\n"));
    const gathered_record *r = only_record(pack, SENTENCE);
    assert_string_equal(r->field[DCX_METRIC], "车间总数");
    assert_string_equal(r->field[DCX_KIND], "multiple");
    assert_string_equal(r->field[DCX_RULE], "level.reached");
    dcx_pack_free(pack);
}

static void new_rules_come_first(void **state) {
    (void)state;
    dcx_pack *pack = must_open(PACK(RULE("my.own", "bind", "(?'metric'{in}+)达到(?'q'{qty})")));
    assert_string_equal(only_record(pack, SENTENCE)->field[DCX_RULE], "my.own");
    dcx_pack_free(pack);
    pack = must_open(PACK(RULE("my.own", "skip", "(?'q'{qty})")));
    static gathered found;
    assert_int_equal(extract(pack, SENTENCE, &found), DCX_OK);
    assert_int_equal(found.count, 0);
    dcx_pack_free(pack);
}

static int count_rule(void *data, const dcx_row *row) {
    size_t *n = data;
    (void)row;
    ++*n;
    return 0;
}

static size_t rules_of(const dcx_pack *pack) {
    size_t n = 0;
    assert_int_equal(dcx_pack_rules(pack, count_rule, &n, NULL), DCX_OK);
    return n;
}

static void rules_switched_off(void **state) {
    (void)state;
    dcx_pack *plain, *pack = must_open(PACK("<rule id=\"level.reached\" off=\"yes\"/>\n"));
    assert_int_equal(dcx_pack_open(&plain, NULL, 0, NULL, NULL), DCX_OK);
    assert_int_equal(rules_of(pack), rules_of(plain) - 1);
    static gathered found;
    assert_int_equal(extract(pack, SENTENCE, &found), DCX_OK);
    for (size_t i = 0; i < found.count; i++)
        assert_string_not_equal(found.at[i].field[DCX_RULE], "level.reached");
    dcx_pack_free(pack);
    dcx_pack_free(plain);
    refused(PACK("\n<rule id=\"no.such-rule\" off=\"yes\"/>\n"), 4, "no.such-rule");
}

static void units_are_added(void **state) {
    (void)state;
    dcx_pack *pack =
        must_open(PACK("<units dimension=\"count\"><u>蒲式尔</u><u e=\"2\" base=\"蒲式尔\">百蒲式尔</u></units>\n"));
    const gathered_record *r = only_record(pack, "全市燕麦库存为3.5万百蒲式尔。");
    assert_string_equal(r->field[DCX_METRIC], "全市燕麦库存");
    assert_string_equal(r->field[DCX_UNIT], "万百蒲式尔");
    assert_string_equal(r->field[DCX_BASE_VALUE], "3500000");
    assert_string_equal(r->field[DCX_BASE_UNIT], "蒲式尔");
    dcx_pack_free(pack);
}

static void words_join_their_class(void **state) {
    (void)state;
    dcx_pack *pack = must_open(PACK("<words class=\"up\"><w>蹿升</w></words>\n"
                                    "<words class=\"connective\"><w>据闻</w></words>\n"));
    const gathered_record *r = only_record(pack, "据闻绿色车间总数同比蹿升12.5%。");
    assert_string_equal(r->field[DCX_METRIC], "绿色车间总数");
    assert_string_equal(r->field[DCX_KIND], "growth");
    dcx_pack_free(pack);
}

/* Where a class or a macro changes, so do the built-in patterns that name it. */
static void patterns_follow_their_names(void **state) {
    (void)state;
    static const char *const packs[] = {PACK("<words class=\"fresh\"><w>添造</w></words>\n"),
                                        PACK("<macro name=\"fresh\">添造</macro>\n")};
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++) {
        dcx_pack *pack = must_open(packs[i]);
        assert_string_equal(only_record(pack, "当年添造口袋公园12座。")->field[DCX_RULE], "change.new");
        dcx_pack_free(pack);
    }
    dcx_pack *pack = must_open(PACK("<words class=\"standing-heading\"><w>要闻速览</w></words>\n"));
    const gathered_record *r = only_record(pack, "要闻速览\n\n全市共有口袋公园12座。\n");
    assert_string_equal(r->field[DCX_SECTION], "要闻速览");
    dcx_pack_free(pack);
}

static void macros_and_classes_of_its_own(void **state) {
    (void)state;
    dcx_pack *pack = must_open(PACK("<words class=\"my-verb\"><w>录得了 录.得 攒(下</w></words>\n"
                                    "<macro name=\"my-macro\">(?:{my-verb}|凑齐)</macro>\n" RULE(
                                        "my.own", "bind", "(?'metric'{in}+?){my-macro}(?'q'{qty})")));
    assert_string_equal(only_record(pack, "绿色车间凑齐12家。")->field[DCX_METRIC], "绿色车间");
    assert_string_equal(only_record(pack, "绿色车间录.得12家。")->field[DCX_METRIC], "绿色车间");
    assert_string_equal(only_record(pack, "绿色车间录得了12家。")->field[DCX_RULE], "my.own");
    dcx_pack_free(pack);
}

/* A word of a class is no part of a word; marked by an asterisk, it may be the end of one. */
static void words_of_a_class_are_whole(void **state) {
    (void)state;
    static const char *const patterns[] = {"甲.{0,4}{place}(?'metric'.{2})(?'q'{qty})",
                                           "甲.{0,4}{*place}(?'metric'.{2})(?'q'{qty})"};
    for (size_t i = 0; i < 2; i++) {
        char xml[1000];
        (void)snprintf(xml, sizeof xml,
                       "<pack xmlns=\"urn:dcx:pack:1\" id=\"t\"><words class=\"place\"><w>局</w></words>" RULE(
                           "my.own", "bind", "%s") "</pack>",
                       patterns[i]);
        dcx_pack *pack = must_open(xml);
        assert_int_equal(!strcmp(only_record(pack, "甲邮局设备12台。")->field[DCX_RULE], "my.own"), i);
        assert_string_equal(only_record(pack, "甲局设备12台。")->field[DCX_RULE], "my.own");
        dcx_pack_free(pack);
    }
}

static void later_packs_win(void **state) {
    (void)state;
    dcx_pack *pack = open_packs(
        PACK("<macro name=\"mine\">凑齐</macro>\n" RULE("my.own", "bind", "(?'metric'甲){mine}(?'q'{qty})")),
        PACK("<macro name=\"mine\">攒下</macro>\n" RULE("my.other", "bind", "(?'metric'乙){mine}(?'q'{qty})")));
    assert_non_null(pack);
    assert_string_equal(only_record(pack, "甲攒下12家。")->field[DCX_RULE], "my.own");
    assert_string_equal(only_record(pack, "乙攒下12家。")->field[DCX_RULE], "my.other");
    dcx_pack_free(pack);
    assert_null(open_packs(PACK(""), PACK("<nothing/>")));
    assert_string_equal(error.file, path[1]);
}

static void an_empty_pack_changes_nothing(void **state) {
    (void)state;
    dcx_pack *pack = must_open(PACK(""));
    const gathered_record *r = only_record(pack, SENTENCE);
    assert_string_equal(r->field[DCX_METRIC], "全市绿色车间总数");
    assert_string_equal(r->field[DCX_RULE], "level.reached");
    dcx_pack_free(pack);
}

typedef struct reported {
    size_t count;
    dcx_error last;
} reported;

/* Counts the failures of rules in the test's own file. */
static void report(void *data, const dcx_error *what) {
    reported *r = data;
    if (strcmp(what->file, path[0]) != 0)
        return;
    r->count++;
    r->last = *what;
}

static void examples_are_held_to(void **state) {
    (void)state;
    dcx_pack *pack =
        must_open(PACK("\n<rule id=\"my.own\" action=\"bind\" kind=\"level\"><note>n</note>"
                       "<pattern>(?'metric'甲)(?'q'{qty})</pattern>\n"
                       "<example text=\"甲12家。\"><record metric=\"甲\" value=\"12\" unit=\"家\"/></example>\n"
                       "<example text=\"甲12家。\"><record metric=\"乙\" value=\"12\"/></example>\n"
                       "<counter text=\"甲13家。\"/></rule>\n"));
    reported mine = {0};
    size_t examples = 0, failures = 0;
    assert_int_equal(dcx_pack_test(pack, report, &mine, &examples, &failures, &error), DCX_OK);
    assert_int_equal(mine.count, 2);
    assert_int_equal(mine.last.line, 7);
    assert_non_null(strstr(mine.last.message, "rule my.own"));
    dcx_pack_free(pack);
}

/* Words of any length in a list that forgot its spaces. */
static void a_very_long_word(void **state) {
    (void)state;
    char xml[1000] = "<pack xmlns=\"urn:dcx:pack:1\" id=\"t\">\n<words class=\"name\">\n<w>";
    for (int i = 0; i < 250; i++)
        strcat(xml, "长");
    strcat(xml, "</w></words></pack>");
    refused(xml, 3, "a word of more than");
}

/* Words that begin with nearly every character there is, also with those beyond the index. */
static void a_very_large_pack(void **state) {
    (void)state;
    enum { WORDS = 20000, ROOM = WORDS * 4 + 200 };
    char *xml = malloc(ROOM);
    assert_non_null(xml);
    size_t n = (size_t)snprintf(xml, ROOM, "<pack xmlns=\"urn:dcx:pack:1\" id=\"t\"><words class=\"skip\"><w>");
    for (unsigned c = 0x4E00; c < 0x4E00 + WORDS; c++)
        n += (size_t)snprintf(xml + n, ROOM - n, "%c%c%c ", (int)(0xE0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3F)),
                              (int)(0x80 | (c & 0x3F)));
    (void)snprintf(xml + n, ROOM - n, "𠀀𠀁</w></words></pack>");
    dcx_pack *pack = open_packs(xml, NULL);
    assert_non_null(pack);
    static const char32_t text[] = {U'一', U'马', U'A', 0x20000, 0x20001, 0x20000};
    static const size_t lengths[] = {1, 1, 0, 2, 0, 0};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const pack_word *w = pack_find(pack, WORD_SKIP, text + i, sizeof lengths / sizeof *lengths - i);
        assert_int_equal(w ? w->length : 0, lengths[i]);
        assert_true(!w || pack_classes(pack, text[i]) >> WORD_SKIP & 1);
    }
    dcx_pack_free(pack);
    free(xml);
}

/* What may stand at each character of a text: told by one character, or by two. */
static void words_that_may_begin(void **state) {
    (void)state;
    dcx_pack *pack =
        open_packs(PACK("<words class=\"skip\"><w>甲乙 丁</w></words><words class=\"name\"><w>甲己</w></words>"), NULL);
    assert_non_null(pack);
    static const char32_t text[] = {U'甲', U'乙', U'甲', U'己', U'甲', U'丁', U'戊', U'甲'};
    enum { LENGTH = sizeof text / sizeof *text };
    const uint64_t skip = (uint64_t)1 << WORD_SKIP, name = (uint64_t)1 << WORD_NAME;
    static const char near[] = "s-n--s--", far[] = "s-s-ss-s"; /* of each character: which of the two */
    uint64_t found[LENGTH];
    pack_look(pack, (runes){text, LENGTH}, skip | name, found);
    for (size_t i = 0; i < LENGTH; i++)
        assert_int_equal(found[i] & (skip | name), near[i] == 's' ? skip : near[i] == 'n' ? name : 0);
    pack_look(pack, (runes){text, LENGTH}, 0, found);
    for (size_t i = 0; i < LENGTH; i++)
        assert_int_equal((found[i] & skip) != 0, far[i] == 's');
    dcx_pack_free(pack);
}

/* Groups that take no part in a match, or that the pattern has not. */
static void groups_without_a_part(void **state) {
    (void)state;
    static const char *const rules[] = {
        PACK(RULE("z.a", "bind", "车间(?'q'{qty})?")),   PACK(RULE("z.a", "pair", "(?'from'{qty})")),
        PACK(RULE("z.a", "skip", "(?'q'){stop}?$")),     PACK(RULE("z.a", "source", "(?'source'乙)?车间")),
        PACK(RULE("z.a", "names", "(?'names'乙)?车间")), PACK(RULE("z.a", "list", "(?'values'乙)?车间")),
        PACK(RULE("z.a", "whole", "(?'of'乙)?车间"))};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        static gathered found;
        dcx_pack *pack = must_open(rules[i]);
        assert_int_equal(extract(pack, SENTENCE, &found), DCX_OK);
        assert_true(found.count <= 1);
        dcx_pack_free(pack);
    }
}

/* Where each has to be looked up among all before it. */
static void very_many_names(void **state) {
    (void)state;
    enum { NAMES = 70000, ROOM = NAMES * 32 + 100 };
    char *xml = malloc(ROOM);
    assert_non_null(xml);
    size_t n = (size_t)snprintf(xml, ROOM, "<pack xmlns=\"urn:dcx:pack:1\" id=\"t\">\n");
    for (int i = 0; i < NAMES; i++)
        n += (size_t)snprintf(xml + n, ROOM - n, "<words class=\"c%d\"/>\n", i);
    (void)snprintf(xml + n, ROOM - n, "</pack>");
    assert_null(open_packs(xml, NULL));
    assert_int_equal(error.status, DCX_LIMIT);
    assert_true(error.line > 9000 && error.line < 10003);
    free(xml);
}

static void layouts_that_end_with_a_comment(void **state) {
    (void)state;
    dcx_pack *pack = must_open(PACK("<layout role=\"toc\">x # of it</layout>\n"));
    dcx_reader *reader;
    assert_int_equal(dcx_reader_open(&reader, pack, NULL, NULL, &error), DCX_OK);
    dcx_reader_free(reader);
    dcx_pack_free(pack);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_xml),
        cmocka_unit_test(nothing_is_printed),
        cmocka_unit_test(other_elements),
        cmocka_unit_test(rules_without_examples),
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(document_types),
        cmocka_unit_test(unknown_names),
        cmocka_unit_test(endless_macros),
        cmocka_unit_test(broken_patterns),
        cmocka_unit_test(endless_patterns),
        cmocka_unit_test(broken_layouts),
        cmocka_unit_test(rules_replace_by_id),
        cmocka_unit_test(new_rules_come_first),
        cmocka_unit_test(rules_switched_off),
        cmocka_unit_test(units_are_added),
        cmocka_unit_test(words_join_their_class),
        cmocka_unit_test(patterns_follow_their_names),
        cmocka_unit_test(macros_and_classes_of_its_own),
        cmocka_unit_test(words_of_a_class_are_whole),
        cmocka_unit_test(later_packs_win),
        cmocka_unit_test(an_empty_pack_changes_nothing),
        cmocka_unit_test(examples_are_held_to),
        cmocka_unit_test(a_very_long_word),
        cmocka_unit_test(a_very_large_pack),
        cmocka_unit_test(words_that_may_begin),
        cmocka_unit_test(groups_without_a_part),
        cmocka_unit_test(very_many_names),
        cmocka_unit_test(layouts_that_end_with_a_comment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
