#include "compare/assign.h"

#include <stdlib.h>
#include <string.h>

enum { EXACT = 64 }; /* items a side that are solved exactly; the work grows with their third power */

/* ---- one component, solved exactly ---- */

/* Costs are weights below zero; 0: no edge. Rows are not more than columns, both count from 1. */
typedef struct problem {
    size_t rows, columns;
    int64_t cost[EXACT + 1][EXACT + 1];
    edge *from[EXACT + 1][EXACT + 1];
    int64_t row_price[EXACT + 1], column_price[EXACT + 1];
    size_t row_of[EXACT + 1], way[EXACT + 1];
    int64_t least[EXACT + 1];
    bool used[EXACT + 1];
} problem;

/* The cheapest column to go on to from a column's row; prices are changed so that the step costs nothing. */
static size_t step(problem *p, size_t column) {
    p->used[column] = true;
    size_t row = p->row_of[column], next = 0;
    int64_t delta = INT64_MAX;
    for (size_t j = 1; j <= p->columns; j++) {
        if (p->used[j])
            continue;
        int64_t reduced = p->cost[row][j] - p->row_price[row] - p->column_price[j];
        if (reduced < p->least[j]) {
            p->least[j] = reduced;
            p->way[j] = column;
        }
        if (p->least[j] < delta) {
            delta = p->least[j];
            next = j;
        }
    }
    for (size_t j = 0; j <= p->columns; j++)
        if (p->used[j]) {
            p->row_price[p->row_of[j]] += delta;
            p->column_price[j] -= delta;
        } else
            p->least[j] -= delta;
    return next;
}

/* The Hungarian method: adds one row after another along the cheapest path that changes earlier choices. */
static void solve(problem *p) {
    for (size_t row = 1; row <= p->rows; row++) {
        for (size_t j = 0; j <= p->columns; j++) {
            p->least[j] = INT64_MAX / 2;
            p->used[j] = false;
        }
        p->row_of[0] = row;
        size_t column = 0;
        do
            column = step(p, column);
        while (p->row_of[column]);
        for (; column; column = p->way[column])
            p->row_of[column] = p->row_of[p->way[column]];
    }
    for (size_t j = 1; j <= p->columns; j++)
        if (p->row_of[j] && p->from[p->row_of[j]][j])
            p->from[p->row_of[j]][j]->chosen = true;
}

/* ---- all of them ---- */

typedef struct work {
    size_t *parent;       /* of each left, then each right: the way to its component's root */
    size_t *left, *right; /* number of each item in its component, from 1; 0: not yet seen */
    bool *taken;
    size_t lefts;
    problem *problem;
} work;

static size_t root(size_t *parent, size_t i) {
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static int by_component_and_weight(const void *a, const void *b) {
    const edge *left = *(const edge *const *)a, *right = *(const edge *const *)b;
    if (left->component != right->component)
        return left->component < right->component ? -1 : 1;
    return (left->weight < right->weight) - (left->weight > right->weight);
}

static void greedy(work *w, edge **e, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool *left = &w->taken[e[i]->left], *right = &w->taken[w->lefts + e[i]->right];
        e[i]->chosen = !*left && !*right;
        *left |= e[i]->chosen;
        *right |= e[i]->chosen;
    }
}

static void component(work *w, edge **e, size_t count) {
    size_t rows = 0, columns = 0;
    for (size_t i = 0; i < count; i++) {
        if (!w->left[e[i]->left])
            w->left[e[i]->left] = ++rows;
        if (!w->right[e[i]->right])
            w->right[e[i]->right] = ++columns;
    }
    if (rows > EXACT || columns > EXACT || count == 1) {
        greedy(w, e, count);
        return;
    }
    problem *p = w->problem;
    memset(p, 0, sizeof *p);
    bool turn = rows > columns;
    p->rows = turn ? columns : rows;
    p->columns = turn ? rows : columns;
    for (size_t i = 0; i < count; i++) {
        size_t left = w->left[e[i]->left], right = w->right[e[i]->right];
        size_t row = turn ? right : left, column = turn ? left : right;
        p->cost[row][column] = -e[i]->weight;
        p->from[row][column] = e[i];
    }
    solve(p);
}

void assign(arena *a, edge *e, size_t edges, size_t lefts, size_t rights) {
    work w = {.parent = arena_array(a, lefts + rights, sizeof *w.parent),
              .left = arena_array(a, lefts, sizeof *w.left),
              .right = arena_array(a, rights, sizeof *w.right),
              .taken = arena_array(a, lefts + rights, sizeof *w.taken),
              .lefts = lefts,
              .problem = arena_alloc(a, sizeof *w.problem)};
    edge **sorted = arena_array(a, edges, sizeof *sorted);
    for (size_t i = 0; i < lefts + rights; i++)
        w.parent[i] = i;
    for (size_t i = 0; i < edges; i++)
        w.parent[root(w.parent, e[i].left)] = root(w.parent, lefts + e[i].right);
    for (size_t i = 0; i < edges; i++) {
        e[i].component = (uint32_t)root(w.parent, e[i].left);
        sorted[i] = &e[i];
    }
    qsort(sorted, edges, sizeof *sorted, by_component_and_weight);
    for (size_t from = 0, to; from < edges; from = to) {
        for (to = from; to < edges && sorted[to]->component == sorted[from]->component; to++)
            continue;
        component(&w, sorted + from, to - from);
    }
}
