#include "document/table.h"

#include <string.h>

#include "document/draft.h"

enum {
    COLUMNS = 64,
    ROWS_MOST = 5000,  /* of one table */
    ROW_LONGEST = 400, /* characters of a row that is set with white space */
    HEAD_ROWS = 6,
    ABOVE = 4, /* lines above a table that may be its caption or name its unit */
    ABOVE_LONGEST = 80,
    NAME_LONGEST = 120,
    WIDE = 3 /* terminal cells between columns, at least */
};

typedef struct grid {
    arena *a;
    const layout_set *layout;
    const lines *all;
    table_row *row;
    table_cell *cell; /* rows times columns */
    uint32_t rows, columns, heads;
    uint32_t label_columns; /* that name the row */
    int unit_column;        /* -1: none */
    runes unit, time;       /* of the caption */
} grid;

/* ---- cells of a line ---- */

static runes part_of(const lines *all, const line *l, uint32_t from, uint32_t to) {
    return (runes){all->text + l->from + from, to - from};
}

static bool is_sign_of_emphasis(char32_t c) {
    return c == '*' || c == '_' || c == '`';
}

static table_cell trimmed(const lines *all, const line *l, uint32_t from, uint32_t to) {
    const char32_t *t = all->text + l->from;
    while (from < to && (rune_is_space(t[from]) || (!all->structured && is_sign_of_emphasis(t[from]))))
        from++;
    while (to > from && (rune_is_space(t[to - 1]) || (!all->structured && is_sign_of_emphasis(t[to - 1]))))
        to--;
    return (table_cell){.from = from, .to = to};
}

static uint32_t split_at(const lines *all, const line *l, char32_t sign, table_cell *out) {
    const char32_t *t = all->text + l->from;
    uint32_t count = 0, from = sign == '|';
    for (uint32_t i = from; i <= l->length && count < COLUMNS; i++) {
        if (i < l->length && (t[i] != sign || (i && t[i - 1] == '\\')))
            continue;
        if (i < l->length || sign != '|' || i > from)
            out[count++] = trimmed(all, l, from, i);
        from = i + 1;
    }
    return count;
}

static uint32_t split_at_gaps(const lines *all, const line *l, table_cell *out) {
    const char32_t *t = all->text + l->from;
    uint32_t count = 0, from = 0, gap = 0;
    for (uint32_t i = 0; i <= l->length && count < COLUMNS; i++) {
        bool space = i < l->length && rune_is_space(t[i]);
        if (i == l->length || (!space && gap >= WIDE)) {
            out[count++] = trimmed(all, l, from, i);
            from = i;
        }
        gap = !space ? 0 : gap + (t[i] == '\t' ? WIDE : (uint32_t)utf8_width(t[i]));
    }
    return count;
}

static bool holds(const lines *all, const line *l, char32_t c) {
    for (uint32_t i = 0; i < l->length; i++)
        if (all->text[l->from + i] == c)
            return true;
    return false;
}

static uint32_t split(const lines *all, const line *l, table_cell out[static COLUMNS]) {
    if (holds(all, l, CELL_END))
        return split_at(all, l, CELL_END, out);
    return all->text[l->from] == '|' ? split_at(all, l, '|', out) : split_at_gaps(all, l, out);
}

/* ---- numbers ---- */

static bool is_sign(char32_t c) {
    return c == '+' || c == '-' || c == 0xFF0B || c == 0xFF0D || c == 0x2212 || c == 0x2013;
}

static bool is_wide_digit(char32_t c) {
    return rune_is_digit(c) || (c >= 0xFF10 && c <= 0xFF19);
}

/* A space before three digits, as thousands are set apart. */
static bool parts_group(runes t, size_t at) {
    size_t n = 0;
    while (at + 1 + n < t.length && is_wide_digit(t.at[at + 1 + n]))
        n++;
    return rune_is_space(t.at[at]) && t.at[at] != '\v' && n == 3;
}

/* A number, with a sign before it and a unit of a few characters behind it. */
static bool is_number(runes t) {
    enum { UNIT = 6 };
    size_t i = t.length && is_sign(t.at[0]), digits = 0;
    for (; i < t.length; i++) {
        bool between = t.at[i] == ',' || t.at[i] == '.' || t.at[i] == 0xFF0C || t.at[i] == 0xFF0E || parts_group(t, i);
        if (!is_wide_digit(t.at[i]) && !(digits && between))
            break;
        digits += is_wide_digit(t.at[i]);
    }
    if (!digits || t.length - i > UNIT)
        return false;
    for (; i < t.length; i++)
        if (is_wide_digit(t.at[i]) || t.at[i] == '-' || t.at[i] == 0x2014 || t.at[i] == '~' || t.at[i] == 0x3001)
            return false;
    return true;
}

static bool is_time(const grid *g, runes t) {
    return layout_is(g->layout, LAYOUT_CELL_TIME, t, NULL);
}

static runes text_at(const grid *g, uint32_t row, uint32_t column) {
    const table_cell *c = &g->cell[row * g->columns + column];
    return part_of(g->all, &g->all->at[g->row[row].line], c->from, c->to);
}

static bool is_figure(const grid *g, uint32_t row, uint32_t column) {
    runes t = text_at(g, row, column);
    return is_number(t) && !is_time(g, t);
}

/* ---- rows that are set with white space ---- */

/* A dash or dots for a value that is not there. */
static bool ends_in_gap(const lines *all, const line *l) {
    table_cell cells[COLUMNS];
    uint32_t n = split_at_gaps(all, l, cells);
    runes t = n > 1 ? part_of(all, l, cells[n - 1].from, cells[n - 1].to) : (runes){0};
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] != '-' && t.at[i] != 0x2014 && t.at[i] != 0x2026 && t.at[i] != 0x2013 && t.at[i] != '.')
            return false;
    return t.length > 0;
}

static bool may_be_row(const lines *all, const line *l) {
    bool role = l->role == LINE_BODY || (l->role == LINE_HEADING && !l->hashes);
    return role && l->length <= ROW_LONGEST && l->gaps && (l->ends == ENDS_NOT || ends_in_gap(all, l));
}

static bool ends_in_number(const lines *all, const line *l) {
    table_cell cells[COLUMNS];
    uint32_t n = split_at_gaps(all, l, cells);
    return n > 1 && is_number(part_of(all, l, cells[n - 1].from, cells[n - 1].to));
}

void table_find_rows(lines *all) {
    for (size_t i = 1; i <= all->count && !all->structured; i++) {
        size_t end = i, numbers = 0;
        for (; end <= all->count && may_be_row(all, &all->at[end]); end++)
            numbers += ends_in_number(all, &all->at[end]);
        bool rows = end - i >= 2 && numbers * 2 >= end - i;
        for (size_t k = i; k < end && rows; k++)
            all->at[k].role = LINE_ROW;
        i = end > i ? end - 1 : i;
    }
}

/* ---- the grid ---- */

/* Where a cell of a row set with white space begins and ends, in terminal cells. */
static void reach_of(const lines *all, const line *l, const table_cell *c, uint32_t *left, uint32_t *right) {
    uint32_t at = l->indent;
    for (uint32_t i = 0; i < c->to; i++) {
        if (i == c->from)
            *left = at;
        char32_t r = all->text[l->from + i];
        at += r == '\t' ? WIDE : (uint32_t)utf8_width(r);
    }
    *right = at;
}

/* Puts the cells of a row that lacks some below those of a row that has all. */
static void align(const grid *g, const line *full, const table_cell *model, const line *l, table_cell *cells,
                  uint32_t count) {
    table_cell moved[COLUMNS] = {0};
    uint32_t column = 0, left = 0, right = 0, l2 = 0, r2 = 0;
    for (uint32_t i = 0; i < count && column < g->columns; i++, column++) {
        reach_of(g->all, l, &cells[i], &left, &right);
        for (; column + (count - i) < g->columns; column++) {
            reach_of(g->all, full, &model[column], &l2, &r2);
            if (left <= r2 + 1 && right + 1 >= l2)
                break;
        }
        moved[column] = cells[i];
    }
    memcpy(cells, moved, g->columns * sizeof *cells);
}

static uint32_t count_rows(const lines *all, uint32_t first) {
    uint32_t rows = 0;
    for (uint32_t i = first; i <= all->count && rows < ROWS_MOST; i++) {
        if (all->at[i].role == LINE_ROW)
            rows++;
        else if (all->at[i].role != LINE_SKIP)
            break;
    }
    return rows;
}

static void fill(grid *g, uint32_t first) {
    uint32_t full = 0, r = 0;
    g->row = arena_array(g->a, g->rows, sizeof *g->row);
    for (uint32_t i = first; r < g->rows; i++) {
        table_cell cells[COLUMNS];
        if (g->all->at[i].role != LINE_ROW)
            continue;
        g->row[r].line = i;
        g->row[r].count = split(g->all, &g->all->at[i], cells);
        if (g->row[r].count > g->columns) {
            g->columns = g->row[r].count;
            full = r;
        }
        r++;
    }
    g->cell = arena_array(g->a, (size_t)g->rows * g->columns, sizeof *g->cell);
    for (uint32_t pass = 0; pass < 2; pass++) /* the row that has all cells comes first */
        for (r = 0; r < g->rows; r++) {
            const line *l = &g->all->at[g->row[r].line];
            table_cell cells[COLUMNS] = {0};
            if ((r == full) == (pass == 1))
                continue;
            (void)split(g->all, l, cells);
            if (r != full && g->row[r].count < g->columns && !holds(g->all, l, CELL_END) &&
                g->all->text[l->from] != '|')
                align(g, &g->all->at[g->row[full].line], &g->cell[full * g->columns], l, cells, g->row[r].count);
            memcpy(&g->cell[r * g->columns], cells, g->columns * sizeof *cells);
        }
}

/* ---- heads ---- */

/* Several numbers in one cell: no figure, and no head. */
static bool is_several(runes t) {
    size_t i = 0;
    while (i < t.length && (is_wide_digit(t.at[i]) || t.at[i] == ',' || t.at[i] == '.'))
        i++;
    return i && i < t.length && t.at[i] == '\v';
}

static bool is_head_row(const grid *g, uint32_t row) {
    for (uint32_t c = 0; c < g->columns; c++)
        if (is_figure(g, row, c) || is_several(text_at(g, row, c)))
            return false;
    return true;
}

/* Columns at the left whose cells are mostly no figures. */
static uint32_t count_labels(const grid *g) {
    uint32_t c = 0;
    for (; c + 1 < g->columns; c++) {
        uint32_t figures = 0, others = 0;
        for (uint32_t r = g->heads; r < g->rows; r++) {
            figures += is_figure(g, r, c);
            others += text_at(g, r, c).length > 1 && !is_figure(g, r, c);
        }
        if (figures > others || (!figures && !others))
            break;
    }
    return c ? c : 1;
}

static runes detail_of(runes t, const layout_match *m) {
    if (m->detail.from == REGEX_NONE)
        return (runes){0};
    return (runes){t.at + m->detail.from, m->detail.to - m->detail.from};
}

/* What a pattern of the role catches in the text; empty: it has none. */
static runes caught(const grid *g, layout_role role, runes t) {
    layout_match m;
    return t.length && layout_is(g->layout, role, t, &m) ? detail_of(t, &m) : (runes){0};
}

/* The caption and the line with the unit stand above the table, or in rows of one cell at its top. */
static void read_above(grid *g, uint32_t first) {
    for (uint32_t i = first - 1, n = 0; i >= 1 && n < ABOVE; i--, n++) {
        const line *l = &g->all->at[i];
        if (l->role == LINE_SKIP)
            continue;
        if (l->role == LINE_ROW || l->length > ABOVE_LONGEST || l->ends >= ENDS_CLAUSE)
            break;
        runes t = line_core(g->all, l);
        if (!g->unit.length)
            g->unit = caught(g, LAYOUT_CELL_UNIT, t);
        if (!g->time.length)
            g->time = caught(g, LAYOUT_CELL_TIME, t);
    }
}

static bool same(runes a, runes b) {
    return a.length == b.length && (!a.length || !memcmp(a.at, b.at, a.length * sizeof *a.at));
}

/* A row of one cell that reaches across the table. */
static bool is_title_row(const grid *g, uint32_t row) {
    runes first = text_at(g, row, 0);
    for (uint32_t c = 1; c < g->columns; c++)
        if (text_at(g, row, c).length && !same(first, text_at(g, row, c)))
            return false;
    return true;
}

static void find_heads(grid *g) {
    while (g->heads < g->rows && g->heads < HEAD_ROWS && is_head_row(g, g->heads)) {
        runes t = text_at(g, g->heads, 0);
        if (is_title_row(g, g->heads) && g->columns > 1) {
            g->unit = g->unit.length ? g->unit : caught(g, LAYOUT_CELL_UNIT, t);
            g->time = g->time.length ? g->time : caught(g, LAYOUT_CELL_TIME, t);
        }
        g->heads++;
    }
    g->label_columns = count_labels(g);
    g->unit_column = -1;
    for (uint32_t c = 0; c < g->label_columns; c++)
        for (uint32_t r = 0; r < g->heads; r++)
            if (layout_is(g->layout, LAYOUT_UNIT_COLUMN, text_at(g, r, c), NULL))
                g->unit_column = (int)c;
}

/* ---- what the heads say of a figure ---- */

typedef struct naming {
    char32_t at[NAME_LONGEST];
    size_t length;
} naming;

static void add_name(naming *n, const char32_t *from, size_t length) {
    for (size_t i = 0; i < length && n->length < NAME_LONGEST; i++)
        if (!rune_is_space(from[i]) && from[i] != '\\')
            n->at[n->length++] = from[i];
}

/* The text of a head without what was caught in it, and the brackets around that. */
static void cut_out(naming *n, runes t, runes part) {
    size_t from = part.length ? (size_t)(part.at - t.at) : t.length, to = part.length ? from + part.length : t.length;
    while (part.length && from && !rune_is_han(t.at[from - 1]) && !rune_is_alpha(t.at[from - 1]) &&
           !rune_is_digit(t.at[from - 1]))
        from--;
    while (to < t.length && (t.at[to] == ')' || t.at[to] == 0xFF09))
        to++;
    add_name(n, t.at, from);
    add_name(n, t.at + to, t.length - to);
}

typedef struct meaning {
    naming name;
    runes unit, time;
    const char *kind;
} meaning;

static void read_kind(const grid *g, meaning *m, runes t, naming *rest) {
    static const struct {
        layout_role role;
        const char *kind;
    } kinds[] = {{LAYOUT_CELL_CHANGE, "change"}, {LAYOUT_CELL_GROWTH, "growth"}, {LAYOUT_CELL_SHARE, "share"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        layout_match found;
        if (!layout_is(g->layout, kinds[i].role, t, &found))
            continue;
        m->kind = kinds[i].kind;
        rest->length = detail_of(t, &found).length;
        return;
    }
}

/* What one cell of a head adds. */
static void read_head(const grid *g, meaning *m, runes t, bool column) {
    naming without_unit = {.length = 0}, rest = {.length = 0};
    runes unit = caught(g, LAYOUT_CELL_UNIT, t);
    cut_out(&without_unit, t, unit);
    runes plain = {without_unit.at, without_unit.length}, time = caught(g, LAYOUT_CELL_TIME, plain);
    cut_out(&rest, plain, time);
    if (!m->unit.length)
        m->unit = unit;
    if (time.length && !m->time.length)
        m->time = caught(g, LAYOUT_CELL_TIME, t); /* in the text that stays */
    runes left = {rest.at, rest.length};
    if (column || unit.length)
        read_kind(g, m, left, &rest);
    left.length = rest.length;
    if (!layout_is(g->layout, LAYOUT_CELL_PLAIN, left, NULL))
        add_name(&m->name, left.at, left.length);
}

static void read_label(const grid *g, meaning *m, uint32_t row) {
    for (uint32_t c = 0; c < g->label_columns; c++) {
        runes t = text_at(g, row, c), bare;
        if ((int)c == g->unit_column || !t.length || (c && same(t, text_at(g, row, c - 1))))
            continue;
        for (int i = 0; i < 2 && (bare = caught(g, LAYOUT_CELL_LEAD, t)).length; i++)
            t = bare;
        read_head(g, m, t, false);
    }
}

static void read_column(const grid *g, meaning *m, uint32_t column) {
    for (uint32_t r = 0; r < g->heads; r++) {
        runes t = text_at(g, r, column);
        if (!t.length || is_title_row(g, r) || (r && same(t, text_at(g, r - 1, column))))
            continue;
        read_head(g, m, t, true);
    }
}

/* Of two times that are written alike, the later one. */
static runes later(runes a, runes b) {
    if (a.length != b.length)
        return a.length ? a : b;
    for (size_t i = 0; i < a.length; i++)
        if (a.at[i] != b.at[i])
            return a.at[i] > b.at[i] ? a : b;
    return a;
}

/* A rate without a time of its own has that of the columns before it, the latest of years side by side. */
static void borrow_time(const grid *g, meaning *m, uint32_t column) {
    if (m->time.length || strcmp(m->kind, "level") == 0)
        return;
    for (uint32_t c = column; c > g->label_columns; c--) {
        meaning before = {.kind = "level"};
        read_column(g, &before, c - 1);
        if (strcmp(before.kind, "level") != 0 || !before.time.length)
            break;
        m->time = later(m->time, before.time);
    }
}

static bool is_rate_unit(runes u) {
    return u.length == 1 && (u.at[0] == '%' || u.at[0] == 0xFF05 || u.at[0] == 0x2030);
}

static const char32_t percent[] = U"%";

static row_cell figure_of(const grid *g, uint32_t row, uint32_t column) {
    meaning m = {.kind = "level"}, of_row = {.kind = "level"};
    read_column(g, &m, column);
    borrow_time(g, &m, column);
    read_label(g, &of_row, row);
    runes t = text_at(g, row, column);
    bool has_unit = t.length && !is_wide_digit(t.at[t.length - 1]);
    runes unit = g->unit_column >= 0 ? text_at(g, row, (uint32_t)g->unit_column) : (runes){0};
    bool rate = strcmp(m.kind, "level") != 0 && strcmp(m.kind, "change") != 0;
    if (rate || m.unit.length)
        unit = m.unit.length ? m.unit : (runes){percent, 1};
    else if (of_row.unit.length)
        unit = of_row.unit;
    else if (!unit.length)
        unit = g->unit;
    if (!strcmp(m.kind, "level"))
        m.kind = of_row.kind;
    if (!strcmp(m.kind, "growth") && !is_rate_unit(unit) && !has_unit)
        m.kind = "change";
    if (has_unit)
        unit = (runes){0};
    add_name(&of_row.name, m.name.at, m.name.length);
    char32_t *name = arena_array(g->a, of_row.name.length + 1, sizeof *name);
    memcpy(name, of_row.name.at, of_row.name.length * sizeof *name);
    return (row_cell){.kind = m.kind,
                      .name = {name, of_row.name.length},
                      .unit = unit,
                      .time = m.time.length ? m.time : of_row.time,
                      .table_time = g->time};
}

table table_read(arena *a, const layout_set *layout, const lines *all, uint32_t first) {
    grid g = {.a = a, .layout = layout, .all = all, .rows = count_rows(all, first)};
    fill(&g, first);
    read_above(&g, first);
    find_heads(&g);
    for (uint32_t r = 0; r < g.rows; r++) {
        g.row[r].cell = &g.cell[r * g.columns];
        g.row[r].count = g.columns;
        for (uint32_t c = g.label_columns; c < g.columns && r >= g.heads; c++)
            if (is_figure(&g, r, c))
                g.cell[r * g.columns + c].figure = figure_of(&g, r, c);
    }
    return (table){g.row, g.rows};
}
