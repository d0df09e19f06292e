#include "document/line.h"

#include "document/mark.h"

enum {
    MEASURED = 600, /* characters: no page is wider */
    WIDE = 3,       /* cells of a gap */
    TAIL = 64       /* marks and brackets at the end of a line */
};

static bool one_of(char32_t c, const char32_t *set) {
    for (; *set; set++)
        if (*set == c)
            return true;
    return false;
}

bool rune_closes(char32_t c) {
    return one_of(c, U"\x201D\x2019\xFF09)\x3011]\x300D\x300F\"'");
}

bool rune_never_first(char32_t c) {
    return !rune_is_usual(c) &&
           (one_of(c, U",.;:!?%\x3002\xFF0C\x3001\xFF1B\xFF1A\xFF01\xFF1F\xFF05\x2030\x2026\x300B\x3009") ||
            (rune_closes(c) && c != '"' && c != '\''));
}

static ending rune_ending(char32_t c, char32_t before) {
    if (one_of(c, U"\x3002\xFF01\xFF1F!?\x2026"))
        return ENDS_SENTENCE;
    if (c == '.') /* behind a digit it may belong to a number */
        return rune_is_digit(before) ? ENDS_NOT : ENDS_SENTENCE;
    if (one_of(c, U"\xFF1B\xFF1A;:"))
        return ENDS_CLAUSE;
    return one_of(c, U"\xFF0C\x3001,\x2014") ? ENDS_COMMA : ENDS_NOT;
}

ending text_ending(runes text) {
    size_t n = text.length, tries = TAIL;
    while (n && tries--) {
        char32_t c = text.at[n - 1];
        if (rune_is_usual(c))
            break;
        size_t length = mark_before(text.at, n);
        if (length)
            n -= length;
        else if (c == '*' || rune_closes(c) || rune_is_space(c))
            n--;
        else
            return rune_ending(c, n > 1 ? text.at[n - 2] : 0);
    }
    return ENDS_NOT;
}

size_t text_pauses(runes text) {
    size_t n = 0;
    for (size_t i = 0; i < text.length; i++)
        n += one_of(text.at[i], U"\xFF0C\x3002\xFF1B") ||
             ((text.at[i] == ',' || text.at[i] == ';') && !(i + 1 < text.length && rune_is_digit(text.at[i + 1])));
    return n;
}

size_t text_columns(runes text) {
    size_t columns = 0;
    uint32_t gap = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (rune_is_space(text.at[i])) {
            gap += text.at[i] == '\t' ? WIDE : (uint32_t)utf8_width(text.at[i]);
            continue;
        }
        columns += gap >= WIDE;
        gap = 0;
    }
    return columns;
}

runes line_runes(const lines *all, const line *l) {
    return (runes){all->text + l->from, l->length};
}

runes line_core(const lines *all, const line *l) {
    size_t from = l->skip, to = l->length;
    const char32_t *t = all->text + l->from;
    while (from < to && (t[from] == '*' || rune_is_space(t[from])))
        from++;
    while (to > from && (t[to - 1] == '*' || rune_is_space(t[to - 1]) || (l->hashes && t[to - 1] == '#')))
        to--;
    return (runes){t + from, to - from};
}

/* Cells in print, where quotes, dashes and ellipses are as wide as ideographs, and marks are small. */
static uint32_t print_width(char32_t c) {
    bool wide = c - 0x2014 < 0x2027 - 0x2014 && one_of(c, U"\x201C\x201D\x2018\x2019\x2014\x2026");
    return wide || c == 0xD7 ? 2U : (uint32_t)utf8_width(c);
}

/* What one look at characters tells. */
typedef struct measure {
    uint32_t cells;
    bool marks, gaps; /* marks may begin there; gaps as wide as between columns stand there */
} measure;

/* Returns how many characters of white space t[0..n-1] begins with. */
static size_t measure_space(measure *m, const char32_t *t, size_t n) {
    uint32_t gap = 0;
    size_t i = 0;
    for (; i < n && rune_is_space(t[i]); i++) {
        m->cells += print_width(t[i]);
        gap += t[i] == '\t' ? WIDE : (uint32_t)utf8_width(t[i]);
    }
    m->gaps = m->gaps || (gap >= WIDE && i < n);
    return i;
}

static measure measure_of(const char32_t *t, size_t n) {
    measure all = {0};
    for (size_t i = 0; i < n;) {
        mark_form m;
        if (rune_is_usual(t[i])) {
            all.cells += 2;
            i++;
            continue;
        }
        if (rune_is_space(t[i])) {
            i += measure_space(&all, t + i, n - i);
            continue;
        }
        bool may = mark_may_begin(t[i]);
        all.marks = all.marks || may;
        if (may && mark_read(t + i, n - i, &m)) {
            all.cells += (uint32_t)m.digits + 1;
            i += m.length;
        } else {
            all.cells += t[i] == '*' ? 0 : print_width(t[i]);
            i++;
        }
    }
    return all;
}

static bool only(runes text, const char32_t *set) {
    for (size_t i = 0; i < text.length; i++)
        if (!one_of(text.at[i], set))
            return false;
    return true;
}

/* How many characters of bullet stand at the beginning. */
static size_t bullet(runes t) {
    return t.length > 2 && one_of(t.at[0], U"-*+\x2022\x25CF\x25A0\x25AA\x25C6\x25C7\x2605\xF06C\xF0D8") &&
                   (rune_is_space(t.at[1]) || t.at[0] >= 0x2022)
               ? 1
               : 0;
}

static size_t hashes(runes t) {
    size_t n = 0;
    while (n < t.length && t.at[n] == '#')
        n++;
    return n <= 6 && n < t.length && rune_is_space(t.at[n]) ? n : 0;
}

static void read_markdown(runes t, line *l) {
    if (rune_is_usual(t.at[0]))
        return;
    if (t.length >= 3 && only(t, U"-=*_ ") && t.at[0] != ' ') {
        l->role = LINE_SKIP;
    } else if (t.at[0] == '|' && t.length > 1) {
        l->role = only(t, U"|-: ") ? LINE_SKIP : LINE_ROW;
    } else if (hashes(t)) {
        l->skip = l->level = (uint8_t)hashes(t);
        l->hashes = true;
    } else if (bullet(t)) {
        l->skip = 1;
        l->role = LINE_ITEM;
    } else if (t.at[0] == '>' && t.length > 1) {
        l->skip = 1;
    }
}

void line_measure(const lines *all, line *l) {
    runes t = line_runes(all, l);
    if (!all->structured)
        read_markdown(t, l);
    measure m = measure_of(t.at, t.length < MEASURED ? t.length : MEASURED);
    l->cells = (uint16_t)m.cells;
    l->ends = (uint8_t)text_ending(t);
    l->marked = m.marks || t.length > MEASURED;
    l->gaps = m.gaps || t.length > MEASURED;
}

uint32_t line_first_unit(const lines *all, const line *l) {
    runes t = line_core(all, l);
    size_t i = 0;
    while (i < t.length && i < TAIL && (rune_is_digit(t.at[i]) || rune_is_alpha(t.at[i]) || one_of(t.at[i], U".,%+-/")))
        i++;
    if (!i && t.length)
        i = 1;
    while (i < t.length && i < TAIL && rune_never_first(t.at[i]))
        i++;
    return measure_of(t.at, i).cells;
}
