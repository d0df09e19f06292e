#include "document/grid.h"

#include <string.h>

#include "base/buffer.h"
#include "document/draft.h"

enum {
    SEGMENTS = 160,     /* of a row that is set with white space */
    SAMPLED = 2000,     /* rows that tell the columns */
    WIDE = 3,           /* terminal cells between columns, at least */
    WIDE_BY_NUMBER = 2, /* beside a number */
    APART = 8,          /* cells between characters of one word that are set apart */
    STACKED_MOST = 400  /* rows in one */
};

/* ---- what a cell is ---- */

static bool is_year(runes t, const cell_number *n) {
    enum { LONG = 4 };
    if (n->to - n->from != LONG || n->bracketed)
        return false;
    uint32_t year = 0;
    for (size_t i = n->from; i < n->to; i++)
        year = year * 10 + (t.at[i] & 15U);
    return year >= 1900 && year < 2090;
}

/* What stands behind a number, without the brackets and marks. */
static runes suffix_of(runes t, const cell_number *n) {
    size_t i = n->to;
    while (n->bracketed && i < t.length && t.at[i] != ')' && t.at[i] != 0xFF09)
        i++;
    i = cell_skip_marks(t, i + n->bracketed);
    return (runes){t.at + i, t.length - i};
}

cell_kind grid_kind(const grid *g, runes t) {
    enum { LONGEST = 48, SUFFIX = 16 };
    cell_number n;
    if (!t.length)
        return CELL_EMPTY;
    if (cell_is_gap(t))
        return CELL_GAP;
    if (t.length > LONGEST)
        return CELL_TEXT;
    runes rest = {0};
    bool number = cell_number_read(t, &n);
    if (number)
        rest = suffix_of(t, &n);
    if (number && !rest.length)
        return is_year(t, &n) ? CELL_YEAR : CELL_FIGURE;
    char32_t tight[LONGEST];
    size_t length = 0;
    for (size_t i = 0; i < t.length; i++)
        if (!rune_is_space(t.at[i]))
            tight[length++] = t.at[i];
    if (layout_is(g->layout, LAYOUT_CELL_WHEN, (runes){tight, length}, NULL))
        return CELL_TIME;
    bool quantity = number && rest.length <= SUFFIX && layout_is(g->layout, LAYOUT_CELL_QUANTITY, rest, NULL);
    return quantity ? CELL_FIGURE : CELL_TEXT;
}

/* ---- cells that a sign parts ---- */

static runes part_of(const lines *all, const line *l, uint32_t from, uint32_t to) {
    return (runes){all->text + l->from + from, to - from};
}

static bool is_sign_of_emphasis(char32_t c) {
    return c == '*' || c == '_' || c == '`';
}

static grid_cell trimmed(const lines *all, const line *l, uint32_t from, uint32_t to) {
    const char32_t *t = all->text + l->from;
    while (from < to && (rune_is_space(t[from]) || (!all->structured && is_sign_of_emphasis(t[from]))))
        from++;
    while (to > from && (rune_is_space(t[to - 1]) || (!all->structured && is_sign_of_emphasis(t[to - 1]))))
        to--;
    grid_cell c = {.from = from, .to = to, .span = CELL_OWN};
    if (to == from + 1 && (t[from] == CELL_LEFT || t[from] == CELL_ABOVE)) {
        c.span = t[from] == CELL_LEFT ? CELL_OF_LEFT : CELL_OF_ABOVE;
        c.to = from;
    }
    return c;
}

/* Cells of the line, of which at most `most` are kept in out; returns how many there are. */
static uint32_t split_at(const lines *all, const line *l, char32_t sign, grid_cell *out, uint32_t most) {
    const char32_t *t = all->text + l->from;
    uint32_t count = 0, from = sign == '|';
    for (uint32_t i = from; i <= l->length; i++) {
        if (i < l->length && (t[i] != sign || (i && t[i - 1] == '\\')))
            continue;
        if (i == l->length && sign == '|' && i == from)
            break;
        if (count < most)
            out[count] = trimmed(all, l, from, i);
        count++;
        from = i + 1;
    }
    return count;
}

static bool holds(const lines *all, const line *l, char32_t c) {
    for (uint32_t i = 0; i < l->length; i++)
        if (all->text[l->from + i] == c)
            return true;
    return false;
}

/* The sign that parts the cells of the line; 0: white space does. */
static char32_t sign_of(const lines *all, const line *l) {
    if (l->length && all->text[l->from] == '|')
        return '|';
    return holds(all, l, CELL_END) || all->structured ? CELL_END : 0;
}

/* ---- segments of white-space rows ---- */

static bool beside_number(const char32_t *t, uint32_t length, uint32_t gap_from, uint32_t gap_to) {
    char32_t left = gap_from ? t[gap_from - 1] : 0, right = gap_to < length ? t[gap_to] : 0;
    return rune_is_digit(left) || left == '%' || left == ')' || rune_is_digit(right) || right == '(' ||
           rune_is_figure_sign(right);
}

/* Two years in one piece are two heads: where the second begins; 0: there are no two. */
static uint32_t second_year(const char32_t *t, uint32_t from, uint32_t to) {
    uint32_t years = 0;
    for (uint32_t i = from; i + 4 <= to; i++) {
        bool begins = i == from || !rune_is_digit(t[i - 1]), ends = i + 4 == to || !rune_is_digit(t[i + 4]);
        bool year = begins && ends && ((t[i] == '1' && t[i + 1] == '9') || (t[i] == '2' && t[i + 1] == '0')) &&
                    rune_is_digit(t[i + 2]) && rune_is_digit(t[i + 3]);
        if (year && years++ && rune_is_space(t[i - 1]))
            return i;
    }
    return 0;
}

typedef struct splitter {
    const lines *all;
    const line *line;
    segment *out;
    uint32_t count;
    uint32_t at, column; /* how far the characters were measured: cells */
} splitter;

static double cells_to(splitter *s, uint32_t to) {
    const char32_t *t = s->all->text + s->line->from;
    for (; s->at < to; s->at++)
        s->column += t[s->at] == '\t' ? WIDE : (uint32_t)utf8_width(t[s->at]);
    return s->column + s->line->indent;
}

static bool is_single(const splitter *s, uint32_t from, uint32_t to) {
    return to == from + 1 && rune_is_han(s->all->text[s->line->from + from]);
}

static void add_segment(splitter *s, uint32_t from, uint32_t to) {
    if (s->count == SEGMENTS)
        return;
    grid_cell c = trimmed(s->all, s->line, from, to);
    segment *last = s->count ? &s->out[s->count - 1] : NULL;
    cell_number n;
    double left = cells_to(s, c.from), right = cells_to(s, c.to);
    bool close = last && is_single(s, c.from, c.to) && left - last->right <= APART &&
                 is_single(s, last->to - 1, last->to) && (last->close || is_single(s, last->from, last->to));
    s->out[s->count++] = (segment){.left = left,
                                   .right = right,
                                   .from = c.from,
                                   .to = c.to,
                                   .number = cell_number_read(part_of(s->all, s->line, c.from, c.to), &n),
                                   .close = close};
}

static uint32_t split_at_gaps(const lines *all, const line *l, bool head, segment *out) {
    const char32_t *t = all->text + l->from;
    splitter s = {.all = all, .line = l, .out = out};
    uint32_t from = 0, gap = 0, gap_from = 0;
    for (uint32_t i = 0; i <= l->length; i++) {
        bool space = i < l->length && rune_is_space(t[i]);
        bool wide = gap >= WIDE || (gap >= WIDE_BY_NUMBER && beside_number(t, l->length, gap_from, i));
        if (i == l->length || (!space && wide)) {
            uint32_t second = head ? second_year(t, from, wide && gap ? gap_from : i) : 0;
            for (; second; second = second_year(t, from, wide && gap ? gap_from : i)) {
                add_segment(&s, from, second);
                from = second;
            }
            add_segment(&s, from, i);
            from = i;
        }
        if (space && !gap)
            gap_from = i;
        gap = !space ? 0 : gap + (t[i] == '\t' ? WIDE : (uint32_t)utf8_width(t[i]));
    }
    return s.count;
}

/* ---- which lines are rows ---- */

/* A number with no more behind it than a unit; no date. */
static bool is_plain_number(runes t) {
    enum { UNIT = 8 };
    cell_number n;
    if (!cell_number_read(t, &n) || t.length - n.to > UNIT || (n.to < t.length && is_year(t, &n)))
        return false;
    for (size_t i = n.to; i < t.length; i++)
        if (rune_is_digit(t.at[i]) && t.at[t.length - 1] != ']')
            return false;
    return true;
}

/* A number, or a dash or dots for a value that is not there. */
static bool ends_in_value(const lines *all, const line *l, bool *number) {
    segment s[SEGMENTS];
    uint32_t n = split_at_gaps(all, l, false, s);
    runes t = n > 1 ? part_of(all, l, s[n - 1].from, s[n - 1].to) : (runes){0};
    *number = t.length && is_plain_number(t);
    return *number || (t.length && cell_is_gap(t));
}

static bool may_be_row(const lines *all, const line *l) {
    enum { ROW_LONGEST = 400 };
    bool role = l->role == LINE_BODY || (l->role == LINE_HEADING && !l->hashes), number;
    if (!role || l->length > ROW_LONGEST || !l->gaps)
        return false;
    return l->ends == ENDS_NOT || ends_in_value(all, l, &number);
}

/* A label without figures, between rows. */
static bool may_be_label(const line *l) {
    enum { LABEL_LONGEST = 40 };
    bool role = l->role == LINE_BODY || (l->role == LINE_HEADING && !l->hashes && !l->blank);
    return role && l->length <= LABEL_LONGEST && l->ends != ENDS_SENTENCE;
}

/* Behind labels the rows go on, with figures. */
static size_t skip_labels(const lines *all, size_t i) {
    enum { LABELS = 8, BRIEF = 8 /* characters: a word of a head */ };
    size_t end = i;
    bool number = false, brief = true;
    while (end <= all->count && end < i + LABELS && may_be_label(&all->at[end]) && !may_be_row(all, &all->at[end])) {
        brief = brief && all->at[end].length <= BRIEF;
        end++;
    }
    if (end == i || end > all->count || !may_be_row(all, &all->at[end]))
        return i;
    (void)ends_in_value(all, &all->at[end], &number);
    return number || brief ? end : i;
}

void grid_find_rows(lines *all) {
    for (size_t i = 1; i <= all->count; i++) {
        size_t end = i, numbers = 0, rows = 0;
        if (holds(all, &all->at[i], CELL_END))
            all->at[i].role = all->at[i].role == LINE_SKIP ? LINE_SKIP : LINE_ROW;
        if (all->structured)
            continue;
        while (end <= all->count) {
            bool number = false;
            if (may_be_row(all, &all->at[end])) {
                (void)ends_in_value(all, &all->at[end], &number);
                numbers += number;
                rows++;
                end++;
                continue;
            }
            size_t next = rows ? skip_labels(all, end) : end;
            if (next == end)
                break;
            end = next;
        }
        for (size_t k = i; k < end && rows >= 2 && numbers * 3 >= rows; k++)
            all->at[k].role = LINE_ROW;
        i = end > i ? end - 1 : i;
    }
}

/* ---- the rows of a table ---- */

/* How many lines each cell has, where all have as many; else 1. */
static uint32_t stacked(const lines *all, const line *l) {
    const char32_t *t = all->text + l->from;
    uint32_t common = 0, breaks = 0, text = 0;
    for (uint32_t i = 0; i <= l->length; i++) {
        if (i < l->length && t[i] != CELL_END) {
            bool inner = t[i] == '\v' && text && i + 1 < l->length && t[i + 1] != CELL_END && t[i + 1] != '\v';
            breaks += inner;
            text += !rune_is_space(t[i]);
            continue;
        }
        if (text && common && breaks + 1 != common)
            return 1;
        if (text)
            common = breaks + 1;
        breaks = text = 0;
    }
    return common > 1 && common <= STACKED_MOST ? common : 1;
}

/* Stacked cells hold figures, one a line. */
static bool stacks_figures(const lines *all, const line *l) {
    grid_cell c[SEGMENTS];
    uint32_t n = split_at(all, l, CELL_END, c, SEGMENTS), figures = 0;
    for (uint32_t i = 1; i < n && i < SEGMENTS; i++) {
        runes t = part_of(all, l, c[i].from, c[i].to);
        size_t at = 0;
        cell_number number;
        bool all_numbers = t.length > 0;
        while (at < t.length && all_numbers) {
            size_t end = at;
            while (end < t.length && t.at[end] != '\v')
                end++;
            runes one = {t.at + at, end - at};
            all_numbers = !one.length || cell_is_gap(one) || (cell_number_read(one, &number) && one.length < 24);
            at = end + 1;
        }
        figures += all_numbers;
    }
    return figures > 0;
}

static uint32_t parts_of(const lines *all, const line *l) {
    if (!holds(all, l, '\v') || !holds(all, l, CELL_END))
        return 1;
    uint32_t n = stacked(all, l);
    return n > 1 && stacks_figures(all, l) ? n : 1;
}

static void collect_rows(grid *g, arena *a, uint32_t first) {
    size_t rows = 0;
    const lines *all = g->all;
    g->last = first;
    for (uint32_t i = first; i <= all->count && (all->at[i].role == LINE_ROW || all->at[i].role == LINE_SKIP); i++)
        if (all->at[i].role == LINE_ROW && (i == first || !all->at[i].table)) {
            rows += parts_of(all, &all->at[i]);
            g->last = i;
        } else if (all->at[i].role == LINE_ROW) {
            break;
        }
    g->row = arena_raw(a, rows, sizeof *g->row);
    for (uint32_t i = first; i <= g->last; i++) {
        uint32_t parts = all->at[i].role == LINE_ROW ? parts_of(all, &all->at[i]) : 0;
        for (uint32_t k = 0; k < parts; k++)
            g->row[g->rows++] = (grid_row){i, (uint16_t)k, (uint16_t)parts};
    }
}

/* Columns of rows that end in a figure; of the others too where none does. */
static void find_columns(grid *g, arena *a) {
    uint32_t rows = 0, *row = arena_raw(a, SAMPLED + 2, sizeof *row);
    segment one[SEGMENTS];
    buffer all;
    buffer_init_in(&all, a);
    for (uint32_t r = 0; r < g->rows && rows < SAMPLED; r++) {
        const line *l = &g->all->at[g->row[r].line];
        bool number = false;
        if (!ends_in_value(g->all, l, &number))
            continue;
        row[rows++] = (uint32_t)(all.length / sizeof *one);
        uint32_t n = split_at_gaps(g->all, l, false, one);
        buffer_put(&all, (const char *)one, n * sizeof *one);
    }
    row[rows] = (uint32_t)(all.length / sizeof *one);
    g->set = columns_find(a, all.at ? (const segment *)(const void *)all.at : one, row, rows);
    g->columns = g->set.count;
}

void grid_read(grid *g, arena *a, const layout_set *layout, const lines *all, uint32_t first) {
    *g = (grid){.layout = layout, .all = all};
    collect_rows(g, a, first);
    g->spaced = !sign_of(all, &all->at[first]);
    if (g->spaced) {
        find_columns(g, a);
        return;
    }
    for (uint32_t r = 0; r < g->rows; r++) {
        const line *l = &all->at[g->row[r].line];
        char32_t sign = sign_of(all, l);
        uint32_t n = split_at(all, l, sign ? sign : CELL_END, NULL, 0);
        g->columns = n > g->columns ? n : g->columns;
    }
}

/* ---- the cells of a row ---- */

static void spread(const grid *g, const line *l, const bool *below, grid_cell *out) {
    segment s[SEGMENTS];
    uint32_t n = split_at_gaps(g->all, l, below != NULL, s);
    if (below)
        columns_assign_heads(&g->set, s, n, below);
    else
        columns_assign(&g->set, s, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = s[i].column;
        if (!s[i].across)
            continue;
        if (out[k].to > out[k].from)
            out[k].to = s[i].to;
        else
            out[k] = (grid_cell){s[i].from, s[i].to, CELL_OWN};
        for (uint32_t i2 = 1; i2 < s[i].across && k + i2 < g->columns; i2++)
            out[k + i2] = (grid_cell){.span = CELL_OF_LEFT};
    }
}

/* Narrows a cell to one of its lines. */
static void take_line(const grid *g, const line *l, grid_cell *c, uint32_t part) {
    const char32_t *t = g->all->text + l->from;
    uint32_t from = c->from;
    for (; part && from < c->to; from++)
        part -= t[from] == '\v';
    uint32_t end = from;
    while (end < c->to && t[end] != '\v')
        end++;
    *c = trimmed(g->all, l, from, end);
}

void grid_cells(const grid *g, uint32_t row, const bool *below, grid_cell *out) {
    const line *l = &g->all->at[g->row[row].line];
    memset(out, 0, g->columns * sizeof *out);
    if (g->spaced) {
        spread(g, l, below, out);
        return;
    }
    char32_t sign = sign_of(g->all, l);
    (void)split_at(g->all, l, sign ? sign : CELL_END, out, g->columns);
    for (uint32_t c = 0; c < g->columns && g->row[row].parts > 1; c++)
        if (out[c].to > out[c].from)
            take_line(g, l, &out[c], g->row[row].part);
}
