/* The document's text, block by block, with a mark at every figure, date and name: for those who show it. */
#include <string.h>

#include "base/decimal.h"
#include "lexer/fold.h"
#include "record/reader.h"

static void put(work *w, dcx_row_fn *fn, const dcx_schema *schema, const dcx_text *field) {
    w->stopped |= fn(w->handler->data, &(dcx_row){schema, field}) != 0;
}

/* The day or month that the cover or a line below the title names first. */
static dcx_text publication_date(dcx_reader *r, document *d) {
    enum { DAY = 10, MONTH = 7 };
    document_rewind(d, 1U << BLOCK_TITLE);
    for (const block *b; (b = document_next(d));) {
        runes text = fold(&r->scratch, (runes){b->text, b->length});
        tokens t = lex(&r->scratch, r->pack, text, (calendar){0});
        for (size_t k = 0; k < t.count; k++) {
            const char *period = t.at[k].period;
            size_t n = t.at[k].kind == TOKEN_TIME && t.at[k].year ? strlen(period) : 0;
            if ((n == DAY || n == MONTH) && !strchr(period, '/'))
                return text_of_c(period);
        }
    }
    return (dcx_text){"", 0};
}

void show_document(work *w) {
    document *d = w->document;
    if (!w->handler->document)
        return;
    arena *a = &w->reader->scratch;
    const dcx_text row[] = {d->name,
                            w->document_name,
                            d->publisher,
                            decimal_count(a, (uint64_t)w->state.now.year),
                            publication_date(w->reader, d),
                            text_of_c(d->format)};
    put(w, w->handler->document, dcx_document_schema(), row);
    arena_reset(a);
}

void show_block(work *w, const block *b) {
    static const char *const kinds[] = {[BLOCK_PARAGRAPH] = "paragraph",
                                        [BLOCK_HEADING] = "heading",
                                        [BLOCK_CAPTION] = "caption",
                                        [BLOCK_TITLE] = "title",
                                        [BLOCK_TOC] = "toc",
                                        [BLOCK_NOTE] = "note",
                                        [BLOCK_ROW] = "row"};
    if (!w->handler->block || b->kind == BLOCK_ASIDE)
        return;
    arena *a = &w->reader->scratch;
    place p = block_place(b, 0);
    const dcx_text row[] = {
        decimal_count(a, b->number), text_of_c(kinds[b->kind]), decimal_count(a, (uint64_t)b->level),  b->section,
        decimal_count(a, p.page),    decimal_count(a, p.line),  utf8_from_runes(a, b->text, b->length)};
    put(w, w->handler->block, dcx_block_schema(), row);
    arena_reset(a);
}

void show_marks(work *w, const reading *r, uint32_t repeat) {
    arena *a = w->arena;
    if (r->block->kind == BLOCK_ASIDE) /* it is not shown */
        return;
    /* Of a row, the tokens behind those of its cells stand in the heads of the table. */
    size_t count = r->block->kind == BLOCK_ROW ? r->block->cells : r->tokens.count;
    for (uint32_t i = 0; w->handler->mark && i < count && !w->stopped; i++) {
        const token *t = &r->tokens.at[i];
        fate f = fate_of(r, i);
        bool figure = f.what != FATE_DATE && f.what != FATE_NAME;
        uint32_t from = figure ? t->quote_from : t->from, to = figure ? t->quote_to : t->to;
        if (to <= from)
            continue;
        const dcx_text row[] = {decimal_count(a, r->block->number), decimal_count(a, (size_t)from + 1),
                                decimal_count(a, (size_t)to - from),
                                figure ? token_id(a, r, i, repeat) : (dcx_text){"", 0}, text_of_c(f.why)};
        put(w, w->handler->mark, dcx_mark_schema(), row);
    }
}
