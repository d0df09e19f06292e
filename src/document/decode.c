#include "document/decode.h"

#include <string.h>

#include "base/error.h"

enum {
    SNIFFED = 4096, /* bytes that tell whether this is text */
    WARNINGS = 20,  /* about single bytes; then they are only counted */
    FORM_FEED = 0x0C
};

static const char convert[] = "convert it to UTF-8 first, for example: iconv -f GB18030 -t UTF-8";

/* A way through the bytes, one code point at a time, that keeps count of the place. */
typedef struct cursor {
    const char *at, *end, *line_start;
    uint32_t number, column; /* of the code point last read */
    char32_t rune;
    bool valid;
} cursor;

static void cursor_start(cursor *c, const char *bytes, size_t size) {
    static const char bom[] = "\xEF\xBB\xBF";
    size_t skip = size >= 3 && !memcmp(bytes, bom, 3) ? 3 : 0;
    *c = (cursor){.at = bytes + skip, .end = bytes + size, .line_start = bytes, .number = 1};
}

static bool is_break(char32_t c) {
    return c == '\n' || c == '\r';
}

/* False at the end. A line break is read with the line that it ends; CRLF counts once. */
static bool cursor_next(cursor *c) {
    if (is_break(c->rune)) {
        if (c->rune == '\r' && c->at < c->end && *c->at == '\n')
            c->at++;
        c->line_start = c->at;
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

/* ---- files that are no text ---- */

static const char *known_format(const char *bytes, size_t size) {
    static const struct {
        const char *magic, *what;
    } format[] = {
        {"%PDF-", "a PDF file, not text"},
        {"PK\x03\x04", "an archive or office file (DOCX, XLSX), not text"},
        {"\xD0\xCF\x11\xE0", "an office file, not text"},
        {"\xFF\xFE", "UTF-16, not UTF-8"},
        {"\xFE\xFF", "UTF-16, not UTF-8"},
        {"{\\rtf", "an RTF file, not plain text"},
        {"\x89PNG", "an image, not text"},
        {"\x1F\x8B", "compressed, not text"},
    };
    for (size_t i = 0; i < sizeof format / sizeof *format; i++) {
        size_t n = strlen(format[i].magic);
        if (size >= n && !memcmp(bytes, format[i].magic, n))
            return format[i].what;
    }
    return NULL;
}

static bool looks_binary(const char *bytes, size_t size) {
    size_t n = size < SNIFFED ? size : SNIFFED, control = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char b = (unsigned char)bytes[i];
        control += b < 0x20 && (b < '\t' || b > '\r') && b != 0x1B;
    }
    return control * 20 > n && (control >= 16 || control * 2 > n);
}

/* ---- first pass: count, and report what is not valid ---- */

typedef struct survey {
    const char *name;
    const read_options *options;
    size_t runes, lines, faults;
} survey;

/* Fills what for the byte behind which the cursor stands. */
static void describe(const survey *s, const cursor *c, dcx_error *what) {
    size_t byte = (size_t)(c->at - c->line_start);
    bool nul = c->at[-1] == '\0';
    (void)error_set(what, DCX_BAD_INPUT, s->name, (long)c->number, convert,
                    nul ? "byte %zu of the line is NUL%s" : "byte %zu of the line is not UTF-8%s", byte,
                    s->options->strict ? "" : ", read as U+FFFD");
}

static bool report_fault(survey *s, const cursor *c, dcx_error *error) {
    if (s->options->strict) {
        describe(s, c, error);
        return false;
    }
    if (s->faults++ < WARNINGS && s->options->warning) {
        dcx_error what;
        describe(s, c, &what);
        s->options->warning(s->options->data, &what);
    }
    return true;
}

static void report_rest(const survey *s) {
    if (s->faults <= WARNINGS || !s->options->warning)
        return;
    dcx_error what;
    (void)error_set(&what, DCX_BAD_INPUT, s->name, 0, convert, "%zu more bytes are not UTF-8, read as U+FFFD",
                    s->faults - WARNINGS);
    s->options->warning(s->options->data, &what);
}

static bool take_survey(survey *s, cursor c, dcx_error *error) {
    bool held = false;
    while (cursor_next(&c)) {
        if (!c.valid && !report_fault(s, &c, error))
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
    report_rest(s);
    return true;
}

/* ---- second pass: fill ---- */

typedef struct filler {
    char32_t *text;
    size_t length;
    line *line; /* the one being read */
    bool open, blank, page;
    uint32_t indent, wide;
} filler;

static void end_line(filler *f, bool whole) {
    if (!f->open)
        f->blank = f->blank || whole;
    f->page = f->page || !whole;
    f->open = false;
    f->indent = f->wide = 0;
}

static void begin_line(filler *f, const cursor *c) {
    f->line++;
    *f->line = (line){.from = (uint32_t)f->length, .number = c->number, .column = c->column, .blank = f->blank};
    f->line->indent = (uint16_t)(f->indent < UINT16_MAX ? f->indent : UINT16_MAX);
    f->line->page = f->page;
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

bool decode(arena *a, const char *name, const char *bytes, size_t size, const read_options *options, lines *out,
            dcx_error *error) {
    const char *what = size ? known_format(bytes, size) : NULL;
    if (!what && size && looks_binary(bytes, size))
        what = "a binary file, not text";
    if (what || size >= UINT32_MAX) {
        if (what)
            (void)error_set(error, DCX_BAD_INPUT, name, 0, "give its text as UTF-8, plain or Markdown", "this is %s",
                            what);
        else
            (void)error_set(error, DCX_LIMIT, name, 0, "split it", "the document is larger than 4 GB");
        return false;
    }
    survey s = {.name = name, .options = options};
    cursor start;
    cursor_start(&start, bytes, size);
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
