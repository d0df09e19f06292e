#include "document/pdf_table.h"

#include <math.h>
#include <stdlib.h>

enum {
    LABELS = 6, /* lines without figures, between those of a table */
    LINES = 400 /* that are looked at in search of figures */
};

static bool has_figures(const pdf_line *l, const segment *s) {
    return l->count > 1 && s[l->first + l->count - 1].number;
}

static double widest_gap(const pdf_line *l, const segment *s) {
    double gap = 0;
    for (uint32_t i = l->first + 1; i < l->first + l->count; i++)
        gap = fmax(gap, s[i].left - s[i - 1].right);
    return gap;
}

/* Pieces that are set apart as columns are: not the words of a line that was stretched. */
static bool is_row(const pdf_line *l, const segment *s, double em) {
    double least = s[l->first + l->count - 1].number ? 0.5 : l->count > 2 ? 0.6 : 1.5; /* em */
    return l->count > 1 && widest_gap(l, s) > em * least;
}

static bool is_near(const pdf_line *above, const pdf_line *below) {
    double height = fmax(above->bottom - above->top, below->bottom - below->top);
    return below->top - above->bottom < height * 2.5;
}

static bool stands_close(const pdf_line *above, const pdf_line *below) {
    return below->top - above->bottom < (below->bottom - below->top) * 0.4;
}

/* The end of a label, below the last row. */
static bool is_rest(const pdf_line *above, const pdf_line *below, const segment *s, double em) {
    const segment *label = &s[above->first], *rest = &s[below->first];
    return below->count == 1 && !rest->number && fabs(label->left - rest->left) < em / 2 &&
           rest->right < label->right + em / 2;
}

/* A line above a table that says of what and in which unit it is. */
static bool tells(const pdf_line *l, const segment *s) {
    bool colons = false;
    for (uint32_t i = l->first; i < l->first + l->count; i++)
        colons = colons || s[i].opens;
    return colons && !has_figures(l, s);
}

uint32_t pdf_table_end(const pdf_line *l, uint32_t lines, const segment *s, double em) {
    uint32_t end = 0, rows = 0, figures = 0, last = 0;
    double width = 0;
    uint32_t above = 0; /* lines of heads that stand alone, close above others */
    while (above + 1 < lines && above < LABELS && l[above].count == 1 && stands_close(&l[above], &l[above + 1]))
        above++;
    last = above;
    if (!lines || !is_row(&l[above], s, em) || tells(&l[above], s))
        return 0;
    for (uint32_t i = 0; i < lines && i < last + LABELS && (end || i < LINES); i++) {
        const segment *first = &s[l[i].first];
        if (i && !is_near(&l[i - 1], &l[i]))
            break;
        if (is_row(&l[i], s, em)) {
            rows++;
            last = i;
            if (has_figures(&l[i], s))
                figures++, end = i + 1;
            width = fmax(width, first[l[i].count - 1].right - first->left);
        } else if (i > above && l[i].count == 1 && !first->number && first->right - first->left > width * 0.75) {
            break; /* a line of text */
        }
    }
    if (figures < 2 || figures * 3 < rows)
        return 0;
    return end < lines && is_near(&l[end - 1], &l[end]) && is_rest(&l[end - 1], &l[end], s, em) ? end + 1 : end;
}

/* A head's line that stands right above one of the line below, or begins with it, is of the same cell. */
static void find_cell(const pdf_line *below, const segment *all, segment *s, double em) {
    s->piece = false;
    for (uint32_t k = below->first; k < below->first + below->count && !s->piece; k++) {
        double middles = (s->left + s->right - all[k].left - all[k].right) / 2;
        s->piece = all[k].across == 1 && (fabs(middles) < em * 0.6 || fabs(s->left - all[k].left) < em * 0.3);
        s->column = all[k].column;
    }
}

/* Heads are assigned in a copy, in which pieces of one word are joined. */
static void assign_head(arena *a, const pdf_line *l, segment *s, const columns *c, const bool *below,
                        const pdf_line *next, double em) {
    segment *copy = arena_raw(a, l->count + 1, sizeof *copy);
    for (uint32_t i = 0; i < l->count; i++) {
        copy[i] = s[l->first + i];
        copy[i].from = copy[i].to = l->first + i;
        copy[i].piece = false;
        if (next && stands_close(l, next))
            find_cell(next, s, &copy[i], em);
    }
    columns_assign_heads(c, copy, l->count, below);
    for (uint32_t i = 0; i < l->count; i++)
        for (uint32_t k = copy[i].from; k <= copy[i].to && copy[i].across; k++) {
            s[k].column = copy[i].column;
            s[k].across = copy[i].across;
        }
}

static void assign_heads(arena *a, const pdf_line *l, uint32_t heads, segment *s, const columns *c, bool *below,
                         double em) {
    for (uint32_t i = heads; i-- > 0;) {
        assign_head(a, &l[i], s, c, below, i + 1 < heads ? &l[i + 1] : NULL, em);
        for (uint32_t k = l[i].first; k < l[i].first + l[i].count; k++)
            for (uint32_t n = 0; n < s[k].across && s[k].column + n < c->count; n++)
                below[s[k].column + n] = true;
    }
}

uint32_t pdf_table_columns(arena *a, const pdf_line *l, uint32_t lines, segment *s, double em, uint32_t *heads) {
    uint32_t rows = 0, count = 0, *row = arena_raw(a, lines + 1, sizeof *row), all = 0;
    for (uint32_t i = 0; i < lines; i++)
        all += l[i].count;
    segment *some = arena_raw(a, all + 1, sizeof *some);
    *heads = lines;
    for (uint32_t i = 0; i < lines; i++) {
        if (!has_figures(&l[i], s))
            continue;
        *heads = i < *heads ? i : *heads;
        row[rows++] = count;
        for (uint32_t k = 0; k < l[i].count; k++)
            some[count++] = s[l[i].first + k];
    }
    row[rows] = count;
    while (*heads && l[*heads - 1].count == 1 && *heads > 1) /* labels of the body */
        --*heads;
    columns c = columns_find(a, some, row, rows);
    assign_heads(a, l, *heads, s, &c, arena_array(a, c.count, sizeof(bool)), em);
    for (uint32_t i = *heads; i < lines; i++)
        columns_assign(&c, s + l[i].first, l[i].count);
    return c.count;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The right end of the longest label. */
static double widest_label(const pdf_line *l, uint32_t lines, const segment *s) {
    double widest = 0;
    for (uint32_t i = 0; i < lines; i++)
        if (l[i].count && !s[l[i].first].column && has_figures(&l[i], s))
            widest = fmax(widest, s[l[i].first].right);
    return widest;
}

pdf_spacing pdf_table_spacing(arena *a, const pdf_line *l, uint32_t lines, const segment *s, double em) {
    double *gap = arena_raw(a, lines + 1, sizeof *gap);
    uint32_t n = 0;
    for (uint32_t i = 1; i < lines; i++)
        if (has_figures(&l[i], s) && has_figures(&l[i - 1], s))
            gap[n++] = l[i].top - l[i - 1].bottom;
    qsort(gap, n, sizeof *gap, by_size);
    return (pdf_spacing){n ? gap[n / 2] : 0, widest_label(l, lines, s), em};
}

static bool is_label(const pdf_line *l, const segment *s) {
    return l->count == 1 && !s[l->first].number && !s[l->first].column;
}

static bool is_unlabelled(const pdf_line *l, const segment *s) {
    return l->count && s[l->first].column > 0 && s[l->first + l->count - 1].number;
}

/* Lines that stand closer than rows do, and overlap where figures stand in the middle of a label's lines. */
static bool is_close(const pdf_line *above, const pdf_line *below, double leading) {
    double room = below->top - above->bottom, height = below->bottom - below->top;
    return room < -height * 0.1 || room < leading - height * 0.3;
}

/* Ends of the numbers of the line above, which stand in the same columns. */
static bool goes_on(const pdf_line *above, const pdf_line *below, const segment *s) {
    uint32_t k = above->first, end = above->first + above->count;
    if (!below->count || !s[below->first].column || above->count < 2)
        return false;
    for (uint32_t i = below->first; i < below->first + below->count; i++) {
        while (k < end && s[k].column < s[i].column)
            k++;
        if (k == end || s[k].column != s[i].column || !s[k].number || !s[i].piece || s[k].piece)
            return false;
    }
    return true;
}

/* The label is as long as any, so that it may go on in the next line. */
static bool is_broken(const pdf_line *above, const pdf_line *below, const segment *s, pdf_spacing usual) {
    const segment *first = &s[above->first], *next = &s[below->first];
    double height = below->bottom - below->top;
    if (usual.leading > height * 0.35) /* rows stand apart, lines of a label do not */
        return false;
    return !first->column && !first->opens && !next->opens && first->right > usual.widest - usual.em &&
           fabs(next->left - first->left) < usual.em / 2;
}

uint32_t pdf_table_row(const pdf_line *l, uint32_t lines, const segment *s, pdf_spacing usual) {
    uint32_t n = 1;
    if (is_label(&l[0], s) && lines > 1 && is_unlabelled(&l[1], s)) /* figures below or amid their label */
        n = 2;
    if (n < lines && is_near(&l[n - 1], &l[n]) && goes_on(&l[0], &l[n], s))
        n++;
    while (n < lines && is_label(&l[n], s) && !(n + 1 < lines && is_unlabelled(&l[n + 1], s)) &&
           (is_close(&l[n - 1], &l[n], usual.leading) ||
            (is_near(&l[n - 1], &l[n]) && is_broken(&l[n - 1], &l[n], s, usual))))
        n++;
    return n;
}

uint32_t pdf_table_head(const pdf_line *l, uint32_t heads, pdf_spacing usual) {
    uint32_t n = 1;
    while (n < heads && l[n].top - l[n - 1].bottom < fmax((l[n].bottom - l[n].top) * 0.5, usual.leading * 1.05))
        n++;
    return n;
}
