#include "document/wrap.h"

enum {
    WIDEST = 200,   /* cells: wider lines are not broken by hand */
    NARROWEST = 20, /* narrower lines say nothing about the width */
    INDENTS = 40,
    FIRST_INDENT = 3,  /* cells, at least */
    CLEARLY_SHORT = 8, /* cells left free */
    SHORT_FIRST = 2    /* cells that a first line leaves free when its indent is lost */
};

static bool is_sample(const line *l) {
    return l->role == LINE_BODY && l->cells >= NARROWEST;
}

static bool is_open(const line *l) {
    return l->ends <= ENDS_COMMA;
}

static uint32_t usual_indent(const lines *all) {
    uint32_t count[INDENTS + 1] = {0}, total = 0;
    for (size_t i = 1; i <= all->count; i++)
        if (is_sample(&all->at[i])) {
            total++;
            count[all->at[i].indent < INDENTS ? all->at[i].indent : INDENTS]++;
        }
    for (uint32_t k = 0; k < INDENTS; k++)
        if (count[k] * 5 > total)
            return k;
    return 0;
}

static uint32_t width_of(const wrap *w, const line *l) {
    uint32_t cells = l->cells + l->indent;
    return cells > w->indent ? cells - w->indent : 0;
}

/* The width that most open lines have. */
static void find_width(wrap *w, const lines *all) {
    uint32_t count[WIDEST + 8] = {0}, open = 0, total = 0, best = 0;
    for (size_t i = 1; i <= all->count; i++) {
        const line *l = &all->at[i];
        if (!is_sample(l))
            continue;
        total++;
        if (!is_open(l))
            continue;
        open++;
        uint32_t cells = width_of(w, l);
        if (cells < WIDEST)
            count[cells + 3]++;
    }
    for (uint32_t c = NARROWEST; c < WIDEST; c++) {
        uint32_t near = 0;
        for (uint32_t k = c; k <= c + 6; k++)
            near += count[k];
        if (near >= best) {
            best = near;
            w->full = c;
        }
    }
    uint32_t middle = w->full;
    for (uint32_t c = middle - 3; c <= middle + 3; c++)
        if (count[c + 3] >= count[w->full + 3])
            w->full = c;
    w->hard = open >= 2 && open * 3 >= total && best * 10 >= open * 6;
}

long wrap_room(const wrap *w, const lines *all, const line *p, const line *next) {
    return (long)w->full - (long)width_of(w, p) - (long)line_first_unit(all, next);
}

bool wrap_indented(const wrap *w, const line *l) {
    if (!w->hard)
        return l->wide_indent;
    return l->indent >= w->indent + FIRST_INDENT;
}

bool wrap_looks_first(const wrap *w, const lines *all, const line *l) {
    const line *last = all->at + all->count, *next = l + 1;
    if (!w->stripped || l >= last || next->role != LINE_BODY)
        return false;
    long room = wrap_room(w, all, l, next);
    if (is_open(l))
        return room >= SHORT_FIRST;
    /* It ends a sentence: it is a first line if it is about as wide as those are, and the next line is full. */
    return room >= 0 && room < CLEARLY_SHORT / 2 && next < last && is_open(next) && next[1].role == LINE_BODY &&
           wrap_room(w, all, next, next + 1) < SHORT_FIRST;
}

/* Empty lines between lines that surely belong together say nothing about paragraphs. */
static void ask_blanks(wrap *w, const lines *all) {
    size_t pairs = 0, blank = 0;
    for (size_t i = 1; i < all->count; i++) {
        const line *p = &all->at[i], *l = p + 1;
        if (is_sample(p) && l->role == LINE_BODY && is_open(p) && wrap_room(w, all, p, l) < SHORT_FIRST) {
            pairs++;
            blank += l->blank;
        }
    }
    w->blanks_tell = blank * 10 <= pairs * 3;
}

/* Lines behind a line that surely ends a paragraph: are they shorter than they need be? */
static void ask_first_lines(wrap *w, const lines *all) {
    size_t firsts = 0, shorter = 0;
    for (size_t i = 1; i + 1 < all->count; i++) {
        const line *p = &all->at[i], *l = p + 1, *next = l + 1;
        bool ended = p->role == LINE_HEADING ||
                     (p->role == LINE_BODY && p->ends == ENDS_SENTENCE && wrap_room(w, all, p, l) >= CLEARLY_SHORT);
        if (!ended || !is_sample(l) || !is_open(l) || next->role != LINE_BODY || wrap_indented(w, l))
            continue;
        firsts++;
        long room = wrap_room(w, all, l, next);
        shorter += room >= SHORT_FIRST && room < CLEARLY_SHORT;
    }
    w->stripped = firsts >= 3 && shorter * 10 >= firsts * 6;
}

wrap wrap_of(const lines *all) {
    if (all->structured)
        return (wrap){0};
    wrap w = {.indent = usual_indent(all)};
    find_width(&w, all);
    if (!w.hard) {
        w.indent = 0;
        return w;
    }
    ask_blanks(&w, all);
    ask_first_lines(&w, all);
    return w;
}
