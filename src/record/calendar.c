/* The year that a document is about. */
#include <stdlib.h>
#include <string.h>

#include "lexer/fold.h"
#include "record/reader.h"

/* month: of a day, as on the line that says when a text was published; else 0. */
static calendar first_year(dcx_reader *r, runes text) {
    tokens t = lex(&r->scratch, r->pack, fold(&r->scratch, text), (calendar){0});
    for (size_t i = 0; i < t.count; i++) {
        const token *k = &t.at[i];
        if (k->kind != TOKEN_TIME || !k->year)
            continue;
        bool day = strlen(k->period) == strlen("2025-01-31");
        return (calendar){.year = k->year, .month = day ? (int)strtol(k->period + strlen("2025-"), NULL, 10) : 0};
    }
    return (calendar){0};
}

static calendar from_blocks(dcx_reader *r, document *d, block_kind kind, size_t most) {
    calendar found = {0};
    const block *b;
    document_rewind(d, 1U << kind);
    for (; most && !found.year && (b = document_next(d)); most--) {
        found = first_year(r, (runes){b->text, b->length});
        arena_reset(&r->scratch);
    }
    return found;
}

enum { FIRST_YEAR = 1900, YEARS = 201 };

/* How often each year is named in the paragraph, other than to compare with it. */
static void count_years(dcx_reader *r, const block *b, int spoken, size_t *count) {
    runes text = fold(&r->scratch, (runes){b->text, b->length});
    tokens t = lex(&r->scratch, r->pack, text, (calendar){.spoken = spoken});
    for (size_t i = 0; i < t.count; i++) {
        const token *k = &t.at[i];
        bool compared = k->from && pack_find(r->pack, WORD_COMPARING, text.at + k->from - 1, 1);
        if (k->kind == TOKEN_TIME && !compared && k->year >= FIRST_YEAR && k->year < FIRST_YEAR + YEARS)
            count[k->year - FIRST_YEAR]++;
    }
    arena_reset(&r->scratch);
}

/* The year that the text itself speaks of most: one named at its beginning, or again and again. spoken: the year that
 * its "this year" means, if that is known. */
static calendar from_text(dcx_reader *r, document *d, int spoken) {
    enum { LEAD = 3, PARAGRAPHS = 60, OFTEN = 3 };
    size_t count[YEARS] = {0}, seen_paragraphs = 0, best = 0;
    document_rewind(d, 1U << BLOCK_PARAGRAPH);
    for (const block *b; seen_paragraphs < PARAGRAPHS && (b = document_next(d));) {
        count_years(r, b, spoken, count);
        seen_paragraphs++;
        for (size_t y = 1; y < YEARS; y++)
            if (count[y] >= count[best])
                best = y;
        if (seen_paragraphs == LEAD && count[best])
            break;
    }
    size_t all = 0;
    for (size_t y = 0; y < YEARS; y++)
        all += count[y];
    bool settled = count[best] >= OFTEN || (count[best] && (seen_paragraphs <= LEAD || count[best] * 2 > all));
    return (calendar){.year = settled ? FIRST_YEAR + (int)best : 0};
}

/* The year of the day that stands on the cover or below the title; 0: none does. */
static int published(dcx_reader *r, document *d) {
    calendar found = {0};
    document_rewind(d, 1U << BLOCK_TITLE);
    for (const block *b; !found.month && (b = document_next(d));) {
        found = first_year(r, (runes){b->text, b->length});
        arena_reset(&r->scratch);
    }
    return found.month ? found.year : 0;
}

calendar document_calendar(dcx_reader *r, document *d) {
    enum { LINES = 20, EARLY = 3 };
    if (r->options.year)
        return (calendar){.year = r->options.year};
    calendar found = first_year(r, utf8_to_runes(&r->scratch, d->title.at, d->title.length));
    arena_reset(&r->scratch);
    if (!found.year)
        found = from_blocks(r, d, BLOCK_TITLE, LINES);
    if (!found.year)
        found = from_blocks(r, d, BLOCK_HEADING, LINES);
    if (!found.year)
        return from_text(r, d, 0);
    int spoken = published(r, d);
    bool early = found.month && found.month <= EARLY && found.year == spoken;
    if (early && from_text(r, d, spoken).year == found.year - 1)
        found.year--; /* what is published early in a year speaks of the year before */
    return (calendar){.year = found.year, .spoken = spoken == found.year + 1 ? spoken : 0};
}
