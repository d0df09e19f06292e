/* The year that a document is about. */
#include "lexer/fold.h"
#include "record/reader.h"

static calendar first_year(dcx_reader *r, runes text) {
    tokens t = lex(&r->scratch, r->pack, fold(&r->scratch, text), (calendar){0});
    for (size_t i = 0; i < t.count; i++)
        if (t.at[i].kind == TOKEN_TIME && t.at[i].year)
            return (calendar){t.at[i].year, 0};
    return (calendar){0};
}

static calendar from_blocks(dcx_reader *r, const document *d, block_kind kind, size_t most) {
    calendar found = {0};
    for (size_t i = 0; i < d->blocks && most && !found.year; i++) {
        const block *b = &d->block[i];
        if (b->kind != kind)
            continue;
        most--;
        found = first_year(r, (runes){b->text, b->length});
        arena_reset(&r->scratch);
    }
    return found;
}

calendar document_calendar(dcx_reader *r, const document *d) {
    enum { PARAGRAPHS = 20 };
    if (r->options.year)
        return (calendar){r->options.year, 0};
    calendar found = first_year(r, utf8_to_runes(&r->scratch, d->title.at, d->title.length));
    arena_reset(&r->scratch);
    if (!found.year)
        found = from_blocks(r, d, BLOCK_TITLE, PARAGRAPHS);
    if (!found.year)
        found = from_blocks(r, d, BLOCK_HEADING, PARAGRAPHS);
    if (!found.year)
        found = from_blocks(r, d, BLOCK_PARAGRAPH, PARAGRAPHS);
    return found;
}
