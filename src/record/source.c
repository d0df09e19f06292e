#include <string.h>

#include "record/reader.h"

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
    runes text = named ? named->text : r->source;
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
