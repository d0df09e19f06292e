#include "document/inline.h"

#include "document/damage.h"
#include "document/mark.h"

enum {
    EMPHASIS = 100, /* characters that emphasis may span */
    LINK_TEXT = 200,
    LINK_TARGET = 1000
};

typedef struct scan {
    builder *b;
    const notes *notes;
    const line *line;
    bool plain; /* no signs of Markdown */
    runes text;
    size_t at;
    size_t close;                /* where the emphasis that is open ends; 0: none is */
    size_t link_close, link_end; /* where the text of a link ends, and its target; 0: in none */
} scan;

static char32_t peek(const scan *s, size_t i) {
    return i < s->text.length ? s->text.at[i] : 0;
}

static char32_t before(const scan *s, size_t i) {
    return i > 0 ? s->text.at[i - 1] : 0;
}

static bool is_word(char32_t c) {
    return rune_is_alpha(c) || rune_is_digit(c);
}

static size_t find(const scan *s, char32_t c, size_t from, size_t within) {
    for (size_t i = from; i < s->text.length && i < from + within; i++)
        if (s->text.at[i] == c)
            return i;
    return 0;
}

static size_t run_length(const scan *s, size_t i) {
    size_t n = 1;
    while (n < 8 && peek(s, i + n) == s->text.at[i])
        n++;
    return n;
}

/* One sign of emphasis, of two that stand close around something. */
static bool opens_emphasis(scan *s) {
    char32_t c = s->text.at[s->at], next = peek(s, s->at + 1);
    if (s->close || !next || next == c || rune_is_space(next) || (c != '`' && is_word(before(s, s->at))))
        return false;
    size_t end = find(s, c, s->at + 1, EMPHASIS);
    if (!end || rune_is_space(before(s, end)) || (c != '`' && is_word(peek(s, end + 1))))
        return false;
    s->close = end;
    return true;
}

/* How many characters of bold or emphasis stand here. */
static size_t emphasis(scan *s) {
    char32_t c = s->text.at[s->at];
    if (c != '*' && c != '_' && c != '`')
        return 0;
    if (s->close && s->close == s->at) {
        s->close = 0;
        return 1;
    }
    size_t n = run_length(s, s->at);
    bool amid = is_word(before(s, s->at)) && is_word(peek(s, s->at + n));
    if ((c == '*' || c == '_') && (n == 2 || n == 3))
        return amid ? 0 : n;
    return n == 1 && opens_emphasis(s) ? 1 : 0;
}

/* How many characters of a link or picture stand here: [text](target) keeps the text. */
static size_t link_part(scan *s) {
    size_t i = s->at;
    if (s->link_close && i == s->link_close) {
        s->link_close = 0;
        return s->link_end + 1 - i;
    }
    bool picture = peek(s, i) == '!' && peek(s, i + 1) == '[';
    if (!picture && (peek(s, i) != '[' || s->link_close))
        return 0;
    size_t close = find(s, ']', i + 1 + picture, LINK_TEXT);
    size_t end = close && peek(s, close + 1) == '(' ? find(s, ')', close + 2, LINK_TARGET) : 0;
    if (!end)
        return 0;
    if (picture)
        return end + 1 - i;
    s->link_close = close;
    s->link_end = end;
    return 1;
}

static size_t note_mark(scan *s) {
    mark_form m;
    if (!mark_may_begin(s->text.at[s->at]) || !mark_read(s->text.at + s->at, s->text.length - s->at, &m))
        return 0;
    if (!m.certain && !notes_know(s->notes, m.key))
        return 0;
    builder_mark(s->b, notes_find(s->notes, m.key, s->line->number));
    if (peek(s, s->at + m.length) == '(' && peek(s, s->at + m.length + 1) == '#') { /* linked to its note */
        size_t end = find(s, ')', s->at + m.length, LINK_TEXT);
        return end ? end + 1 - s->at : m.length;
    }
    return m.length;
}

/* A backslash before ASCII punctuation. */
static bool is_escape(const scan *s) {
    char32_t c = peek(s, s->at + 1);
    return s->text.at[s->at] == '\\' && c > ' ' && c < 0x7F && !is_word(c);
}

/* How many characters of Markdown's signs stand here. */
static size_t signs(scan *s) {
    if (s->plain)
        return 0;
    size_t n = emphasis(s);
    return n ? n : link_part(s);
}

/* Nothing that is not part of the text begins with it. */
static bool is_plain(char32_t c) {
    if (rune_is_usual(c))
        return true;
    if (c < 0x80)
        return is_word(c) || c == '.' || c == ',' || c == '%' || c == '-';
    return c == 0xFF0C || c == 0x3002 || c == 0x3001 || c == 0x201C || c == 0x201D || c == 0xFF1A || c == 0xFF1B ||
           c == 0xFF09 || c == 0x300A || c == 0x300B || rune_is_han(c);
}

/* How many characters of no meaning but their own stand here, on one place after another. */
static size_t plain_length(const scan *s, size_t end) {
    size_t i = s->at;
    while (i < end && is_plain(s->text.at[i]))
        i++;
    return i - s->at;
}

typedef struct finder {
    const lines *all;
    const line *line;
    size_t run;
} finder;

static finder finder_of(const lines *all, const line *l) {
    size_t low = 0, high = all->runs;
    while (high - low > 1) { /* the last run that begins at or before the line */
        size_t middle = low + (high - low) / 2;
        if (all->run[middle].at <= l->from)
            low = middle;
        else
            high = middle;
    }
    return (finder){all, l, low};
}

/* The page that a line stands on, from 1. */
static uint32_t page_of(const lines *all, const line *l) {
    size_t low = 0, high = all->pages;
    while (low < high) { /* the first page that begins behind the line's beginning */
        size_t middle = low + (high - low) / 2;
        if (all->page[middle] <= l->from)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low + 1;
}

/* Up to which of the line's characters, at most `end`, they stand one behind the other from the last place on that was
 * asked for. */
static size_t find_run_end(const finder *f, size_t end) {
    const lines *all = f->all;
    if (all->paged || !all->runs || f->run + 1 >= all->runs)
        return end;
    size_t next = all->run[f->run + 1].at;
    return next < f->line->from + end ? next > f->line->from ? next - f->line->from : 0 : end;
}

/* Where the line's character i stands; to be asked in ascending order. */
static place find_place(finder *f, size_t i) {
    const lines *all = f->all;
    if (all->paged)
        return (place){page_of(all, f->line), 0, 0};
    if (!all->runs)
        return (place){0, f->line->number, f->line->column + (uint32_t)i};
    size_t at = f->line->from + i;
    while (f->run + 1 < all->runs && all->run[f->run + 1].at <= at)
        f->run++;
    const run *r = &all->run[f->run];
    return (place){r->page, r->line, r->column ? r->column + (uint32_t)(at - r->at) : 0};
}

void put_line(builder *b, const lines *all, const line *l, const notes *n) {
    put_part(b, all, l, l->skip, l->length, n);
}

void put_part(builder *b, const lines *all, const line *l, size_t from, size_t to, const notes *n) {
    scan s = {.b = b, .notes = n, .line = l, .plain = all->structured, .text = {all->text + l->from, to}, .at = from};
    finder f = finder_of(all, l);
    while (s.at < s.text.length) {
        size_t plain = plain_length(&s, find_run_end(&f, s.text.length));
        if (plain) {
            builder_put_all(b, s.text.at + s.at, plain, find_place(&f, s.at));
            s.at += plain;
            continue;
        }
        bool space = false;
        size_t skip = note_mark(&s);
        if (!skip)
            skip = signs(&s);
        if (!skip && (skip = damage_at(s.text, s.at, &space)))
            builder_damaged(b);
        if (space)
            builder_put(b, ' ', find_place(&f, s.at));
        if (skip) {
            s.at += skip;
            continue;
        }
        s.at += !s.plain && is_escape(&s);
        builder_put(b, s.text.at[s.at], find_place(&f, s.at));
        s.at++;
    }
}
