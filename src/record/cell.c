/* The figures of a table's row become records: their names, units and times come from the heads, not from rules. */
#include <string.h>

#include "lexer/fold.h"
#include "record/reader.h"

static const char no_head[] = "no head", in_label[] = "in a label", unread[] = "not read whole";

static const pack_rule table_rule = {.id = "table.cell", .action = "", .kind = "", .option = "", .pattern = ""};

/* The cell's number and its unit, as they would stand in a text. */
static runes spelled(arena *a, const block *b, const row_cell *c) {
    char32_t *out = arena_array(a, c->to - c->from + c->unit.length + 1, sizeof *out);
    size_t n = 0;
    for (uint32_t i = c->from; i < c->to; i++) {
        char32_t r = fold_rune(b->text[i]);
        if (rune_is_space(r) || r == '+')
            continue;
        out[n] = n || r != 0x2014 ? r : U'-'; /* a dash before a number is its sign */
        n++;
    }
    for (size_t i = 0; i < c->unit.length; i++)
        out[n++] = fold_rune(c->unit.at[i]);
    return (runes){out, n};
}

/* Reads the figure; false where it is none. */
static bool read_figure(work *w, const block *b, const row_cell *c, token *out) {
    runes text = spelled(w->arena, b, c);
    tokens found = lex(w->arena, w->reader->pack, text, w->now);
    if (found.count != 1 || found.at[0].from != 0 || found.at[0].to != text.length)
        return false;
    *out = found.at[0];
    if (out->kind == TOKEN_NUMBER) /* an index, or a unit that nobody names */
        out->unit = "";
    else if (!token_measures(out))
        return false;
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

/* When the figure holds: as its heads say, else the table's caption. */
static token when_of(work *w, const row_cell *c) {
    token of_table = time_of(w, c->table_time, w->section_year);
    token own = time_of(w, c->time, of_table.year ? of_table.year : w->section_year);
    if (own.year)
        return own;
    if (!of_table.year)
        of_table.year = w->section_year;
    return of_table;
}

/* Lists the figures that were not read, and the numbers of all other cells. */
static void put_missed_cells(work *w, const reading *r) {
    const block *b = r->block;
    uint32_t next = 0;
    for (uint32_t i = 0, from = 0; i <= b->length && !w->stopped; i++) {
        if (i < b->length && b->text[i] != '|')
            continue;
        bool figure = next < b->cells && b->cell[next].from < i;
        if (!figure)
            put_missed_part(w, r, from, i, from ? no_head : in_label);
        else if (fate_of(r, next++).what != FATE_RECORD) {
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
    if (b->cells)
        read_row(w, &r);
    return w->stopped ? DCX_STOPPED : DCX_OK;
}
