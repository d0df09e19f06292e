#include "document/columns.h"

#include <math.h>
#include <stdlib.h>

enum { COLUMNS_HEADS = 200 }; /* of one row */

typedef struct gap {
    double left, right;
} gap;

static int by_right(const void *a, const void *b) {
    double x = ((const gap *)a)->right, y = ((const gap *)b)->right;
    return (x > y) - (x < y);
}

/* The fewest places such that every gap between two pieces of a row holds one: a greedy choice by right ends. */
static uint32_t stab(gap *g, uint32_t count, double *place) {
    uint32_t places = 0;
    qsort(g, count, sizeof *g, by_right);
    for (uint32_t i = 0; i < count; i++)
        if (!places || place[places - 1] < g[i].left)
            place[places++] = g[i].right;
    return places;
}

static void widen(extent *e, const segment *s) {
    e->left = fmin(e->left, s->left);
    e->right = fmax(e->right, s->right);
}

/* The places part columns; pieces of rows that have all of them tell how wide each is. */
static void measure(columns *c, const segment *all, const uint32_t *row, uint32_t rows, const double *place) {
    for (uint32_t i = 0; i < c->count; i++)
        c->at[i] = (extent){HUGE_VAL, -HUGE_VAL};
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t r = 0; r < rows; r++) {
            bool full = row[r + 1] - row[r] == c->count;
            for (uint32_t i = row[r]; i < row[r + 1] && full == !pass; i++) {
                uint32_t k = 0;
                while (k + 1 < c->count && place[k] <= all[i].left)
                    k++;
                if (!pass || c->at[k].left > c->at[k].right)
                    widen(&c->at[k], &all[i]);
            }
        }
}

columns columns_find(arena *a, const segment *all, const uint32_t *row, uint32_t rows) {
    uint32_t gaps = 0;
    gap *g = arena_raw(a, row[rows] + 1, sizeof *g);
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t i = row[r] + 1; i < row[r + 1]; i++)
            if (!all[i].close)
                g[gaps++] = (gap){all[i - 1].right, all[i].left};
    double *place = arena_raw(a, gaps + 1, sizeof *place);
    columns c = {.count = stab(g, gaps, place) + 1};
    c.at = arena_raw(a, c.count, sizeof *c.at);
    measure(&c, all, row, rows, place);
    return c;
}

static double distance(extent e, const segment *s) {
    double apart = fmax(e.left - s->right, s->left - e.right);
    return apart > 0 ? apart : apart / fmax(s->right - s->left, 1); /* the more they overlap the better */
}

static uint32_t nearest(const columns *c, const segment *s, uint32_t from, uint32_t end) {
    uint32_t best = from;
    for (uint32_t i = from; i < end; i++)
        if (distance(c->at[i], s) < distance(c->at[best], s))
            best = i;
    return best;
}

void columns_assign(const columns *c, segment *s, uint32_t count) {
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t left = count - i - 1, end = c->count > left ? c->count - left : 1;
        uint32_t from = next < c->count ? next : c->count - 1;
        bool joins = i && s[i].close && nearest(c, &s[i], s[i - 1].column, c->count) == s[i - 1].column;
        s[i].across = 1;
        s[i].column = joins ? s[i - 1].column : nearest(c, &s[i], from, from < end ? end : from + 1);
        next = s[i].column + 1;
    }
}

/* The head of a group that a column's figures stand nearest to; count: there is none. */
static uint32_t group_of(extent e, const segment *s, uint32_t count) {
    uint32_t best = count;
    double least = HUGE_VAL, middle = (e.left + e.right) / 2;
    for (uint32_t i = 0; i < count; i++) {
        double apart = fmax(s[i].left - middle, middle - s[i].right);
        if (apart < least && !s[i].across) {
            least = apart;
            best = i;
        }
    }
    return best;
}

static bool is_taken(const segment *s, uint32_t n, uint32_t column) {
    for (uint32_t i = 0; i < n; i++)
        if (s[i].piece && s[i].column == column)
            return true;
    return false;
}

/* Heads reach over the columns that have heads below them; those that stand over another are that one's alone. */
static void assign_groups(const columns *c, segment *s, uint32_t n, const bool *below) {
    for (uint32_t i = 0; i < n; i++) {
        s[i].column = s[i].piece ? s[i].column : nearest(c, &s[i], 0, c->count);
        s[i].across = s[i].piece || !below[s[i].column];
    }
    uint32_t end[COLUMNS_HEADS] = {0};
    for (uint32_t k = 0; k < c->count; k++) {
        uint32_t i = below[k] && !is_taken(s, n, k) ? group_of(c->at[k], s, n) : n;
        if (i >= n || i >= COLUMNS_HEADS)
            continue;
        if (!end[i])
            s[i].column = k;
        end[i] = k + 1;
    }
    for (uint32_t i = 0; i < n; i++)
        if (!s[i].across)
            s[i].across = i < COLUMNS_HEADS && end[i] ? end[i] - s[i].column : 1;
}

/* Joins pieces that are set apart within one word. */
static uint32_t join_close(segment *s, uint32_t count) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (n && s[i].close) {
            s[n - 1].right = s[i].right;
            s[n - 1].to = s[i].to;
            continue;
        }
        s[n] = s[i];
        s[n++].close = false;
    }
    for (uint32_t i = n; i < count; i++)
        s[i].across = 0;
    return n;
}

void columns_assign_heads(const columns *c, segment *s, uint32_t count, const bool *below) {
    uint32_t n = join_close(s, count);
    if (n == c->count || n + 1 == c->count) { /* one for each, the labels' own may be left out */
        bool labels = n == c->count || (c->count > 1 && !nearest(c, &s[0], 0, 2));
        for (uint32_t i = 0; i < n; i++)
            s[i].column = labels ? i : i + 1, s[i].across = 1;
        if (n == c->count || !labels)
            return;
    }
    if (below)
        assign_groups(c, s, n, below);
    else
        columns_assign(c, s, n);
}
