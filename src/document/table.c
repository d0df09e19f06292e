#include "document/table.h"

#include <string.h>

#include "document/head.h"

enum {
    HEAD_ROWS = 8,
    LABELS = 8,     /* columns that name a row, at most */
    SAMPLED = 2000, /* rows that tell what a column holds */
    ABOVE = 5,      /* lines above a table that may be its caption or name its unit */
    ABOVE_LONGEST = 80
};

typedef enum row_kind { ROW_BODY, ROW_HEAD, ROW_TITLE } row_kind;
typedef enum column_kind { COLUMN_FIGURES, COLUMN_LABELS, COLUMN_UNITS, COLUMN_ASIDE } column_kind;

typedef struct table_column {
    head_words head;
    column_kind kind;
    bool metrics;                  /* labels that name what is measured */
    uint32_t label, labels, units; /* of figures: the columns of their labels; units == 0: none */
    bool told_apart;               /* its head's words need not be in names */
} table_column;

/* Where a cell's text is. */
typedef struct place_of_cell {
    uint32_t line, from, to;
} place_of_cell;

struct table {
    arena *a;
    grid g;
    const layout_set *layout;
    uint8_t *kind; /* of each row */
    head_words caption;
    runes caption_time;
    table_column *column;
    bool headed; /* the columns have heads */
    uint32_t section_end;
    bool *below; /* columns with a head below the row of heads that is read */
    grid_cell *cells;
    place_of_cell *shown; /* the cells of the last row, with those that reach over it */
    table_cell *out;
    char32_t *names;  /* of the row's figures, one behind the other */
    char32_t *labels; /* LABELS texts of HEAD_NAME_LONGEST characters */
    char32_t last_name[HEAD_NAME_LONGEST];
    size_t last_length;
    table_row row;
};

/* ---- lines above ---- */

static bool is_unit_line(const layout_set *set, runes t) {
    return t.length <= ABOVE_LONGEST && layout_is(set, LAYOUT_UNIT_LINE, t, NULL);
}

/* The caption and the line with the unit stand above the table, or in rows of one cell at its top. */
static void read_caption(table *t, runes cell) {
    runes text = head_text(t->a, cell), time = {0};
    if (!text.length)
        return;
    if (!t->caption.unit.length)
        t->caption.unit = head_caught(t->layout, LAYOUT_CELL_UNIT, text);
    if (!t->caption_time.length)
        time = head_caught(t->layout, LAYOUT_CELL_TIME, text);
    if (time.length)
        t->caption_time = time;
}

static void read_above(table *t, uint32_t first) {
    for (uint32_t i = first - 1, n = 0; i >= 1 && n < ABOVE; i--) {
        const line *l = &t->g.all->at[i];
        runes core = line_core(t->g.all, l);
        if (l->role == LINE_SKIP && (l->length > ABOVE_LONGEST || !is_unit_line(t->layout, core)))
            continue;
        bool ends = l->ends == ENDS_SENTENCE || (l->ends == ENDS_CLAUSE && !is_unit_line(t->layout, core));
        if (l->role == LINE_ROW || l->length > ABOVE_LONGEST || ends)
            break;
        read_caption(t, core);
        n++;
        if (l->role == LINE_CAPTION || l->role == LINE_TITLE)
            break;
    }
}

/* ---- what rows are ---- */

typedef struct row_view {
    uint32_t filled, figures, years, times, texts; /* cells; but the first column's */
    bool first;                                    /* its first cell holds something */
    bool whole;                                    /* one cell reaches over all columns */
} row_view;

static row_view view_row(table *t, uint32_t row, bool in_head) {
    row_view v = {0};
    grid_cells(&t->g, row, in_head ? t->below : NULL, t->cells);
    v.whole = t->g.columns > 1;
    for (uint32_t c = 0; c < t->g.columns; c++) {
        runes text = grid_text(&t->g, t->g.row[row].line, &t->cells[c]);
        cell_kind k = grid_kind(&t->g, text);
        v.whole = v.whole && (!c || t->cells[c].span == CELL_OF_LEFT);
        if (!c)
            v.first = k != CELL_EMPTY;
        if (k == CELL_EMPTY || !c)
            continue;
        v.filled++;
        v.figures += k == CELL_FIGURE;
        v.years += k == CELL_YEAR;
        v.times += k == CELL_TIME;
        v.texts += k == CELL_TEXT;
    }
    return v;
}

/* Text of a cell until the next one is asked for. */
static runes cell_text(table *t, uint32_t row, uint32_t column) {
    return head_text_in(t->labels, grid_text(&t->g, t->g.row[row].line, &t->cells[column]));
}

/* Whether a row without other figures than years is a head: years stand under nothing, or under what spans them. */
static bool are_heads(table *t, uint32_t row, const row_view *v, uint32_t heads) {
    if (v->figures)
        return false;
    if (!v->years)
        return true;
    runes label = cell_text(t, row, 0);
    return !heads || !label.length || layout_is(t->layout, LAYOUT_CELL_PLAIN, label, NULL) ||
           layout_is(t->layout, LAYOUT_TIME_COLUMN, label, NULL);
}

/* Below the first figures, a row that names times or units begins another part of the table, or repeats the heads. */
static bool begins_part(table *t, uint32_t row, const row_view *v) {
    if (v->figures || v->filled < 1 || (!v->years && !v->times && !v->texts) || row + 1 >= t->g.rows)
        return false;
    runes label = cell_text(t, row, 0);
    bool named = !label.length || layout_is(t->layout, LAYOUT_CELL_PLAIN, label, NULL) ||
                 layout_is(t->layout, LAYOUT_TIME_COLUMN, label, NULL);
    if (!named)
        return false;
    bool telling = v->times + v->years > 0;
    for (uint32_t c = 1; c < t->g.columns && !telling; c++) {
        head_words h = HEAD_NEW;
        runes text = cell_text(t, row, c);
        if (!text.length)
            continue;
        head_read(t->layout, &h, text, true, false);
        telling = h.time.length || h.period != PERIOD_NONE || h.measures || strcmp(h.kind, "level") != 0 || !h.length;
    }
    return telling && (label.length || v->filled > 1);
}

static void find_heads(table *t) {
    bool in_head = true;
    uint32_t heads = 0;
    for (uint32_t r = 0; r < t->g.rows; r++) {
        row_view v = view_row(t, r, in_head);
        t->kind[r] = ROW_BODY;
        bool says_unit = in_head && is_unit_line(t->layout, line_runes(t->g.all, &t->g.all->at[t->g.row[r].line]));
        if (says_unit ||
            (in_head && v.figures == 0 && (v.whole || !v.filled) && t->g.columns > 1 && (!heads || v.whole))) {
            t->kind[r] = ROW_TITLE;
            continue;
        }
        if (!in_head && begins_part(t, r, &v)) {
            in_head = true;
            heads = 0;
        }
        bool label_alone = heads && !v.filled;
        if (in_head && heads < HEAD_ROWS && !label_alone && are_heads(t, r, &v, heads)) {
            t->kind[r] = ROW_HEAD;
            heads++;
        } else if (!label_alone || !in_head) {
            in_head = false;
        } else { /* a label below the heads belongs to the body, unless heads follow */
            row_view next = r + 1 < t->g.rows ? view_row(t, r + 1, true) : (row_view){.figures = 1};
            if (next.figures || next.years || next.filled < 2)
                in_head = false;
            else
                t->kind[r] = ROW_HEAD;
        }
    }
}

/* ---- what columns hold ---- */

typedef struct cell_count {
    uint32_t figures, years, times, texts, gaps;
} cell_count;

static void count_cells(table *t, uint32_t from, uint32_t to, cell_count *n) {
    for (uint32_t r = from; r < to && r < from + SAMPLED; r++) {
        if (t->kind[r] != ROW_BODY)
            continue;
        grid_cells(&t->g, r, NULL, t->cells);
        for (uint32_t c = 0; c < t->g.columns; c++) {
            cell_kind k = grid_kind(&t->g, grid_text(&t->g, t->g.row[r].line, &t->cells[c]));
            n[c].figures += k == CELL_FIGURE;
            n[c].years += k == CELL_YEAR;
            n[c].times += k == CELL_TIME;
            n[c].texts += k == CELL_TEXT;
            n[c].gaps += k == CELL_GAP;
        }
    }
}

/* The heads over one column, from top to bottom, those that span several told once. */
typedef struct head_cell {
    runes text;
    bool again; /* the same cell as the one above it */
    bool spans; /* it reaches over more than this table_column */
} head_cell;

/* A blank beside a group's head that has something below it belongs to the group. */
static bool joins_left(const head_cell *row, const head_cell *below, uint32_t c) {
    return c && !row[c].text.length && row[c - 1].text.length && below && below[c].text.length && c > 1;
}

/* Blank cells right of a group's head belong to it where heads stand below them. */
static bool begins_above(const head_cell *all, uint32_t row, uint32_t n, uint32_t c) {
    for (uint32_t i = 0; i < row; i++)
        if (all[(size_t)i * n + c].text.length && all[(size_t)i * n + c].text.at != all[(size_t)i * n + c - 1].text.at)
            return true;
    return false;
}

static void fill_groups(head_cell *all, uint32_t heads, uint32_t n) {
    for (uint32_t i = 0; i + 1 < heads; i++)
        for (uint32_t c = 1; c < n; c++) {
            head_cell *row = all + (size_t)i * n;
            if (joins_left(row, row + n, c) && !begins_above(all, i, n, c)) {
                row[c] = row[c - 1];
                row[c].spans = row[c - 1].spans = true;
            }
        }
}

/* The cells of a row of heads, of which row is the first; above: the row above it, or NULL. */
static void fill_head(table *t, uint32_t number, head_cell *row, const head_cell *above) {
    for (uint32_t c = 0; c < t->g.columns; c++) {
        if (t->cells[c].span == CELL_OF_LEFT && c) {
            row[c] = row[c - 1];
            row[c].spans = row[c - 1].spans = row[c].text.length > 0;
        } else if (t->cells[c].span == CELL_OF_ABOVE && above) {
            row[c] = above[c];
            row[c].again = true;
        } else {
            runes text = grid_text(&t->g, t->g.row[number].line, &t->cells[c]);
            row[c] = (head_cell){.text = head_text(t->a, text)};
        }
    }
}

static void fill_heads(table *t, const uint32_t *rows, uint32_t heads, head_cell *all) {
    uint32_t n = t->g.columns;
    for (uint32_t i = 0; i < heads; i++) {
        memset(t->below, 0, n * sizeof *t->below);
        for (uint32_t k = heads; k-- > i + 1 && t->g.spaced;) {
            grid_cells(&t->g, rows[k], t->below, t->cells);
            for (uint32_t c = 0; c < n; c++)
                t->below[c] = t->below[c] || t->cells[c].to > t->cells[c].from || t->cells[c].span != CELL_OWN;
        }
        grid_cells(&t->g, rows[i], t->below, t->cells);
        fill_head(t, rows[i], all + (size_t)i * n, i ? all + (size_t)(i - 1) * n : NULL);
    }
    memset(t->below, 0, n * sizeof *t->below);
    fill_groups(all, heads, n);
}

static bool same(runes a, runes b) {
    return a.length == b.length && (!a.length || !memcmp(a.at, b.at, a.length * sizeof *a.at));
}

static void read_column(table *t, uint32_t c, const head_cell *all, uint32_t heads) {
    table_column *k = &t->column[c];
    k->head = HEAD_NEW;
    bool measured = false;
    for (uint32_t i = 0; i < heads; i++) {
        const head_cell *cell = &all[(size_t)i * t->g.columns + c];
        if (!cell->text.length || cell->again || (i && same(cell->text, (cell - t->g.columns)->text)))
            continue;
        bool had = k->head.measures;
        head_read(t->layout, &k->head, cell->text, true, measured);
        measured = measured || (cell->spans && k->head.measures && !had && k->head.length);
    }
}

static bool head_is(const table *t, layout_role role, uint32_t c, const head_cell *all, uint32_t heads) {
    for (uint32_t i = 0; i < heads; i++)
        if (layout_is(t->layout, role, all[(size_t)i * t->g.columns + c].text, NULL))
            return true;
    return false;
}

static column_kind column_kind_of(const table *t, uint32_t c, const cell_count *n, bool figures_before,
                                  const head_cell *all, uint32_t heads) {
    if (head_is(t, LAYOUT_UNIT_COLUMN, c, all, heads) && !n->figures)
        return COLUMN_UNITS;
    bool times = n->times + n->years > n->texts * 2 && !n->figures;
    if (times && !figures_before && (!c || head_is(t, LAYOUT_TIME_COLUMN, c, all, heads)))
        return COLUMN_LABELS;
    if (head_is(t, LAYOUT_ASIDE_COLUMN, c, all, heads) && !head_is(t, LAYOUT_TIME_COLUMN, c, all, heads) &&
        c + 1 < t->g.columns)
        return COLUMN_ASIDE;
    if (!c && t->g.columns > 1 && !(n->figures > n->texts && !heads))
        return n->figures > n->texts && heads && all[(size_t)(heads - 1) * t->g.columns].text.length &&
                       t->column[0].head.measures
                   ? COLUMN_FIGURES
                   : COLUMN_LABELS;
    if (!n->figures && !n->years && (n->texts || n->times))
        return COLUMN_LABELS;
    return n->texts > n->figures + n->years ? COLUMN_LABELS : COLUMN_FIGURES;
}

/* A column of labels behind figures names other figures where its head does as the first one's. */
static bool names_others(const table *t, uint32_t c, const head_cell *all, uint32_t heads) {
    if (!heads || c + 1 == t->g.columns)
        return false;
    runes head = all[(size_t)(heads - 1) * t->g.columns + c].text;
    return head.length && (same(head, all[(size_t)(heads - 1) * t->g.columns].text) ||
                           layout_is(t->layout, LAYOUT_CELL_PLAIN, head, NULL));
}

static void find_labels(table *t, const head_cell *all, uint32_t heads) {
    uint32_t from = 0, count = 0, units = 0;
    bool figures = false;
    for (uint32_t c = 0; c < t->g.columns; c++) {
        table_column *k = &t->column[c];
        if (k->kind == COLUMN_LABELS && figures && names_others(t, c, all, heads)) {
            from = c, count = 0, units = 0;
            figures = false;
        }
        if (k->kind == COLUMN_LABELS && !figures)
            count = c + 1 - from;
        if (k->kind == COLUMN_UNITS)
            units = c;
        figures = figures || k->kind == COLUMN_FIGURES;
        k->label = from, k->labels = count, k->units = units;
    }
}

static bool same_head(const head_words *a, const head_words *b) {
    return same(a->unit, b->unit) && same(a->time, b->time) && a->period == b->period && !strcmp(a->kind, b->kind) &&
           a->claim == b->claim && a->bare == b->bare;
}

/* Under a head that says that the rows name what is measured, words of a column's head are needed only to tell it
 * from others. */
static void tell_apart(table *t, const head_cell *all, uint32_t heads) {
    for (uint32_t c = 0; c < t->g.columns; c++) {
        table_column *k = &t->column[c];
        if (k->kind != COLUMN_FIGURES || !head_is(t, LAYOUT_METRIC_COLUMN, k->label, all, heads))
            continue;
        k->told_apart = k->head.measures;
        for (uint32_t i = 0; i < t->g.columns && k->told_apart && i < 64; i++)
            k->told_apart = i == c || t->column[i].kind != COLUMN_FIGURES || !same_head(&t->column[i].head, &k->head);
    }
}

/* The later of two times that begin with a year. */
static runes later(runes a, runes b) {
    for (size_t i = 0; i < a.length && i < b.length; i++)
        if (a.at[i] != b.at[i])
            return a.at[i] > b.at[i] ? a : b;
    return a.length > b.length ? a : b;
}

static bool is_absolute(runes time) {
    return time.length >= 4 && rune_is_digit(time.at[0]) && rune_is_digit(time.at[2]) && rune_is_digit(time.at[3]);
}

/* Rates without a time of their own are of the latest of the columns before them. */
static void borrow_times(table *t) {
    runes latest = {0};
    bool rates = false;
    for (uint32_t c = 0; c < t->g.columns; c++) {
        table_column *k = &t->column[c];
        if (k->kind != COLUMN_FIGURES)
            continue;
        bool level = !strcmp(k->head.kind, "level");
        if (level) {
            latest = rates || !is_absolute(k->head.time) ? k->head.time : later(latest, k->head.time);
            rates = false;
        } else if (k->head.period != PERIOD_NONE || k->head.time.length) {
            continue;
        } else {
            k->head.time = is_absolute(latest) ? latest : (runes){0};
            rates = true;
        }
    }
}

/* The part of the table that begins in this row, with its heads. */
static void enter_part(table *t, uint32_t row) {
    uint32_t heads = 0, rows[HEAD_ROWS], end = row, n = t->g.columns;
    bool body = false;
    for (; end < t->g.rows && !(body && t->kind[end] == ROW_HEAD); end++) {
        body = body || t->kind[end] == ROW_BODY;
        if (t->kind[end] == ROW_HEAD && heads < HEAD_ROWS)
            rows[heads++] = end;
    }
    t->section_end = end;
    if (!heads && t->headed)
        return;
    head_cell *all = arena_array(t->a, (size_t)heads * n + n + 1, sizeof *all);
    cell_count *counts = arena_array(t->a, n, sizeof *counts);
    fill_heads(t, rows, heads, all);
    count_cells(t, row, end, counts);
    t->column = t->column ? t->column : arena_array(t->a, n, sizeof *t->column);
    bool figures = false;
    for (uint32_t c = 0; c < n; c++) {
        t->column[c] = (table_column){.head = HEAD_NEW};
        read_column(t, c, all, heads);
        t->column[c].kind = column_kind_of(t, c, &counts[c], figures, all, heads);
        figures = figures || t->column[c].kind == COLUMN_FIGURES;
    }
    t->headed = heads > 0;
    find_labels(t, all, heads);
    tell_apart(t, all, heads);
    borrow_times(t);
}

/* ---- what a row says ---- */

/* The cells of a row, with those that reach over it from above. */
static void show_cells(table *t, uint32_t row, const bool *below) {
    uint32_t at = t->g.row[row].line;
    grid_cells(&t->g, row, below, t->cells);
    for (uint32_t c = 0; c < t->g.columns; c++)
        if (t->cells[c].span != CELL_OF_ABOVE)
            t->shown[c] = (place_of_cell){at, t->cells[c].from, t->cells[c].to};
}

static runes shown_text(const table *t, uint32_t c) {
    const place_of_cell *p = &t->shown[c];
    return grid_text(&t->g, p->line, &(grid_cell){.from = p->from, .to = p->to});
}

static bool is_rate_unit(runes u) {
    return u.length == 1 && (u.at[0] == '%' || u.at[0] == 0xFF05 || u.at[0] == 0x2030);
}

/* What the labels of a column's figures say in this row. unit: of the row's column of units. */
static void read_labels(table *t, const table_column *k, runes unit, head_words *h, runes *raw) {
    char32_t *room = t->labels;
    uint32_t end = k->label + (k->labels < LABELS ? k->labels : LABELS);
    for (uint32_t c = k->label; c < end; c++) {
        if (t->column[c].kind != COLUMN_LABELS)
            continue;
        runes text = head_text_in(room, shown_text(t, c));
        room += HEAD_NAME_LONGEST;
        text = head_without_lead(t->layout, text);
        if (!text.length || (raw->length && same(text, *raw)))
            continue;
        *raw = text;
        head_read(t->layout, h, text, is_rate_unit(unit), false);
    }
}

/* Lines of a group's figures under a name of its own, or a row without one, which is about what the row above is. */
static void name_row(table *t, head_words *h, runes raw) {
    if (!h->length && strcmp(h->kind, "level") != 0 && t->last_length) {
        memcpy(h->name, t->last_name, t->last_length * sizeof *h->name);
        h->length = t->last_length;
    } else if (h->length) {
        memcpy(t->last_name, h->name, h->length * sizeof *h->name);
        t->last_length = h->length;
    } else if (raw.length && !h->time.length && h->period == PERIOD_NONE) {
        h->length = raw.length < HEAD_NAME_LONGEST ? raw.length : HEAD_NAME_LONGEST;
        memcpy(h->name, raw.at, h->length * sizeof *h->name);
    }
}

/* Whether a unit stands in the cell itself. */
static bool has_unit(runes t) {
    cell_number n;
    if (!cell_number_read(t, &n) || n.bracketed)
        return false;
    for (size_t i = n.to; i < t.length; i++)
        if (rune_is_han(t.at[i]) || rune_is_alpha(t.at[i]) || t.at[i] == '%' || t.at[i] == 0xFF05 || t.at[i] == 0x2030)
            return true;
    return false;
}

static const char32_t percent[] = U"%";

/* The unit, as column, row and caption say, in this order. */
static runes unit_of(const table *t, const head_words *column, const head_words *row, runes of_row) {
    bool rate = strcmp(column->kind, "level") != 0 && strcmp(column->kind, "change") != 0;
    if (column->bare)
        return (runes){0};
    if (column->unit.length)
        return column->unit;
    if (row->unit.length && !rate)
        return row->unit;
    if (rate)
        return (runes){percent, 1};
    if (row->bare)
        return (runes){0};
    if (of_row.length)
        return of_row;
    if (!strcmp(row->kind, "growth") || !strcmp(row->kind, "share"))
        return (runes){percent, 1};
    return t->caption.unit;
}

static const char *kind_of(const table *t, const head_words *column, const head_words *row, runes unit, bool own_unit,
                           runes name) {
    const char *kind = strcmp(column->kind, "level") != 0 ? column->kind : row->kind;
    bool rate = is_rate_unit(unit);
    if (!strcmp(kind, "change") && rate)
        return "growth";
    if (!strcmp(kind, "growth") && !rate && !own_unit && unit.length)
        return "change";
    if (!strcmp(kind, "level") && rate && layout_is(t->layout, LAYOUT_CELL_RATE, name, NULL))
        return "growth";
    return kind;
}

/* A name of the row's and the column's words, at *room, which moves on. */
static runes joined(const head_words *row, const head_words *column, bool row_alone, char32_t **room) {
    char32_t *at = *room;
    size_t n = row->length;
    memcpy(at, row->name, n * sizeof *at);
    runes own = {column->name, column->length};
    enum { ATTRIBUTE = 3 }; /* characters of a head that only says what is measured, as the label may do too */
    bool says = n && own.length && own.length <= ATTRIBUTE && row->name[n - 1] == own.at[own.length - 1];
    bool again = says || (n >= own.length && !memcmp(row->name + n - own.length, own.at, own.length * sizeof *at));
    if (!again && !(row_alone && n)) {
        memcpy(at + n, own.at, own.length * sizeof *at);
        n += own.length;
    }
    *room += n;
    return (runes){at, n};
}

static row_cell figure_of(const table *t, uint32_t c, const head_words *row, runes raw, runes of_row, char32_t **room) {
    const table_column *k = &t->column[c];
    runes text = shown_text(t, c), unit = unit_of(t, &k->head, row, of_row);
    bool own = has_unit(text);
    runes name = joined(row, &k->head, k->told_apart, room);
    if (!name.length)
        name = raw;
    const head_words *when = k->head.time.length || k->head.period != PERIOD_NONE ? &k->head : row;
    const char *kind = kind_of(t, &k->head, row, unit, own, name);
    if (own) /* the figure says it itself */
        unit.length = 0;
    return (row_cell){.kind = kind,
                      .name = name,
                      .unit = unit,
                      .time = when->time,
                      .period = when->period,
                      .table_time = t->caption_time,
                      .claim = k->head.claim};
}

/* Figures that cannot be told from each other have no name. */
static bool is_nameless(const table *t, uint32_t c) {
    uint32_t figures = 0;
    for (uint32_t i = 0; i < t->g.columns && !t->headed && figures < 2; i++)
        figures += t->column[i].kind == COLUMN_FIGURES && i >= t->column[c].label;
    return figures > 1;
}

static void read_figures(table *t) {
    head_words row = HEAD_NEW;
    runes raw = {0}, of_row = {0};
    char32_t *room = t->names;
    uint32_t label = UINT32_MAX;
    for (uint32_t c = 0; c < t->g.columns; c++) {
        const table_column *k = &t->column[c];
        cell_kind kind = t->cells[c].span == CELL_OWN ? grid_kind(&t->g, shown_text(t, c)) : CELL_EMPTY;
        if (k->kind != COLUMN_FIGURES || (kind != CELL_FIGURE && kind != CELL_YEAR) || is_nameless(t, c))
            continue;
        if (label != k->label) {
            label = k->label;
            row = HEAD_NEW;
            raw = (runes){0};
            of_row = k->units
                         ? head_text_in(t->labels + (size_t)(LABELS - 1) * HEAD_NAME_LONGEST, shown_text(t, k->units))
                         : (runes){0};
            read_labels(t, k, of_row, &row, &raw);
            name_row(t, &row, raw);
        }
        t->out[c].figure = figure_of(t, c, &row, raw, of_row, &room);
    }
}

const table_row *table_row_at(table *t, uint32_t row) {
    if (row >= t->section_end)
        enter_part(t, row);
    show_cells(t, row, t->kind[row] == ROW_HEAD ? t->below : NULL);
    t->row = (table_row){.line = t->g.row[row].line, .count = t->g.columns, .cell = t->out};
    for (uint32_t c = 0; c < t->g.columns; c++) {
        bool body = t->kind[row] == ROW_BODY, left = t->cells[c].span == CELL_OF_LEFT;
        bool above = t->cells[c].span == CELL_OF_ABOVE && !(body && t->column[c].kind == COLUMN_LABELS);
        const place_of_cell *p = &t->shown[c];
        t->out[c] = (table_cell){.line = p->line, .from = p->from, .to = left || above ? p->from : p->to};
    }
    if (t->kind[row] == ROW_TITLE)
        read_caption(t, line_runes(t->g.all, &t->g.all->at[t->row.line]));
    if (t->kind[row] == ROW_BODY)
        read_figures(t);
    t->row.texts = true;
    for (uint32_t c = 0; c < t->g.columns; c++)
        t->row.texts = t->row.texts && !t->out[c].figure.kind;
    return &t->row;
}

const table_row *table_row_again(const table *t) {
    return &t->row;
}

uint32_t table_rows(const table *t) {
    return t->g.rows;
}

uint32_t table_last(const table *t) {
    return t->g.last;
}

/* ---- a table that goes on ---- */

/* Nothing but what stands at the ends of pages, or says that a table goes on, parts the two. */
static bool goes_on(const table *t, const table *before, uint32_t first) {
    enum { BETWEEN = 6 };
    uint32_t between = first - before->g.last - 1;
    if (before->g.columns != t->g.columns || !before->headed || between > BETWEEN)
        return false;
    for (uint32_t i = before->g.last + 1; i < first; i++) {
        const line *l = &t->g.all->at[i];
        if (l->role != LINE_SKIP &&
            (l->ends == ENDS_SENTENCE || l->length > ABOVE_LONGEST || l->role == LINE_HEADING || l->role == LINE_NOTE))
            return false;
    }
    return true;
}

static bool has_heads(const table *t) {
    for (uint32_t r = 0; r < t->g.rows && r < HEAD_ROWS; r++)
        if (t->kind[r] == ROW_HEAD)
            return true;
    return false;
}

static void inherit(table *t, const table *before) {
    t->column = arena_raw(t->a, t->g.columns, sizeof *t->column);
    memcpy(t->column, before->column, t->g.columns * sizeof *t->column);
    t->headed = true;
    if (!t->caption.unit.length)
        t->caption.unit = before->caption.unit;
    if (!t->caption_time.length)
        t->caption_time = before->caption_time;
}

table *table_read(arena *a, const layout_set *layout, const lines *all, uint32_t first, const table *before) {
    table *t = arena_alloc(a, sizeof *t);
    t->a = a;
    t->layout = layout;
    t->caption = HEAD_NEW;
    t->labels = arena_raw(a, (size_t)LABELS * HEAD_NAME_LONGEST, sizeof *t->labels);
    grid_read(&t->g, a, layout, all, first);
    uint32_t n = t->g.columns + 1;
    t->kind = arena_raw(a, t->g.rows + 1, sizeof *t->kind);
    t->cells = arena_array(a, n, sizeof *t->cells);
    t->below = arena_array(a, n, sizeof *t->below);
    t->shown = arena_array(a, n, sizeof *t->shown);
    t->out = arena_array(a, n, sizeof *t->out);
    t->names = arena_raw(a, (size_t)n * HEAD_NAME_LONGEST * 2, sizeof *t->names);
    find_heads(t);
    read_above(t, first);
    if (before && !has_heads(t) && goes_on(t, before, first))
        inherit(t, before);
    return t;
}
