/* How the text was read: one row a token. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "lexer/fold.h"
#include "record/reader.h"
#include "words/words.h"

static const char *kind_of(const token *t) {
    static const char *const names[] = {
        [TOKEN_NUMBER] = "number", [TOKEN_QUANTITY] = "quantity", [TOKEN_PERCENT] = "percent",
        [TOKEN_POINTS] = "points", [TOKEN_TIMES] = "times",       [TOKEN_DOUBLING] = "doubling",
        [TOKEN_RATIO] = "ratio",   [TOKEN_RANK] = "rank",         [TOKEN_ORDINAL] = "ordinal",
        [TOKEN_TIME] = "time",     [TOKEN_SPAN] = "span",         [TOKEN_NAME] = "name",
        [TOKEN_UNREAD] = "unread"};
    return *t->value_max && t->kind != TOKEN_RATIO ? "range" : names[t->kind];
}

enum { TOKEN_LINE = 9, TOKEN_COLUMN, TOKEN_LENGTH, TOKEN_COLUMNS }; /* of dcx_token_schema */

static int put_token(arena *a, const block *b, const token *t, const dcx_handler *h) {
    place p = block_place(b, t->from);
    bool year = t->kind == TOKEN_TIME && t->year && !*t->period;
    const dcx_text row[] = {text_of_c(kind_of(t)),
                            utf8_from_runes(a, b->text + t->from, t->to - t->from),
                            text_of_c(t->value),
                            text_of_c(t->value_max),
                            text_of_c(t->unit),
                            text_of_c(qualifier_name(t->qualifier)),
                            text_of_c(t->base_value),
                            text_of_c(t->base_unit),
                            year ? decimal_count(a, (uint64_t)t->year) : text_of_c(t->period),
                            decimal_count(a, p.line),
                            decimal_count(a, p.column),
                            decimal_count(a, t->to - t->from)};
    return h->record(h->data, &(dcx_row){dcx_token_schema(), row});
}

/* A word that is no token: its part of speech stands for the kind. */
static int put_word(arena *a, const block *b, const word *w, const dcx_handler *h) {
    place p = block_place(b, w->from);
    dcx_text row[TOKEN_COLUMNS] = {text_of_c(speech_name(w->speech)),
                                   utf8_from_runes(a, b->text + w->from, w->to - w->from)};
    for (size_t i = 2; i < TOKEN_COLUMNS; i++)
        row[i] = text_of_c("");
    row[TOKEN_LINE] = decimal_count(a, p.line);
    row[TOKEN_COLUMN] = decimal_count(a, p.column);
    row[TOKEN_LENGTH] = decimal_count(a, w->to - w->from);
    return h->record(h->data, &(dcx_row){dcx_token_schema(), row});
}

static int put_mark(arena *a, const block *b, const mark *m, const dcx_handler *h) {
    place p = block_place(b, m->at);
    dcx_text row[] = {text_of_c("note"),
                      m->note->label,
                      text_of_c(""),
                      text_of_c(""),
                      text_of_c(""),
                      text_of_c(""),
                      text_of_c(""),
                      text_of_c(""),
                      text_of_c(""),
                      decimal_count(a, p.line),
                      decimal_count(a, p.column),
                      text_of_c("")};
    return h->record(h->data, &(dcx_row){dcx_token_schema(), row});
}

/* The tokens as words and, where that was asked for, the words between them. */
static words words_of(const dcx_reader *r, arena *a, runes folded, tokens t) {
    if (r->options.words)
        return cut_words(a, r->pack, folded, 0, (uint32_t)folded.length, t);
    word *w = arena_raw(a, t.count + 1, sizeof *w);
    for (size_t i = 0; i < t.count; i++)
        w[i] = (word){t.at[i].from, t.at[i].to, (int32_t)i, SPEECH_TOKEN};
    return (words){w, t.count};
}

static int put_block(dcx_reader *r, const block *b, calendar now, const dcx_handler *h) {
    arena *a = &r->scratch;
    runes folded = fold(a, (runes){b->text, b->length});
    tokens t = lex(a, r->pack, folded, now);
    words all = words_of(r, a, folded, t);
    int stop = 0;
    uint32_t next = 0;
    for (size_t i = 0; i < all.count && !stop; i++) {
        const word *w = &all.at[i];
        for (; next < b->marks && b->mark[next].at <= w->from && !stop; next++)
            stop = b->mark[next].note ? put_mark(a, b, &b->mark[next], h) : 0;
        if (!stop)
            stop = w->token < 0 ? put_word(a, b, w, h) : put_token(a, b, &t.at[w->token], h);
    }
    for (; next < b->marks && !stop; next++)
        stop = b->mark[next].note ? put_mark(a, b, &b->mark[next], h) : 0;
    arena_reset(a);
    return stop;
}

dcx_status dcx_tokens(dcx_reader *reader, const char *file, const void *bytes, size_t size, const dcx_handler *handler,
                      dcx_error *error) {
    jmp_buf trap;
    reader->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    const read_options options = reading_options(reader, handler);
    arena_reset(&reader->scratch);
    arena_reset(&reader->document);
    document *d =
        document_read_lines(&reader->document, reader->layout, file, (dcx_text){bytes, size}, &options, error);
    if (!d)
        return error ? error->status : DCX_BAD_INPUT;
    calendar now = document_state(reader, d).now;
    document_rewind(d, ALL_BLOCKS);
    for (const block *b; (b = document_next(d));)
        if (put_block(reader, b, now, handler))
            return DCX_STOPPED;
    return DCX_OK;
}
