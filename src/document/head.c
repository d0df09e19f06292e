#include "document/head.h"

#include <string.h>

runes head_text(arena *a, runes cell) {
    return head_text_in(arena_raw(a, HEAD_NAME_LONGEST, sizeof(char32_t)), cell);
}

runes head_text_in(char32_t *out, runes cell) {
    size_t n = 0;
    bool space = false;
    for (size_t i = 0; i < cell.length && n + 1 < HEAD_NAME_LONGEST; i++) {
        if (!rune_is_space(cell.at[i]) && cell.at[i] != '\\') {
            if (space && n && rune_is_digit(out[n - 1]) && rune_is_digit(cell.at[i]))
                out[n++] = ' ';
            out[n++] = cell.at[i];
        }
        space = rune_is_space(cell.at[i]);
    }
    return (runes){out, n};
}

static runes detail_of(runes t, const layout_match *m) {
    if (m->detail.from == REGEX_NONE)
        return (runes){0};
    return (runes){t.at + m->detail.from, m->detail.to - m->detail.from};
}

runes head_caught(const layout_set *set, layout_role role, runes t) {
    layout_match m;
    return t.length && layout_is(set, role, t, &m) ? detail_of(t, &m) : (runes){0};
}

runes head_without_lead(const layout_set *set, runes text) {
    runes bare;
    for (int i = 0; i < 3 && (bare = head_caught(set, LAYOUT_CELL_LEAD, text)).length; i++)
        text = bare;
    return text;
}

/* ---- taking a head to pieces ---- */

/* The text that is not yet understood, a copy of which parts are taken away. */
typedef struct rest {
    char32_t at[HEAD_NAME_LONGEST];
    size_t length;
} rest;

static runes runes_of(const rest *r) {
    return (runes){r->at, r->length};
}

static bool is_open(char32_t c) {
    return c == '(' || c == 0xFF08 || c == '[' || c == 0x3014;
}

static bool is_close(char32_t c) {
    return c == ')' || c == 0xFF09 || c == ']' || c == 0x3015;
}

static bool is_word(char32_t c) {
    return rune_is_han(c) || rune_is_alpha(c) || rune_is_digit(c);
}

/* Takes a part away, with the brackets around it if they hold nothing else. */
static void cut(rest *r, runes part) {
    size_t from = (size_t)(part.at - r->at), to = from + part.length, open = from, close = to;
    while (open && !is_word(r->at[open - 1]) && !is_open(r->at[open - 1]) && !is_close(r->at[open - 1]))
        open--;
    while (close < r->length && !is_word(r->at[close]) && !is_open(r->at[close]) && !is_close(r->at[close]))
        close++;
    bool inside = open && is_open(r->at[open - 1]) && close < r->length && is_close(r->at[close]);
    if (inside)
        from = open - 1, to = close + 1;
    else if (open == 0 || close == r->length) /* what parted it from its neighbour */
        from = open, to = close;
    memmove(r->at + from, r->at + to, (r->length - to) * sizeof *r->at);
    r->length -= to - from;
}

/* The same part of the text that lives longer than the rest; parts are short. */
static runes lasting(runes text, runes part) {
    for (size_t i = 0; part.length && i + part.length <= text.length; i++)
        if (!memcmp(text.at + i, part.at, part.length * sizeof *part.at))
            return (runes){text.at + i, part.length};
    return (runes){0};
}

static bool take(const layout_set *set, layout_role role, rest *r, runes text, runes *out, int *level) {
    layout_match m;
    if (!r->length || !layout_is(set, role, runes_of(r), &m))
        return false;
    runes part = detail_of(runes_of(r), &m);
    if (out)
        *out = lasting(text, part);
    if (level)
        *level = m.level;
    if (part.length)
        cut(r, part);
    return true;
}

static void read_unit(const layout_set *set, head_words *h, rest *r, runes text) {
    runes unit = {0};
    if (take(set, LAYOUT_CELL_INDEX, r, text, NULL, NULL)) {
        h->bare = true;
        return;
    }
    if (!take(set, LAYOUT_CELL_UNIT, r, text, &unit, NULL))
        return;
    h->measures = true;
    if (!h->unit.length)
        h->unit = unit;
}

static void read_time(const layout_set *set, head_words *h, rest *r, runes text) {
    runes time = {0};
    int level = 0;
    if (take(set, LAYOUT_CELL_TIME, r, text, &time, NULL) && !h->time.length)
        h->time = time;
    if (take(set, LAYOUT_CELL_PERIOD, r, text, NULL, &level) && h->period == PERIOD_NONE)
        h->period = (cell_period)level;
}

static void read_claim(const layout_set *set, head_words *h, rest *r, runes text) {
    enum { TARGET = 1, FORECAST = 2 };
    int level = 0;
    if (!take(set, LAYOUT_CELL_CLAIM, r, text, NULL, &level))
        return;
    h->claim = level == TARGET ? "target" : level == FORECAST ? "forecast" : h->claim;
}

static void read_kind(const layout_set *set, head_words *h, rest *r) {
    static const struct {
        layout_role role;
        const char *kind;
    } kinds[] = {{LAYOUT_CELL_CHANGE, "change"}, {LAYOUT_CELL_GROWTH, "growth"}, {LAYOUT_CELL_SHARE, "share"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        layout_match found;
        if (!layout_is(set, kinds[i].role, runes_of(r), &found))
            continue;
        h->kind = kinds[i].kind;
        r->length = detail_of(runes_of(r), &found).length;
        return;
    }
}

static void trim(rest *r) {
    size_t from = 0;
    while (r->length && !is_word(r->at[r->length - 1]) && !is_close(r->at[r->length - 1]) &&
           r->at[r->length - 1] != 0x300B && r->at[r->length - 1] != 0x201D && r->at[r->length - 1] != '+')
        r->length--;
    while (from < r->length && !is_word(r->at[from]) && !is_open(r->at[from]) && r->at[from] != 0x300A &&
           r->at[from] != 0x201C)
        from++;
    memmove(r->at, r->at + from, (r->length - from) * sizeof *r->at);
    r->length -= from;
}

static bool ends_with(const head_words *h, runes t) {
    return h->length >= t.length && !memcmp(h->name + h->length - t.length, t.at, t.length * sizeof *t.at);
}

static void add_name(head_words *h, runes t, bool first) {
    if (ends_with(h, t) || h->length + t.length > HEAD_NAME_LONGEST)
        return;
    if (first)
        memmove(h->name + t.length, h->name, h->length * sizeof *h->name);
    memcpy(h->name + (first ? 0 : h->length), t.at, t.length * sizeof *t.at);
    h->length += t.length;
}

void head_read(const layout_set *set, head_words *h, runes text, bool column, bool first) {
    rest r = {.length = text.length < HEAD_NAME_LONGEST ? text.length : HEAD_NAME_LONGEST};
    memcpy(r.at, text.at, r.length * sizeof *r.at);
    for (int i = 0; i < 2 && take(set, LAYOUT_CELL_ASIDE, &r, text, NULL, NULL); i++)
        ;
    bool measured = h->measures;
    h->measures = false;
    read_unit(set, h, &r, text);
    bool unit = h->measures;
    h->measures |= measured;
    read_time(set, h, &r, text);
    if (column)
        read_claim(set, h, &r, text);
    if (column || unit)
        read_kind(set, h, &r);
    trim(&r);
    if (!layout_is(set, LAYOUT_CELL_PLAIN, runes_of(&r), NULL))
        add_name(h, runes_of(&r), first);
}
