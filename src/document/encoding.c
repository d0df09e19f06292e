#include "document/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <uchardet/uchardet.h>

#include "base/error.h"
#include "base/library.h"

#define UCHARDET_FUNCTIONS(X)                                                                                          \
    X(uchardet_data_end)                                                                                               \
    X(uchardet_delete)                                                                                                 \
    X(uchardet_get_charset)                                                                                            \
    X(uchardet_handle_data)                                                                                            \
    X(uchardet_new)

LIBRARY_DECLARE(uchardet, UCHARDET_FUNCTIONS)
LIBRARY_DEFINE(uchardet, UCHARDET_FUNCTIONS, libuchardet)

enum {
    SAMPLE = 1 << 18, /* bytes that statistics look at */
    WARNINGS = 20,    /* about single bytes; then they are only counted */
    SURE = 85,        /* percent of usual characters: enough on its own */
    CLEARLY = 15,     /* that another encoding fits better */
    LIKELY = 60       /* enough for an encoding that something else speaks for */
};

/* ---- names ---- */

/* What calls itself GB2312 or GBK holds characters of GB18030, and Big5 those of Hong Kong: browsers read them so. */
static const char *canonical(const char *called) {
    static const struct {
        const char *called, *read_as;
    } alias[] = {
        {"gb2312", "GB18030"},      {"gb_2312-80", "GB18030"},    {"gbk", "GB18030"},
        {"x-gbk", "GB18030"},       {"cp936", "GB18030"},         {"ms936", "GB18030"},
        {"euc-cn", "GB18030"},      {"windows-936", "GB18030"},   {"gb18030", "GB18030"},
        {"big5", "BIG5-HKSCS"},     {"big5-hkscs", "BIG5-HKSCS"}, {"big-5", "BIG5-HKSCS"},
        {"x-x-big5", "BIG5-HKSCS"}, {"cp950", "BIG5-HKSCS"},      {"utf8", "UTF-8"},
        {"utf-8", "UTF-8"},         {"ascii", "UTF-8"},           {"us-ascii", "UTF-8"},
        {"utf16", "UTF-16"},        {"utf-16", "UTF-16"},         {"utf32", "UTF-32"},
        {"utf-32", "UTF-32"},       {"unicode", "UTF-16"},
    };
    for (size_t i = 0; i < sizeof alias / sizeof *alias; i++)
        if (!strcasecmp(called, alias[i].called))
            return alias[i].read_as;
    return called;
}

static bool is_known(const char *called) {
    iconv_t way = strchr(called, '/') ? (iconv_t)-1 : iconv_open("UTF-8", called);
    if (way == (iconv_t)-1)
        return false;
    (void)iconv_close(way);
    return true;
}

static void set(encoding *e, const char *called, const char *basis, unsigned confidence) {
    (void)snprintf(e->name, sizeof e->name, "%s", called);
    e->basis = basis;
    e->confidence = confidence;
}

/* ---- byte order marks ---- */

static const struct {
    const char *bytes;
    size_t size;
    const char *name;
} marks[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFF\xFE\0\0", 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, "UTF-32BE"},
    {"\xFF\xFE", 2, "UTF-16LE"},  {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"},
};

/* The name of the encoding whose byte order mark the bytes begin with, "": they begin with none. */
static const char *find_mark(const char *bytes, size_t size, encoding *e) {
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (size >= marks[i].size && !memcmp(bytes, marks[i].bytes, marks[i].size)) {
            set(e, marks[i].name, "byte order mark", 0);
            e->mark = marks[i].size;
            return marks[i].name;
        }
    return "";
}

/* ---- how much of a text would be usual characters ---- */

typedef struct tally {
    size_t usual, all;
} tally;

static tally tally_utf8(const unsigned char *b, size_t size) {
    tally t = {0};
    for (size_t i = 0; i < size;) {
        char32_t c;
        bool valid;
        size_t n = utf8_decode((const char *)b + i, size - i, &c, &valid);
        if (!valid && size - i < UTF8_MAX && size == SAMPLE)
            break; /* cut by the sample's end */
        t.all += n > 1 || !valid;
        t.usual += n > 1 && valid;
        i += n;
    }
    return t;
}

/* GB 2312 level 1, the 3,755 most usual characters, and its punctuation. */
static tally tally_gb(const unsigned char *b, size_t size) {
    tally t = {0};
    for (size_t i = 0; i + 1 < size; i++) {
        if (b[i] < 0x80)
            continue;
        t.all++;
        if (b[i + 1] < 0x30)
            continue;
        t.usual += b[i + 1] >= 0xA1 && ((b[i] >= 0xA1 && b[i] <= 0xA3) || (b[i] >= 0xB0 && b[i] <= 0xD7));
        i += b[i + 1] < 0x40 ? 3 : 1;
    }
    return t;
}

/* Big5 level 1, the 5,401 most usual characters, and its punctuation. */
static tally tally_big5(const unsigned char *b, size_t size) {
    tally t = {0};
    for (size_t i = 0; i + 1 < size; i++) {
        if (b[i] < 0x80)
            continue;
        t.all++;
        bool trail = (b[i + 1] >= 0x40 && b[i + 1] <= 0x7E) || b[i + 1] >= 0xA1;
        t.usual += trail && b[i] >= 0xA1 && b[i] <= 0xC6;
        i += trail;
    }
    return t;
}

static bool is_usual(uint32_t c) {
    return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\r' || c == '\t' || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x2010 && c <= 0x2030);
}

static tally tally_wide(const unsigned char *b, size_t size, size_t unit, bool big) {
    tally t = {0};
    for (size_t i = 0; i + unit <= size; i += unit) {
        uint32_t c = 0;
        for (size_t k = 0; k < unit; k++)
            c = c << 8 | b[big ? i + k : i + unit - 1 - k];
        t.all++;
        t.usual += is_usual(c);
    }
    return t;
}

static tally tally_utf16le(const unsigned char *b, size_t size) {
    return tally_wide(b, size, 2, false);
}

static tally tally_utf16be(const unsigned char *b, size_t size) {
    return tally_wide(b, size, 2, true);
}

static tally tally_utf32le(const unsigned char *b, size_t size) {
    return tally_wide(b, size, 4, false);
}

static tally tally_utf32be(const unsigned char *b, size_t size) {
    return tally_wide(b, size, 4, true);
}

static const struct candidate {
    const char *name;
    tally (*count)(const unsigned char *b, size_t size);
} candidates[] = {
    {"UTF-8", tally_utf8},       {"GB18030", tally_gb},       {"BIG5-HKSCS", tally_big5},  {"UTF-32LE", tally_utf32le},
    {"UTF-32BE", tally_utf32be}, {"UTF-16LE", tally_utf16le}, {"UTF-16BE", tally_utf16be},
};

enum { CANDIDATES = sizeof candidates / sizeof *candidates };

static unsigned confidence_in(size_t which, const char *bytes, size_t size) {
    tally t = candidates[which].count((const unsigned char *)bytes, size < SAMPLE ? size : SAMPLE);
    return t.all ? (unsigned)(t.usual * 100 / t.all) : 0;
}

/* How well the bytes bear out that they are in the encoding; 0 for one that Chinese texts are not written in. */
static unsigned confidence_of(const char *called, const char *bytes, size_t size) {
    for (size_t i = 0; i < CANDIDATES; i++)
        if (!strcmp(candidates[i].name, called))
            return confidence_in(i, bytes, size);
    return 0;
}

/* ---- telling ---- */

/* What uchardet takes the text for; "" where it cannot tell. false: it cannot be asked. */
static bool ask_detector(const char *name, const char *bytes, size_t size, char out[static 32], dcx_error *error) {
    out[0] = '\0';
    if (library_load(&uchardet_library, name, error))
        return false;
    uchardet_t detector = uchardet.uchardet_new();
    if (!detector)
        return true;
    if (!uchardet.uchardet_handle_data(detector, bytes, size < SAMPLE ? size : SAMPLE)) {
        uchardet.uchardet_data_end(detector);
        (void)snprintf(out, 32, "%s", canonical(uchardet.uchardet_get_charset(detector)));
    }
    uchardet.uchardet_delete(detector);
    return true;
}

static bool cannot_tell(const char *name, const unsigned confidence[static CANDIDATES], dcx_error *error) {
    size_t first = 0, second = 1;
    for (size_t i = 1; i < CANDIDATES; i++) {
        if (confidence[i] > confidence[first]) {
            second = first;
            first = i;
        } else if (i != first && (second == first || confidence[i] > confidence[second])) {
            second = i;
        }
    }
    (void)error_set(error, DCX_BAD_INPUT, name, 0, "name it, as in --encoding GB18030",
                    "the text's encoding cannot be told; it may be %s (%u %%) or %s (%u %%)", candidates[first].name,
                    confidence[first], candidates[second].name, confidence[second]);
    return false;
}

static bool detect(const char *name, const char *bytes, size_t size, encoding *e, dcx_error *error) {
    char detected[32];
    if (!ask_detector(name, bytes, size, detected, error))
        return false;
    unsigned confidence[CANDIDATES] = {0};
    size_t best = 0;
    for (size_t i = 0; i < CANDIDATES; i++) {
        confidence[i] = confidence_in(i, bytes, size);
        if (confidence[i] > confidence[best])
            best = i;
    }
    for (size_t i = 0; i < CANDIDATES; i++)
        if (!strcmp(candidates[i].name, detected) && confidence[i] >= LIKELY && confidence[i] + 10 >= confidence[best])
            best = i;
    bool agreed = !strcmp(candidates[best].name, detected);
    if (confidence[best] < (agreed || best == 0 ? LIKELY : SURE))
        return cannot_tell(name, confidence, error);
    set(e, candidates[best].name, agreed ? "statistics, two ways" : "statistics", confidence[best]);
    return true;
}

/* UTF-16 and UTF-32 are told by the many zero bytes and code units in the usual ranges, before anything else is. */
static bool find_wide(const char *bytes, size_t size, encoding *e) {
    if (!size || !memchr(bytes, 0, size < SAMPLE ? size : SAMPLE))
        return false;
    for (size_t i = 3; i < CANDIDATES; i++) {
        unsigned confidence = confidence_in(i, bytes, size);
        if (confidence < SURE)
            continue;
        set(e, candidates[i].name, "statistics", confidence);
        return true;
    }
    return false;
}

static unsigned best_confidence(const char *bytes, size_t size) {
    unsigned best = 0;
    for (size_t i = 0; i < CANDIDATES; i++) {
        unsigned confidence = confidence_in(i, bytes, size);
        best = confidence > best ? confidence : best;
    }
    return best;
}

static bool is_utf8(const char *bytes, size_t size) {
    static const ascii_set no_stops = {{0}};
    bool valid = true;
    char32_t c;
    for (size_t i = 0; i < size && valid;) {
        i += utf8_plain(bytes + i, size - i, no_stops);
        if (i < size)
            i += utf8_decode(bytes + i, size - i, &c, &valid);
    }
    return valid;
}

static bool use_given(const char *name, const char *bytes, size_t size, const char *given, encoding *e,
                      dcx_error *error) {
    const char *called = canonical(given);
    if (!is_known(called)) {
        (void)error_set(error, DCX_USAGE, name, 0, "`iconv -l` lists those that are",
                        "the encoding %.40s is not known on this system", given);
        return false;
    }
    const char *marked = find_mark(bytes, size, e);
    if (!*marked || strncmp(marked, called, strlen(called)) != 0)
        e->mark = 0;
    if (!strcmp(called, "UTF-16") || !strcmp(called, "UTF-32")) /* without a mark the lower byte comes first */
        set(e, e->mark ? marked : called[4] == '1' ? "UTF-16LE" : "UTF-32LE", "as asked for", 0);
    else
        set(e, called, "as asked for", 0);
    return true;
}

bool encoding_find(const char *name, const char *bytes, size_t size, const char *declared, const read_options *options,
                   encoding *e, dcx_error *error) {
    *e = (encoding){.confidence = 0};
    if (options->encoding && *options->encoding)
        return use_given(name, bytes, size, options->encoding, e, error);
    if (*find_mark(bytes, size, e) || find_wide(bytes, size, e))
        return true;
    if (is_utf8(bytes, size)) {
        set(e, "UTF-8", "valid UTF-8", 0);
        e->valid = true;
        return true;
    }
    const char *called = canonical(declared);
    if (*called && strcmp(called, "UTF-8") != 0 && is_known(called)) {
        unsigned confidence = confidence_of(called, bytes, size);
        set(e, called, "as the page declares", confidence);
        if (confidence >= LIKELY && confidence + CLEARLY >= best_confidence(bytes, size))
            return true;
    }
    return detect(name, bytes, size, e, error);
}

/* ---- converting ---- */

bool encoding_fault(const char *name, const char *called, size_t offset, long line, size_t of,
                    const read_options *options, dcx_error *error) {
    static const char hint[] = "name the right encoding, as in --encoding GB18030";
    dcx_error what;
    if (!options->strict && (of >= WARNINGS || !options->warning))
        return true;
    (void)error_set(options->strict ? error : &what, DCX_BAD_INPUT, name, line, hint,
                    "byte %zu of the file is not %s%s", offset + 1, called, options->strict ? "" : ", read as U+FFFD");
    if (!options->strict)
        options->warning(options->data, &what);
    return !options->strict;
}

void encoding_faults_end(const char *name, const char *called, size_t faults, const read_options *options) {
    if (faults <= WARNINGS || !options->warning)
        return;
    dcx_error what;
    (void)error_set(&what, DCX_BAD_INPUT, name, 0, "name the right encoding, as in --encoding GB18030",
                    "%zu more bytes are not %s, read as U+FFFD", faults - WARNINGS, called);
    options->warning(options->data, &what);
}

static void close_way(void *way) {
    (void)iconv_close((iconv_t)way);
}

typedef struct conversion {
    arena *a;
    iconv_t way;
    char *from, *to, *out;
    size_t left, room, size; /* of the input; free in the output; of the output */
    size_t faults, counted;  /* counted: bytes of the output whose lines are counted */
    long line;
} conversion;

static void make_room(conversion *c) {
    size_t used = (size_t)(c->to - c->out), more = c->size / 2 + 64;
    c->out = arena_grow(c->a, c->out, used, c->size + more);
    c->size += more;
    c->room = c->size - used;
    c->to = c->out + used;
}

static long line_here(conversion *c) {
    size_t used = (size_t)(c->to - c->out);
    for (; c->counted < used; c->counted++)
        c->line += c->out[c->counted] == '\n';
    return c->line;
}

/* One unit of the input that cannot be decoded. */
static void pass_over(conversion *c, size_t unit) {
    if (c->room < UTF8_MAX)
        make_room(c);
    size_t n = utf8_encode(UTF8_REPLACEMENT, c->to), skip = unit < c->left ? unit : c->left;
    c->to += n;
    c->room -= n;
    c->from += skip;
    c->left -= skip;
    c->faults++;
}

/* Does for UTF-8 what iconv does for other encodings; iconv itself lets pass what is beyond U+10FFFF. */
static size_t copy_utf8(conversion *c) {
    for (bool valid = true; c->left;) {
        char32_t rune;
        size_t n = utf8_decode(c->from, c->left, &rune, &valid);
        if (!valid || c->room < n) {
            errno = valid ? E2BIG : EILSEQ;
            return (size_t)-1;
        }
        memcpy(c->to, c->from, n);
        c->from += n;
        c->left -= n;
        c->to += n;
        c->room -= n;
    }
    return 0;
}

static size_t convert_some(conversion *c, bool is_utf8) {
    return is_utf8 ? copy_utf8(c) : iconv(c->way, &c->from, &c->left, &c->to, &c->room);
}

static bool run_through(conversion *c, const char *name, dcx_text bytes, const encoding *e, const read_options *options,
                        dcx_error *error) {
    size_t unit = !strncmp(e->name, "UTF-16", 6) ? 2 : !strncmp(e->name, "UTF-32", 6) ? 4 : 1;
    while (c->left) {
        if (convert_some(c, !strcmp(e->name, "UTF-8")) != (size_t)-1)
            break;
        if (errno == E2BIG) {
            make_room(c);
            continue;
        }
        if (!encoding_fault(name, e->name, (size_t)(c->from - bytes.at), line_here(c), c->faults, options, error))
            return false;
        pass_over(c, unit);
    }
    while (iconv(c->way, NULL, NULL, &c->to, &c->room) == (size_t)-1 && errno == E2BIG) /* what it still holds */
        make_room(c);
    encoding_faults_end(name, e->name, c->faults, options);
    return true;
}

bool encoding_convert(arena *a, const char *name, dcx_text bytes, const encoding *e, const read_options *options,
                      dcx_text *utf8, dcx_error *error) {
    if (!strcmp(e->name, "UTF-8") && (e->valid || is_utf8(bytes.at + e->mark, bytes.length - e->mark))) {
        *utf8 = (dcx_text){bytes.at + e->mark, bytes.length - e->mark};
        return true;
    }
    conversion c = {.a = a, .line = 1, .left = bytes.length - e->mark, .size = bytes.length + 64};
    c.out = c.to = arena_alloc(a, c.size);
    c.room = c.size;
    c.from = (char *)(uintptr_t)(bytes.at + e->mark); /* iconv reads it only */
    c.way = iconv_open("UTF-8", e->name);
    if (c.way == (iconv_t)-1) {
        if (errno == ENOMEM)
            memory_fail(a->mem);
        return !error_set(error, DCX_IO, name, 0, "name another one, or try again",
                          "the system cannot convert text from %s", e->name);
    }
    guard g;
    memory_hold(a->mem, &g, close_way, c.way);
    bool done = run_through(&c, name, bytes, e, options, error);
    memory_drop(a->mem, &g);
    *utf8 = (dcx_text){c.out, (size_t)(c.to - c.out)};
    return done;
}
