/* What a document is about, and when it was published. */
#include <stdlib.h>
#include <string.h>

#include "lexer/fold.h"
#include "record/reader.h"

/* A plan's years settle nothing. */
static bool is_plan(const token *t) {
    return t->moment.from.year && t->moment.from.year != t->moment.to.year && !t->moment.to.month;
}

/* A year inside the marks of a title is not the document's. */
static bool in_title(runes text, size_t at) {
    enum { FAR = 60 };
    for (size_t i = at, n = 0; i > 0 && n < FAR; i--, n++)
        if (text.at[i - 1] == 0x300B || text.at[i - 1] == 0x300A)
            return text.at[i - 1] == 0x300A;
    return false;
}

/* month: of a day, as on the line that says when a text was published; else 0. */
static calendar first_year(dcx_reader *r, runes text) {
    tokens t = lex(&r->scratch, r->pack, fold(&r->scratch, text), (calendar){0});
    for (size_t i = 0; i < t.count; i++) {
        const token *k = &t.at[i];
        if (k->kind != TOKEN_TIME || !k->year || is_plan(k))
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

/* Whether the time is only what something is compared with. */
static bool is_compared(const dcx_reader *r, runes text, const token *t) {
    return t->from && pack_find(r->pack, WORD_COMPARING, text.at + t->from - 1, 1);
}

enum { FIRST_YEAR = 1900, YEARS = 201 };

/* How often each year is named in the paragraph, other than to compare with it. */
static void count_years(dcx_reader *r, const block *b, int spoken, size_t *count) {
    runes text = fold(&r->scratch, (runes){b->text, b->length});
    tokens t = lex(&r->scratch, r->pack, text, (calendar){.spoken = spoken});
    for (size_t i = 0; i < t.count; i++) {
        const token *k = &t.at[i];
        bool other = is_compared(r, text, k) || is_plan(k) || k->moment.since || in_title(text, k->from) ||
                     (k->to < text.length && text.at[k->to] == 0x300A);
        if (k->kind == TOKEN_TIME && !other && k->year >= FIRST_YEAR && k->year < FIRST_YEAR + YEARS)
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

/* Year and period of the title: "the first quarter of 2024". A plan's years settle nothing. */
static dated title_time(dcx_reader *r, document *d) {
    runes title = fold(&r->scratch, utf8_to_runes(&r->scratch, d->title.at, d->title.length));
    tokens t = lex(&r->scratch, r->pack, title, (calendar){0});
    dated found = {0, "", BY_DOCUMENT};
    for (size_t i = 0; i < t.count && !found.year; i++) {
        const token *k = &t.at[i];
        bool part = k->kind == TOKEN_TIME && k->year && k->form == TIME_RANGE && k->moment.from.month;
        if (part && k->moment.from.year == k->year)
            found = (dated){k->year, arena_copy(&r->document, k->period, strlen(k->period)), BY_DOCUMENT};
    }
    arena_reset(&r->scratch);
    return found;
}

static bool holds_figure(const tokens *t) {
    for (size_t i = 0; i < t->count; i++)
        if (token_measures(&t->at[i]))
            return true;
    return false;
}

/* A part of a year that the text's beginning names and that it speaks of most: its month, as a month's release does. */
static dated lead_period(dcx_reader *r, document *d, calendar now) {
    enum { LEAD = 4, PARAGRAPHS = 60, OFTEN = 2 };
    dated found = {0, "", BY_DOCUMENT};
    size_t same = 0, all = 0, n = 0;
    document_rewind(d, 1U << BLOCK_PARAGRAPH);
    for (const block *b; n < PARAGRAPHS && (b = document_next(d)) && (found.year || n < LEAD); n++) {
        runes text = fold(&r->scratch, (runes){b->text, b->length});
        tokens t = lex(&r->scratch, r->pack, text, now);
        if (!holds_figure(&t))
            t.count = 0;
        for (size_t i = 0; i < t.count; i++) {
            const token *k = &t.at[i];
            bool time = k->kind == TOKEN_TIME && k->year && k->form != TIME_RELATIVE && !k->moment.to.day;
            if (!time || is_compared(r, text, k))
                continue;
            if (!found.year && k->form == TIME_RANGE && k->moment.from.month && k->year == now.year)
                found = (dated){k->year, arena_copy(&r->document, k->period, strlen(k->period)), BY_DOCUMENT};
            same += found.year && !strcmp(found.period, k->period);
            all++;
        }
        arena_reset(&r->scratch);
    }
    return same >= OFTEN && same * 2 > all ? found : (dated){now.year, "", BY_DOCUMENT};
}

/* The year and month in which a line of the cover, or a day on which somebody spoke, says that it was published. */
static calendar publication(dcx_reader *r, document *d) {
    calendar found = {0};
    document_rewind(d, 1U << BLOCK_TITLE);
    for (const block *b; !found.month && (b = document_next(d));) {
        found = first_year(r, (runes){b->text, b->length});
        arena_reset(&r->scratch);
    }
    return found.month ? found : (calendar){0};
}

/* The day of the text's beginning on which somebody spoke. */
static calendar day_of_speech(dcx_reader *r, document *d) {
    enum { LEAD = 3 };
    calendar found = {0};
    document_rewind(d, 1U << BLOCK_PARAGRAPH);
    const block *b;
    for (size_t n = 0; n < LEAD && !found.year && (b = document_next(d)); n++) {
        runes text = fold(&r->scratch, (runes){b->text, b->length});
        tokens t = lex(&r->scratch, r->pack, text, (calendar){0});
        for (size_t i = 0; i < t.count && !found.year; i++) {
            const token *k = &t.at[i];
            if (k->kind != TOKEN_TIME || !k->year || !k->moment.to.day || k->as_of)
                continue;
            for (size_t at = k->to; at < text.length && text.at[at] != 0xFF0C && text.at[at] != 0x3002; at++)
                if (pack_find(r->pack, WORD_SPEAKS, text.at + at, text.length - at))
                    found = (calendar){.year = k->year, .month = k->moment.to.month};
        }
        arena_reset(&r->scratch);
    }
    return found;
}

/* The year that title, cover, headings or the text settle. */
static calendar settled_year(dcx_reader *r, document *d) {
    enum { LINES = 20 };
    calendar found = first_year(r, utf8_to_runes(&r->scratch, d->title.at, d->title.length));
    arena_reset(&r->scratch);
    if (!found.year)
        found = from_blocks(r, d, BLOCK_TITLE, LINES);
    if (!found.year)
        found = day_of_speech(r, d);
    if (!found.year)
        found = from_blocks(r, d, BLOCK_HEADING, LINES);
    return found.year ? found : from_text(r, d, 0);
}

/* Whether the text's beginning reports the end of the year: it was published in the next. */
static bool reports_year_end(dcx_reader *r, document *d, calendar now) {
    enum { LEAD = 3 };
    bool found = false;
    document_rewind(d, 1U << BLOCK_PARAGRAPH);
    const block *b;
    for (size_t n = 0; n < LEAD && !found && (b = document_next(d)); n++) {
        runes text = fold(&r->scratch, (runes){b->text, b->length});
        tokens t = lex(&r->scratch, r->pack, text, now);
        for (size_t i = 0; i < t.count; i++) {
            const token *k = &t.at[i];
            bool year_end = k->kind == TOKEN_TIME && k->moment.reference == TIME_OWN && k->form == TIME_RANGE &&
                            k->year == now.year && k->moment.to.month == 12;
            found |= year_end && !is_compared(r, text, k);
        }
        arena_reset(&r->scratch);
    }
    return found;
}

doc_state document_state(dcx_reader *r, document *d) {
    enum { EARLY = 3 };
    doc_state s = {.time = title_time(r, d)};
    if (r->options.year) {
        s.now.year = r->options.year;
    } else {
        calendar found = settled_year(r, d), day = publication(r, d);
        int spoken = day.year;
        bool early = found.month && found.month <= EARLY && found.year == spoken;
        if (early && from_text(r, d, spoken).year == found.year - 1)
            found.year--; /* what is published early in a year speaks of the year before */
        s.now = (calendar){found.year, 0, spoken == found.year + 1 ? spoken : found.spoken};
        if (!s.now.spoken && !day.year && !d->title.length && reports_year_end(r, d, s.now))
            s.now.spoken = s.now.year + 1;
        s.early = day.month && day.month <= EARLY && day.year == s.now.year;
    }
    if (s.time.year != s.now.year)
        s.time = lead_period(r, d, s.now);
    s.section.time = s.time;
    return s;
}
