/* Who says so: sources that rules found, who speaks, notes, the publisher. */
#include <string.h>

#include "record/reader.h"
#include "rules/action.h"

/* The first note with a source whose mark stands behind offset `at` of the block, and up to `to`. */
static const note *mark_after(const block *b, uint32_t at, uint32_t to) {
    for (uint32_t i = 0; i < b->marks; i++) {
        const mark *m = &b->mark[i];
        if (m->at > at && m->at <= to && m->note && m->note->source.length)
            return m->note;
    }
    return NULL;
}

/* The last note with a source whose mark stands in the sentence before offset `to`. */
static const note *mark_before(const block *b, uint32_t from, uint32_t to) {
    const note *best = NULL;
    for (uint32_t i = 0; i < b->marks; i++) {
        const mark *m = &b->mark[i];
        if (m->at > from && m->at <= to && m->note && m->note->source.length)
            best = m->note;
    }
    return best;
}

/* The source named in the sentence before the figure. */
static const scope *named_source(const findings *f, const binding *b) {
    const scope *best = NULL;
    for (size_t i = 0; i < f->sources; i++)
        if (f->source[i].from <= b->at && (!best || f->source[i].from > best->from))
            best = &f->source[i];
    return best;
}

/* ---- who speaks ---- */

static bool ends_clause(char32_t c) {
    return c == 0xFF0C || c == 0xFF1B || c == 0xFF1A || c == 0x3002;
}

/* Whether a text is made of words for data alone: it names nobody. */
static bool is_data(const work *w, runes text) {
    size_t at = 0;
    while (at < text.length) {
        const pack_word *word = pack_find(w->reader->pack, WORD_DATA, text.at + at, text.length - at);
        if (!word)
            return false;
        at += word->length;
    }
    return true;
}

/* The name in a stretch of the line, without the times and words that stand around it; empty: none can be one. */
static span name_in(const work *w, const reading *r, size_t from, size_t to) {
    enum { LONGEST = 30 };
    const dcx_pack *pack = w->reader->pack;
    const line *l = &r->line;
    for (size_t i = to; i > from; i--) {
        int32_t t = l->origin[i - 1].token;
        if (t >= 0 && token_measures(&l->tokens.at[t]))
            return (span){0, 0};
        if (t >= 0 && l->tokens.at[t].kind == TOKEN_TIME) {
            if (i == to)
                to--;
            else
                from = i;
        }
        const pack_word *tail = i == to ? pack_find_last(pack, WORD_SPEECH_TAIL, l->text.at + from, to - from) : NULL;
        if (tail && tail->length < to - from) {
            to -= tail->length;
            i = to + 1;
        }
    }
    for (const pack_word *lead; (lead = pack_find(pack, WORD_SPEECH_LEAD, l->text.at + from, to - from));)
        from += lead->length;
    return to > from && to - from <= LONGEST ? (span){from, to} : (span){0, 0};
}

static void add_speaker(reading *r, context *c, size_t from, size_t to, runes text) {
    static const pack_rule rule = {.id = "speaker", .action = "source", .kind = "", .option = "", .pattern = ""};
    findings *f = &r->found;
    for (size_t i = 0; i < f->sources; i++)
        if (f->source[i].from < to && f->source[i].to > from)
            return;
    if (f->sources < SCOPES)
        f->source[f->sources++] = (scope){.from = (uint32_t)from, .to = (uint32_t)to, .text = text, .rule = &rule};
    c->speaker = text;
}

/* A verb of speaking that ends its clause, and who stands before it. */
static void note_speaker(work *w, reading *r, context *c, size_t at, size_t verb) {
    const line *l = &r->line;
    size_t from = at;
    while (from > 0 && !ends_clause(l->text.at[from - 1]))
        from--;
    span who = name_in(w, r, from, at);
    if (who.to <= who.from)
        return;
    const origin *first = &l->origin[who.from], *last = &l->origin[who.to - 1];
    runes text = {l->source.at + first->from, last->to - first->from};
    runes folded = {l->text.at + who.from, who.to - who.from};
    const pack_word *he = pack_find(w->reader->pack, WORD_SPOKE, folded.at, folded.length);
    if (he && he->length == folded.length && c->speaker.length)
        text = c->speaker;
    else if (he || is_data(w, folded) || folded.length < 2)
        return;
    bool quoted = first->from > 0 && l->source.at[first->from - 1] == 0x201D;
    add_speaker(r, c, quoted ? 0 : who.from, at + verb, text);
}

/* A source that is no more than a word for data is none. */
static void drop_data(const work *w, findings *f) {
    size_t kept = 0;
    for (size_t i = 0; i < f->sources; i++) {
        runes text = f->source[i].text;
        const pack_word *tail = pack_find_last(w->reader->pack, WORD_SPEECH_TAIL, text.at, text.length);
        text.length -= tail && tail->length < text.length ? tail->length : 0U;
        f->source[i].text = text;
        if (!is_data(w, text))
            f->source[kept++] = f->source[i];
    }
    f->sources = kept;
}

void note_speakers(work *w, reading *r, context *c) {
    const runes text = r->line.text;
    drop_data(w, &r->found);
    for (size_t i = 1; i < text.length; i++) {
        const pack_word *verb = pack_find(w->reader->pack, WORD_SPEAKING, text.at + i, text.length - i);
        if (!verb)
            continue;
        size_t end = i + verb->length;
        if (end == text.length || ends_clause(text.at[end]))
            note_speaker(w, r, c, i, verb->length);
        i = end - 1;
    }
    if (r->found.sources)
        c->speaker = r->found.source[r->found.sources - 1].text;
    if (text.length && text.at[text.length - 1] == 0xFF1A && r->found.sources) {
        char32_t *kept = arena_raw(&w->reader->document, c->speaker.length, sizeof *kept);
        memcpy(kept, c->speaker.at, c->speaker.length * sizeof *kept);
        w->speaker = (runes){kept, c->speaker.length};
    }
}

runes usual_source(const work *w, const reading *r, const context *c) {
    const runes text = r->line.text;
    return pack_find(w->reader->pack, WORD_CARRY, text.at, text.length) ? c->source : (runes){0};
}

void remember_source(const reading *r, context *c) {
    const findings *f = &r->found;
    c->source = f->sources ? f->source[f->sources - 1].text : r->source;
}

sourced source_of(work *w, const reading *r, const binding *b) {
    const scope *named = named_source(&r->found, b);
    runes text = named ? named->text : r->source.length ? r->source : w->speaker;
    if (text.length)
        return (sourced){utf8_from_runes(w->arena, text.at, text.length), "clause"};
    uint32_t at = r->tokens.at[b->token].from;
    const note *n = mark_after(r->block, at, r->sentence.to);
    if (!n)
        n = mark_before(r->block, r->sentence.from, at);
    if (n)
        return (sourced){n->source, "sentence"};
    n = mark_after(r->block, at, r->block->length);
    if (n)
        return (sourced){n->source, "paragraph"};
    const document *d = w->document;
    return (sourced){d->publisher.length ? d->publisher : w->document_name, "document"};
}
