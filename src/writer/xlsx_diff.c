/* What is special of a diff: rows sorted by section, and colours for rise and fall. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "writer/xlsx.h"

typedef struct diff_row diff_row;
struct diff_row {
    const dcx_text *cell;
    dcx_text section;
    const diff_row *leader; /* the first of its section */
    size_t order;
    bool faint; /* only one report has it */
};

struct xlsx_diff {
    diff_row *row;
    size_t rows, room;
};

static int find_column(const dcx_writer *w, const char *column) {
    for (size_t i = 0; i < w->columns; i++)
        if (!strcmp(w->column[i].name, column))
            return (int)i;
    return -1;
}

void xlsx_diff_begin(dcx_writer *w) {
    xlsx_book *b = w->state;
    b->diff = arena_alloc(&w->arena, sizeof *b->diff);
}

/* ---- rows ---- */

static dcx_text keep(dcx_writer *w, dcx_text text) {
    return (dcx_text){arena_copy(&w->arena, text.at, text.length), text.length};
}

void xlsx_diff_row(dcx_writer *w, const dcx_text *cell) {
    const xlsx_book *b = w->state;
    xlsx_diff *d = b->diff;
    if (d->rows == d->room) {
        size_t room = d->room ? 2 * d->room : 256;
        d->row = arena_grow(&w->arena, d->row, d->rows * sizeof *d->row, room * sizeof *d->row);
        d->room = room;
    }
    dcx_text *copy = arena_array(&w->arena, w->columns, sizeof *copy);
    for (size_t i = 0; i < w->columns; i++)
        copy[i] = cell[i].length ? keep(w, cell[i]) : cell[i];
    d->row[d->rows] = (diff_row){.cell = copy,
                                 .section = keep(w, xlsx_field(w, "section")),
                                 .order = d->rows,
                                 .faint = !text_equal(xlsx_field(w, "status"), text_of_c("matched"))};
    d->rows++;
}

static int by_order(const void *left, const void *right) {
    const diff_row *a = left, *b = right;
    return (a->order > b->order) - (a->order < b->order);
}

static int by_section(const void *left, const void *right) {
    const diff_row *a = left, *b = right;
    size_t least = a->section.length < b->section.length ? a->section.length : b->section.length;
    int differ = least ? memcmp(a->section.at, b->section.at, least) : 0;
    if (!differ)
        differ = (a->section.length > b->section.length) - (a->section.length < b->section.length);
    return differ ? differ : by_order(left, right);
}

static int by_leader(const void *left, const void *right) {
    const diff_row *const *a = left, *const *b = right;
    int differ = by_order((*a)->leader, (*b)->leader);
    return differ ? differ : by_order(*a, *b);
}

/* The sections in the order in which they first appeared, each with its rows as they came. */
static const diff_row **sort(dcx_writer *w) {
    const xlsx_book *b = w->state;
    xlsx_diff *d = b->diff;
    const diff_row **sorted = arena_array(&w->arena, d->rows, sizeof *sorted);
    if (d->rows)
        qsort(d->row, d->rows, sizeof *d->row, by_section);
    for (size_t i = 0; i < d->rows; i++) {
        bool same = i && text_equal(d->row[i].section, d->row[i - 1].section);
        d->row[i].leader = same ? d->row[i - 1].leader : &d->row[i];
        sorted[i] = &d->row[i];
    }
    if (d->rows)
        qsort(sorted, d->rows, sizeof *sorted, by_leader);
    return sorted;
}

void xlsx_diff_rows(dcx_writer *w) {
    const xlsx_book *b = w->state;
    const diff_row **sorted = sort(w);
    int flags = find_column(w, "flags");
    for (size_t r = 0; r < b->diff->rows && !w->failed; r++) {
        arena_reset(&w->row);
        xlsx_style *style = arena_array(&w->row, w->columns, sizeof *style);
        for (size_t i = 0; i < w->columns; i++)
            style[i] = (int)i == flags ? XLSX_FLAG : sorted[r]->faint ? XLSX_FAINT : XLSX_PLAIN;
        xlsx_put_row(w, sorted[r]->cell, style);
    }
}

/* ---- colours ---- */

static void add_rule(dcx_writer *w, size_t column, lxw_conditional_format rule) {
    const xlsx_book *b = w->state;
    lxw_col_t c = (lxw_col_t)column;
    xlsx_check(w, lxw.worksheet_conditional_format_range(b->sheet, 1, c, b->rows - 1, c, &rule));
}

/* A format for cells where a formula holds. */
static void add_look(dcx_writer *w, size_t column, char *formula, lxw_color_t ink, bool line_above) {
    const xlsx_book *b = w->state;
    lxw_format *f = lxw.workbook_add_format(b->workbook);
    if (!f)
        memory_fail(&w->mem);
    if (ink)
        lxw.format_set_font_color(f, ink);
    if (line_above) {
        lxw.format_set_top(f, LXW_BORDER_THIN);
        lxw.format_set_top_color(f, 0x7F8C99);
    }
    add_rule(w, column,
             (lxw_conditional_format){.type = LXW_CONDITIONAL_TYPE_FORMULA, .value_string = formula, .format = f});
}

/* Changes in percent as bars to the right and to the left, which need no colour to be told apart. */
static void add_bars(dcx_writer *w, size_t column) {
    add_rule(w, column,
             (lxw_conditional_format){.type = LXW_CONDITIONAL_DATA_BAR,
                                      .data_bar_2010 = LXW_TRUE,
                                      .bar_solid = LXW_TRUE,
                                      .bar_no_border = LXW_TRUE,
                                      .bar_color = 0xF6C9A8,
                                      .bar_negative_color = 0xA9CCEA,
                                      .bar_axis_color = 0x999999,
                                      .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                      .min_value = -50,
                                      .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                      .max_value = 50});
}

/* Rises and falls have colours, and the first row of each section has a line above it, also when somebody has sorted
 * the sheet anew. The rules that apply to a cell are those of its column alone, and the first that holds says all:
 * LibreOffice takes no other. */
static void add_looks(dcx_writer *w) {
    int section = find_column(w, "section");
    char above[3 * LXW_MAX_COL_NAME_LENGTH] = "FALSE", column[LXW_MAX_COL_NAME_LENGTH];
    if (section >= 0) {
        lxw.lxw_col_to_name(column, (lxw_col_t)section, LXW_TRUE);
        (void)snprintf(above, sizeof above, "%s2<>%s1", column, column);
    }
    for (size_t i = 0; i < w->columns; i++) {
        bool percent = !strcmp(w->column[i].name, "change_pct");
        bool coloured = percent || !strcmp(w->column[i].name, "change");
        lxw.lxw_col_to_name(column, (lxw_col_t)i, LXW_TRUE);
        for (int first = 1; coloured && first >= 0; first--) {
            const char *where = first ? above : "TRUE";
            add_look(w, i, arena_print(&w->row, "=AND(%s,ISNUMBER(%s2),%s2>0)", where, column, column), XLSX_RISE,
                     first);
            add_look(w, i, arena_print(&w->row, "=AND(%s,ISNUMBER(%s2),%s2<0)", where, column, column), XLSX_FALL,
                     first);
        }
        if (section >= 0)
            add_look(w, i, arena_print(&w->row, "=%s", above), LXW_COLOR_UNSET, true);
        if (percent)
            add_bars(w, i);
    }
}

/* What stands behind the section tells where a row comes from: folded away. */
static void fold(dcx_writer *w) {
    const xlsx_book *b = w->state;
    int section = find_column(w, "section");
    size_t first = (size_t)section + 1;
    if (section < 0 || w->columns - first < 2)
        return;
    for (size_t i = first; i < w->columns; i++) {
        lxw_row_col_options options = {.hidden = LXW_TRUE, .level = 1};
        double wide = xlsx_column_width(b->width[i], 30);
        xlsx_check(w, lxw.worksheet_set_column_opt(b->sheet, (lxw_col_t)i, (lxw_col_t)i, wide, NULL, &options));
    }
    lxw_row_col_options sign = {.collapsed = LXW_TRUE};
    lxw_col_t behind = (lxw_col_t)w->columns;
    if (behind < LXW_COL_MAX)
        xlsx_check(w, lxw.worksheet_set_column_opt(b->sheet, behind, behind, LXW_DEF_COL_WIDTH, NULL, &sign));
}

void xlsx_diff_finish(dcx_writer *w) {
    const xlsx_book *b = w->state;
    if (b->rows > 1)
        add_looks(w);
    fold(w);
}
