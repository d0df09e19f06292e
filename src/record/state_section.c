/* What the headings above a block say of time, and whether they announce plans. */
#include <string.h>

#include "lexer/fold.h"
#include "record/reader.h"

static bool holds(const work *w, runes text, word_class cls) {
    for (size_t i = 0; i < text.length; i++)
        if (pack_find(w->reader->pack, cls, text.at + i, text.length - i))
            return true;
    return false;
}

static bool spans_years(const token *t) {
    return strlen(t->period) == strlen("2021/2025");
}

/* A span of years: before the document's year it is looked back on, else it is ahead. */
static void note_span(const work *w, section_state *s, const token *t) {
    int now = w->state.now.year;
    dated years = {t->year, arena_copy(&w->reader->document, t->period, strlen(t->period)), BY_SECTION};
    if (t->kind == TOKEN_SPAN) {
        if (t->moment.reference != TIME_COMING && w->state.early) {
            int first = t->moment.from.year - 1;
            years.year--;
            years.period = arena_print(&w->reader->document, "%04d/%04d", first, years.year);
        } else if (t->moment.reference != TIME_COMING && !s->plans) {
            years = (dated){0, "", BY_SECTION};
        }
    }
    if (t->moment.reference == TIME_COMING || t->year > now || (s->plans && !s->facts))
        s->ahead = (dated){years.year, "", BY_SECTION};
    else
        s->past = years;
    if (!(s->plans && s->facts))
        s->time = s->ahead.year ? s->ahead : years;
}

void enter_section(work *w, dcx_text path) {
    section_state *s = &w->state.section;
    if (s->path.at == path.at && s->path.length == path.length)
        return;
    w->speaker = (runes){0};
    arena *a = &w->reader->scratch;
    runes folded = fold(a, utf8_to_runes(a, path.at, path.length));
    *s = (section_state){.path = path, .time = w->state.time};
    s->plans = holds(w, folded, WORD_PLANS);
    s->facts = holds(w, folded, WORD_REVIEWS);
    tokens t = lex(a, w->reader->pack, folded, w->state.now);
    for (size_t i = 0; i < t.count; i++) {
        const token *k = &t.at[i];
        if ((k->kind != TOKEN_TIME && k->kind != TOKEN_SPAN) || !k->year || k->moment.reference == TIME_AGO)
            continue;
        if (spans_years(k))
            note_span(w, s, k);
        else if (k->kind == TOKEN_TIME && (k->form == TIME_YEAR || k->form == TIME_RANGE))
            s->time = (dated){k->year, arena_copy(&w->reader->document, k->period, strlen(k->period)), BY_SECTION};
    }
}
