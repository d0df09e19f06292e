/* The largest changes of a diff, on a sheet of their own, with a chart. */
#include <string.h>

#include "base/utf8.h"
#include "writer/xlsx.h"

enum { LARGEST = 15, CHART_WIDTH = 820, BAR_HEIGHT = 34, REST_HEIGHT = 90 };

/* What the sheet shows of a change. */
enum { METRIC, UNIT, OLD_VALUE, NEW_VALUE, CHANGE_PCT, FLAGS, CHARTED };
static const char *const charted[CHARTED] = {"metric", "unit", "old_value", "new_value", "change_pct", "flags"};

typedef struct change {
    dcx_text cell[CHARTED], old_year, new_year;
    double percent;
} change;

struct xlsx_chart {
    change largest[LARGEST]; /* the largest first */
    size_t changes;
};

void xlsx_chart_begin(dcx_writer *w) {
    xlsx_book *b = w->state;
    b->chart = arena_alloc(&w->arena, sizeof *b->chart);
}

/* ---- the changes ---- */

static dcx_text keep(dcx_writer *w, const char *column) {
    dcx_text text = xlsx_field(w, column);
    return (dcx_text){arena_copy(&w->arena, text.at, text.length), text.length};
}

static bool says(const dcx_writer *w, const char *column, const char *word) {
    return text_equal(xlsx_field(w, column), text_of_c(word));
}

static double magnitude(const change *c) {
    return c->percent < 0 ? -c->percent : c->percent;
}

void xlsx_chart_row(dcx_writer *w) {
    const xlsx_book *b = w->state;
    xlsx_chart *d = b->chart;
    const dcx_column percent = {"change_pct", DCX_DECIMAL, ""};
    xlsx_cell cell = xlsx_read(w, &percent, xlsx_field(w, percent.name));
    change c = {.percent = cell.value};
    if (cell.text || !says(w, "status", "matched") || !says(w, "kind", "level") || !says(w, "old_claim", "actual") ||
        !says(w, "new_claim", "actual") || cell.value == 0)
        return;
    size_t at = d->changes;
    while (at && magnitude(&d->largest[at - 1]) < magnitude(&c))
        at--;
    if (at == LARGEST)
        return;
    for (size_t i = 0; i < CHARTED; i++)
        c.cell[i] = keep(w, charted[i]);
    c.old_year = keep(w, "old_year");
    c.new_year = keep(w, "new_year");
    d->changes += d->changes < LARGEST;
    memmove(&d->largest[at + 1], &d->largest[at], (d->changes - at - 1) * sizeof c);
    d->largest[at] = c;
}

/* ---- the sheet ---- */

static const char sheet_title[] = "Largest changes";

static const label_style heading_styles[] = {LABEL_NAME, LABEL_CHINESE, LABEL_BOTH};

static dcx_text heading(dcx_writer *w, const char *column) {
    return label_show(&w->row, "column", text_of_c(column), heading_styles[w->layout.heading]);
}

/* With the years, where they are the same for all. */
static const char *chart_title(dcx_writer *w) {
    const xlsx_book *b = w->state;
    const change *c = b->chart->largest;
    const char *years = arena_print(&w->row, " %.*s–%.*s", (int)c->old_year.length, c->old_year.at,
                                    (int)c->new_year.length, c->new_year.at);
    dcx_text percent = heading(w, charted[CHANGE_PCT]);
    for (size_t i = 1; i < b->chart->changes; i++)
        if (!text_equal(c[i].old_year, c->old_year) || !text_equal(c[i].new_year, c->new_year))
            years = "";
    if (w->layout.heading == DCX_NAMES)
        return arena_print(&w->row, "Largest changes%s, in percent", years);
    return arena_print(&w->row, "%.*s%s", (int)percent.length, percent.at, years);
}

static void put_changes(dcx_writer *w) {
    const xlsx_book *b = w->state;
    size_t width[CHARTED];
    xlsx_cell cell[CHARTED];
    for (size_t i = 0; i < CHARTED; i++) {
        cell[i] = xlsx_words(w, heading(w, charted[i]));
        cell[i].format = xlsx_format(w, XLSX_HEAD, XLSX_TEXT);
        width[i] = cell[i].width;
    }
    xlsx_put(w, cell, CHARTED);
    for (size_t r = 0; r < b->chart->changes; r++) {
        for (size_t i = 0; i < CHARTED; i++) {
            const dcx_column *column = &w->schema->column[dcx_schema_find(w->schema, charted[i])];
            dcx_text text = b->chart->largest[r].cell[i];
            if (i == FLAGS)
                text = label_show(&w->row, label_group(charted[i]), text, w->words);
            cell[i] = xlsx_read(w, column, text);
            cell[i].format = xlsx_format(w, i == FLAGS ? XLSX_FLAG : XLSX_PLAIN, cell[i].decimals);
            width[i] = cell[i].width > width[i] ? cell[i].width : width[i];
        }
        xlsx_put(w, cell, CHARTED);
    }
    for (size_t i = 0; i < CHARTED; i++)
        xlsx_check(
            w, lxw.worksheet_set_column(b->sheet, (lxw_col_t)i, (lxw_col_t)i, xlsx_column_width(width[i], 40), NULL));
}

static void dress_series(dcx_writer *w, lxw_chart_series *series) {
    const xlsx_book *b = w->state;
    lxw_chart_fill rise = {.color = XLSX_RISE}, fall = {.color = XLSX_FALL};
    lxw_chart_point rises = {.fill = &rise}, falls = {.fill = &fall};
    lxw_chart_point *points[LARGEST + 1] = {NULL};
    for (size_t i = 0; i < b->chart->changes; i++)
        points[i] = b->chart->largest[i].percent < 0 ? &falls : &rises;
    xlsx_check(w, lxw.chart_series_set_points(series, points));
    lxw.chart_series_set_labels(series);
}

void xlsx_chart_end(dcx_writer *w) {
    const xlsx_book *b = w->state;
    lxw_row_t last = (lxw_row_t)b->chart->changes;
    if (!last)
        return;
    arena_reset(&w->row);
    xlsx_add_sheet(w, sheet_title, false);
    put_changes(w);
    lxw.worksheet_freeze_panes(b->sheet, 1, 0);
    lxw_chart *chart = lxw.workbook_add_chart(b->workbook, LXW_CHART_BAR);
    lxw_chart_series *series = chart ? lxw.chart_add_series(chart, NULL, NULL) : NULL;
    if (!series)
        memory_fail(&w->mem);
    lxw.chart_series_set_categories(series, sheet_title, 1, METRIC, last, METRIC);
    lxw.chart_series_set_values(series, sheet_title, 1, CHANGE_PCT, last, CHANGE_PCT);
    dress_series(w, series);
    lxw.chart_title_set_name(chart, chart_title(w));
    lxw_chart_font font = {.size = 13, .bold = LXW_TRUE};
    lxw.chart_title_set_name_font(chart, &font);
    lxw.chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    lxw.chart_set_series_gap(chart, 40);
    /* Of a bar chart, the library's y axis bears the categories. */
    lxw.chart_axis_set_reverse(chart->y_axis); /* the largest at the top */
    lxw.chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    lxw.chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    lxw.chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
    lxw.chart_axis_off(chart->x_axis); /* the bars bear their numbers */
    lxw_chart_options options = {.x_offset = 12,
                                 .y_offset = 4,
                                 .x_scale = CHART_WIDTH / 480.0,
                                 .y_scale = (REST_HEIGHT + BAR_HEIGHT * (double)last) / 288.0};
    xlsx_check(w, lxw.worksheet_insert_chart_opt(b->sheet, 0, CHARTED, chart, &options));
}
