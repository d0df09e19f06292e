/* The figures of a table's row become records: their names, units and times come from the heads, not from rules. */
#include <stdlib.h>
#include <string.h>

#include "document/figure.h"
#include "lexer/calendar.h"
#include "lexer/fold.h"
#include "record/reader.h"

static const char no_head[] = "no head", in_label[] = "in a label", unread[] = "not read whole";

static const pack_rule table_rule = {.id = "table.cell", .action = "", .kind = "", .option = "", .pattern = ""};

/* The cell's number and its unit, as they would stand in a text: without marks and brackets. */
static runes spelled(arena *a, const block *b, const row_cell *c, uint32_t *number) {
    runes cell = {b->text + c->from, c->to - c->from};
    char32_t *out = arena_array(a, cell.length + c->unit.length + 2, sizeof *out);
    cell_number part;
    size_t n = 0;
    if (!cell_number_read(cell, &part))
        return (runes){0};
    if (part.bracketed)
        out[n++] = '-';
    for (size_t i = part.from; i < part.to; i++) {
        char32_t r = fold_rune(cell.at[i]);
        if (rune_is_space(r) || r == '+')
            continue;
        out[n] = n || r != 0x2014 ? r : U'-'; /* a dash before a number is its sign */
        n++;
    }
    *number = (uint32_t)n;
    for (size_t i = part.to; i < cell.length && !c->unit.length; i++)
        if (rune_is_han(cell.at[i]) || rune_is_alpha(cell.at[i]) || cell.at[i] == '%' || cell.at[i] == 0xFF05 ||
            cell.at[i] == 0x2030 || cell.at[i] == '/' || cell.at[i] == 0xFF0F || cell.at[i] == 0xB7)
            out[n++] = fold_rune(cell.at[i]);
    for (size_t i = 0; i < c->unit.length; i++)
        out[n++] = fold_rune(c->unit.at[i]);
    return (runes){out, n};
}

/* A unit that stands in a head is one, whatever a text would make of it behind a number. whole: what that is; NULL:
 * nothing. */
static bool read_apart(work *w, runes text, uint32_t number, const token *whole, token *out) {
    tokens found = lex(w->arena, w->reader->pack, (runes){text.at, number}, w->state.now);
    if (found.count != 1 || found.at[0].from != 0 || found.at[0].to != number || found.at[0].kind != TOKEN_NUMBER)
        return false;
    dcx_text unit = utf8_from_runes(w->arena, text.at + number, text.length - number);
    const char *value = found.at[0].value;
    *out = whole ? *whole : found.at[0];
    if (!whole)
        out->base_unit = unit.at;
    out->kind = TOKEN_QUANTITY;
    out->value = value;
    out->unit = unit.at;
    return true;
}

/* Reads the figure; false where it is none. */
static bool read_figure(work *w, const block *b, const row_cell *c, token *out) {
    uint32_t number = 0;
    runes text = spelled(w->arena, b, c, &number);
    tokens found = lex(w->arena, w->reader->pack, text, w->state.now);
    bool whole = found.count == 1 && found.at[0].from == 0 && found.at[0].to == text.length;
    if (whole && found.at[0].kind == TOKEN_NUMBER) { /* an index, or a unit that nobody names */
        *out = found.at[0];
        out->unit = "";
    } else if (whole && token_measures(&found.at[0])) {
        *out = found.at[0];
        if (c->unit.length && found.at[0].kind == TOKEN_QUANTITY)
            (void)read_apart(w, text, number, &found.at[0], out);
    } else if (!text.length || !read_apart(w, text, number, NULL, out)) {
        return false;
    }
    out->from = out->quote_from = c->from;
    out->to = out->quote_to = c->to;
    return true;
}

/* A year alone is written without its mark in the heads of tables. */
static bool is_bare_year(runes t) {
    bool year = t.length == 4;
    for (size_t i = 0; i < t.length && year; i++)
        year = rune_is_digit(t.at[i]);
    return year;
}

static token time_of(work *w, runes t, int year) {
    token time = {.kind = TOKEN_TIME, .period = "", .value = "", .form = TIME_YEAR};
    if (is_bare_year(t)) {
        for (size_t i = 0; i < t.length; i++)
            time.year = time.year * 10 + (int)(t.at[i] - '0');
        return time;
    }
    tokens found = lex(w->arena, w->reader->pack, fold(w->arena, t), (calendar){.year = year});
    for (size_t i = 0; i < found.count; i++)
        if (found.at[i].kind == TOKEN_TIME && found.at[i].year)
            time = found.at[i];
    return time;
}

/* The number that stands at the beginning of a part of a period. */
static int part(const char *text) {
    return (int)strtol(text, NULL, 10);
}

/* The years of a period that is written out, moved. */
static const char *moved(arena *a, const char *period, int years) {
    const char *end = strchr(period, '/');
    if (strlen(period) < 4)
        return "";
    if (!end)
        return arena_print(a, "%04d%s", part(period) + years, period + 4);
    return arena_print(a, "%04d%.*s/%04d%s", part(period) + years, (int)(end - period - 4), period + 4,
                       part(end + 1) + years, end + 5);
}

/* The last day of what the table is about. */
static const char *last_day_of(arena *a, const token *table) {
    const char *end = strchr(table->period, '/');
    end = end ? end + 1 : table->period;
    date d = {.year = table->year};
    if (strlen(end) >= 7)
        d.month = part(end + 5);
    if (strlen(end) >= 10)
        d.day = part(end + 8);
    return date_text(a, last_day(d));
}

/* A time that is named in relation to that of the table. */
static token related(arena *a, token table, cell_period how) {
    token t = table;
    if (!table.year)
        return t;
    const char *end = last_day_of(a, &table);
    int month = part(end + 5);
    switch (how) {
    case PERIOD_END: t.period = end; break;
    case PERIOD_BEGINNING: t.period = arena_print(a, "%04d-12-31", --t.year); break;
    case PERIOD_BEFORE:
        t.period = moved(a, table.period, -1);
        t.year--;
        break;
    case PERIOD_MONTH:
        if (*table.period)
            t.period = arena_print(a, "%04d-%02d", table.year, month);
        break;
    case PERIOD_UP_TO:
        if (*table.period)
            t.period = month == 12 ? "" : arena_print(a, "%04d-01/%04d-%02d", table.year, table.year, month);
        break;
    default: break;
    }
    return t;
}

/* When the figure holds: as its heads say, else the table's caption, else its section. */
static token when_of(work *w, const row_cell *c) {
    token of_table = time_of(w, c->table_time, w->state.section.time.year);
    if (!of_table.year)
        of_table.year = w->state.section.time.year;
    token own = time_of(w, c->time, of_table.year);
    if (own.year)
        return own;
    return related(w->arena, of_table, c->period);
}

/* Lists the figures that were not read, and the numbers of all other cells. */
static void put_missed_cells(work *w, const reading *r) {
    const block *b = r->block;
    uint32_t next = 0;
    for (uint32_t i = 0, from = 0; i <= b->length && !w->stopped; i++) {
        if (i < b->length && b->text[i] != '|')
            continue;
        bool figure = next < b->cells && b->cell[next].from < i;
        bool apart = !b->cells && i - from >= APART_LENGTH; /* comes as a block of its own */
        if (!figure && !apart)
            put_missed_part(w, r, from, i, from ? no_head : in_label);
        else if (figure && fate_of(r, next++).what != FATE_RECORD) {
            w->counts->unbound++;
            make_missed(w, r, next - 1, unread);
        }
        from = i + 1;
    }
}

static void put_cells(work *w, const reading *r, uint32_t repeat) {
    for (size_t i = 0; i < r->found.bindings && !w->stopped; i++)
        make_record(w, r, &r->found.binding[i], repeat);
    put_missed_cells(w, r);
    show_marks(w, r, repeat);
}

static void read_row(work *w, reading *r) {
    const block *b = r->block;
    token *all = arena_array(w->arena, (size_t)b->cells * 2 + 1, sizeof *all);
    bool *is_read = arena_array(w->arena, b->cells + 1, sizeof *is_read), any = false;
    for (uint32_t i = 0; i < b->cells; i++) {
        all[i] = (token){.kind = TOKEN_QUANTITY,
                         .value = "",
                         .value_max = "",
                         .unit = "",
                         .quote_from = b->cell[i].from,
                         .quote_to = b->cell[i].to};
        is_read[i] = b->cell[i].name.length && read_figure(w, b, &b->cell[i], &all[i]);
        all[b->cells + i] = when_of(w, &b->cell[i]);
        any = any || is_read[i];
    }
    r->tokens = (tokens){all, (size_t)b->cells * 2};
    binding *made = arena_array(w->arena, (size_t)b->cells + 1, sizeof *made);
    key_figures(w->arena, r, b->cells);
    uint32_t repeat = any ? seen_before(&w->reader->document, &w->seen, r->sentence_key) : 0;
    for (uint32_t i = 0; i < b->cells; i++) {
        runes called = b->cell[i].name;
        if (is_read[i])
            made[r->found.bindings++] = (binding){.token = i,
                                                  .rule = &table_rule,
                                                  .kind = b->cell[i].kind,
                                                  .claim = b->cell[i].claim,
                                                  .name = {.text = called, .folded = fold(w->arena, called)},
                                                  .base_time = -1,
                                                  .time = (int32_t)(b->cells + i),
                                                  .unit_token = -1};
    }
    r->found.binding = made;
    put_cells(w, r, repeat);
}

dcx_status make_cells(work *w, const block *b) {
    reading r = {.block = b, .sentence = {.from = 0, .to = b->length}};
    r.folded = fold(w->arena, (runes){b->text, b->length});
    r.printed = utf8_from_runes(w->arena, b->text, b->length);
    read_row(w, &r);
    return w->stopped ? DCX_STOPPED : DCX_OK;
}
