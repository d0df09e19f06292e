#include "document/decode.h"

#include "base/error.h"

enum { FORM_FEED = 0x0C };

/* A way through the bytes, one code point at a time, that keeps count of the place. */
typedef struct cursor {
    const char *at, *end;
    uint32_t number, column; /* of the code point last read */
    char32_t rune;
    bool valid;
} cursor;

static bool is_break(char32_t c) {
    return c == '\n' || c == '\r';
}

/* False at the end. A line break is read with the line that it ends; CRLF counts once. */
static bool cursor_next(cursor *c) {
    if (is_break(c->rune)) {
        if (c->rune == '\r' && c->at < c->end && *c->at == '\n')
            c->at++;
        c->number++;
        c->column = 0;
        c->rune = 0;
    }
    if (c->at == c->end)
        return false;
    c->at += utf8_decode(c->at, (size_t)(c->end - c->at), &c->rune, &c->valid);
    c->column++;
    if (c->rune == 0) {
        c->rune = UTF8_REPLACEMENT;
        c->valid = false;
    }
    return true;
}

/* ---- first pass: count, and report what is not valid ---- */

typedef struct survey {
    const char *name;
    const read_options *options;
    size_t runes, lines, faults;
} survey;

/* The only character of UTF-8 that no text holds; said once. */
static bool report_nul(survey *s, long where, dcx_error *error) {
    dcx_error what, *to = s->options->strict ? error : &what;
    if (s->faults++ && !s->options->strict)
        return true;
    (void)error_set(to, DCX_BAD_INPUT, s->name, where, "check where the file comes from", "there is a NUL character%s",
                    s->options->strict ? "" : ", read as U+FFFD");
    if (!s->options->strict && s->options->warning)
        s->options->warning(s->options->data, &what);
    return !s->options->strict;
}

static bool take_survey(survey *s, cursor c, dcx_error *error) {
    bool held = false;
    while (cursor_next(&c)) {
        if (!c.valid && !report_nul(s, (long)c.number, error))
            return false;
        if (is_break(c.rune) || c.rune == FORM_FEED) {
            held = false;
            continue;
        }
        s->runes++;
        if (!held && !rune_is_space(c.rune)) {
            held = true;
            s->lines++;
        }
    }
    return true;
}

/* ---- second pass: fill ---- */

typedef struct filler {
    char32_t *text;
    size_t length;
    line *line; /* the one being read */
    bool open, blank, page;
    uint32_t indent, wide, pages;
} filler;

static void end_line(filler *f, bool whole) {
    if (!f->open)
        f->blank = f->blank || whole;
    f->page = f->page || !whole;
    f->pages += !whole;
    f->open = false;
    f->indent = f->wide = 0;
}

static void begin_line(filler *f, const cursor *c) {
    f->line++;
    *f->line = (line){.from = (uint32_t)f->length, .number = c->number, .column = c->column, .blank = f->blank};
    f->line->indent = (uint16_t)(f->indent < UINT16_MAX ? f->indent : UINT16_MAX);
    f->line->page = f->page;
    f->line->on_page = f->pages + 1;
    f->line->wide_indent = f->wide >= 2;
    f->open = true;
    f->blank = f->page = false;
}

static void fill(filler *f, cursor c) {
    enum { IDEOGRAPHIC_SPACE = 0x3000, TAB_CELLS = 4 };
    while (cursor_next(&c)) {
        if (is_break(c.rune) || c.rune == FORM_FEED) {
            end_line(f, c.rune != FORM_FEED);
            continue;
        }
        bool space = rune_is_space(c.rune);
        if (!f->open && space) {
            f->wide += c.rune == IDEOGRAPHIC_SPACE;
            f->indent += c.rune == '\t' ? TAB_CELLS : (uint32_t)utf8_width(c.rune);
            continue;
        }
        if (!f->open)
            begin_line(f, &c);
        f->text[f->length++] = c.rune;
        if (!space)
            f->line->length = (uint32_t)(f->length - f->line->from);
    }
}

bool decode(arena *a, const char *name, dcx_text utf8, const read_options *options, lines *out, dcx_error *error) {
    survey s = {.name = name, .options = options};
    cursor start = {.at = utf8.at, .end = utf8.at + utf8.length, .number = 1};
    if (!take_survey(&s, start, error))
        return false;
    filler f = {.text = arena_array(a, s.runes + 1, sizeof(char32_t))};
    out->at = arena_array(a, s.lines + 1, sizeof *out->at);
    f.line = out->at;
    fill(&f, start);
    out->text = f.text;
    out->count = s.lines;
    return true;
}
