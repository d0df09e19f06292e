#include "document/decode.h"

#include <string.h>

#include "base/error.h"

enum { FORM_FEED = 0x0C, IDEOGRAPHIC_SPACE = 0x3000 };

static bool is_break(char32_t c) {
    return c == '\n' || c == '\r';
}

/* ---- first pass: count, and report what is not text ---- */

typedef struct survey {
    const char *name;
    const read_options *options;
    size_t runes, lines, pages, faults; /* lines: at most; pages: behind the first */
} survey;

/* The only character of UTF-8 that no text holds; said once. */
static bool report_nul(survey *s, long where, dcx_error *error) {
    dcx_error what = {.status = DCX_OK}, *to = s->options->strict ? error : &what;
    if (s->faults++ && !s->options->strict)
        return true;
    (void)error_set(to, DCX_BAD_INPUT, s->name, where, "check where the file comes from", "there is a NUL character%s",
                    s->options->strict ? "" : ", read as U+FFFD");
    if (!s->options->strict && s->options->warning)
        s->options->warning(s->options->data, &what);
    return !s->options->strict;
}

/* How many bytes are counted at a time: the counts fit into a byte, so that many are done at once. */
enum { BLOCK = 240 };

/* Returns how many NULs there are. */
static size_t survey_block(survey *s, const char *at) {
    uint8_t begun = 0, ended = 0, fed = 0, nuls = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)at[i];
        begun = (uint8_t)(begun + ((c & 0xC0) != 0x80));
        ended = (uint8_t)(ended + ((c == '\n') | (c == '\r') | (c == FORM_FEED)));
        fed = (uint8_t)(fed + (c == FORM_FEED));
        nuls = (uint8_t)(nuls + !c);
    }
    s->runes += begun;
    s->lines += ended;
    s->pages += fed;
    return nuls;
}

/* NULs are rare: lines are counted up to them alone. */
static bool report_nuls(survey *s, dcx_text utf8, dcx_error *error) {
    long number = 1;
    for (size_t i = 0; i < utf8.length; i++) {
        char c = utf8.at[i];
        if (!c && !report_nul(s, number, error))
            return false;
        number += c == '\n' || (c == '\r' && !(i + 1 < utf8.length && utf8.at[i + 1] == '\n'));
    }
    return true;
}

static bool take_survey(survey *s, dcx_text utf8, dcx_error *error) {
    char last[BLOCK];
    size_t nuls = 0, i = 0;
    if (!utf8.length)
        return true;
    for (; utf8.length - i >= BLOCK; i += BLOCK)
        nuls += survey_block(s, utf8.at + i);
    memset(last, 0x80, sizeof last); /* counts as nothing */
    memcpy(last, utf8.at + i, utf8.length - i);
    nuls += survey_block(s, last);
    s->lines++;
    return !nuls || report_nuls(s, utf8, error);
}

/* ---- second pass: fill ---- */

typedef struct filler {
    char32_t *text;
    size_t length, room;
    line *line; /* the one being read */
    bool open, blank, page;
    uint32_t indent, wide;
    uint32_t *page_at;
    size_t pages;
} filler;

static void end_line(filler *f, bool whole) {
    if (!f->open)
        f->blank = f->blank || whole;
    f->page = f->page || !whole;
    f->open = false;
    f->indent = f->wide = 0;
}

static void begin_line(filler *f, uint32_t number, uint32_t column) {
    f->line++;
    *f->line = (line){.from = (uint32_t)f->length, .number = number, .column = column, .blank = f->blank};
    f->line->indent = (uint16_t)(f->indent < UINT16_MAX ? f->indent : UINT16_MAX);
    f->line->page = f->page;
    f->line->wide_indent = f->wide >= 2;
    f->open = true;
    f->blank = f->page = false;
}

/* White space; false: it is no more than the indent of a line that has not begun. */
static bool take_space(filler *f, char32_t c) {
    enum { TAB_CELLS = 4 };
    if (f->open)
        return true;
    f->wide += c == IDEOGRAPHIC_SPACE;
    f->indent += c == '\t' ? TAB_CELLS : (uint32_t)utf8_width(c);
    return false;
}

/* Takes printable ASCII and characters of three bytes that are no white space, which are nearly all, one behind the
 * other; returns how many bytes. */
static size_t take_plain(filler *f, const char *at, size_t n) {
    size_t room = f->room - f->length, most = n < room ? n : room;
    const unsigned char *p = (const unsigned char *)at, *end = p + (most > 2 ? most - 2 : 0);
    char32_t *out = f->text + f->length;
    while (p < end) {
        if ((*p & 0xF0) == 0xE0) {
            char32_t c = utf8_triple(p);
            if (!rune_is_usual(c) && rune_is_space(c))
                break;
            *out++ = c;
            p += 3;
        } else if (*p - 0x21U < 0x5E) {
            *out++ = *p++;
        } else {
            break;
        }
    }
    f->length = (size_t)(out - f->text);
    f->line->length = (uint32_t)(f->length - f->line->from);
    return (size_t)(p - (const unsigned char *)at);
}

/* A line break is read with the line that it ends; CRLF counts once. */
static void fill(filler *f, dcx_text utf8) {
    uint32_t number = 1, column = 1;
    for (size_t i = 0; i < utf8.length && f->length < f->room; column++) {
        char32_t c;
        bool valid;
        i += utf8_decode(utf8.at + i, utf8.length - i, &c, &valid);
        if (is_break(c)) {
            i += c == '\r' && i < utf8.length && utf8.at[i] == '\n';
            end_line(f, true);
            number++;
            column = 0;
        } else if (c == FORM_FEED) {
            end_line(f, false);
            f->page_at[f->pages++] = (uint32_t)f->length;
        } else if (!rune_is_space(c)) {
            if (!f->open)
                begin_line(f, number, column);
            f->text[f->length++] = c ? c : UTF8_REPLACEMENT;
            size_t before = f->length;
            i += take_plain(f, utf8.at + i, utf8.length - i);
            column += (uint32_t)(f->length - before);
        } else if (take_space(f, c)) {
            f->text[f->length++] = c;
        }
    }
}

bool decode(arena *a, const char *name, dcx_text utf8, const read_options *options, lines *out, dcx_error *error) {
    survey s = {.name = name, .options = options};
    if (!take_survey(&s, utf8, error))
        return false;
    filler f = {.text = arena_raw(a, s.runes + 1, sizeof(char32_t)), .room = s.runes + 1};
    out->at = arena_raw(a, s.lines + 1, sizeof *out->at);
    out->at[0] = (line){0};
    f.line = out->at;
    f.page_at = arena_raw(a, s.pages + 1, sizeof *f.page_at);
    fill(&f, utf8);
    out->page = f.page_at;
    out->pages = f.pages;
    out->text = f.text;
    out->count = (size_t)(f.line - out->at);
    return true;
}
