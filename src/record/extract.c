/* Documents to records. */
#include <string.h>

#include "base/error.h"
#include "lexer/fold.h"
#include "record/reader.h"

static bool holds_figures(const reading *r) {
    for (size_t i = 0; i < r->tokens.count; i++)
        if (token_measures(&r->tokens.at[i]))
            return true;
    return false;
}

static void put_records(work *w, reading *r, uint32_t repeat) {
    for (size_t i = 0; i < r->found.bindings && !w->stopped; i++) {
        const binding *b = &r->found.binding[i];
        if (is_named(b))
            make_record(w, r, b, repeat);
    }
}

static bool ends_with_colon(const reading *r) {
    char32_t last = r->folded.at[r->sentence.to - 1];
    return last == 0xFF1A || last == ':';
}

static dcx_status read_sentence(work *w, reading *r, context *c, dcx_error *error) {
    dcx_reader *reader = w->reader;
    runes source = {r->block->text, r->block->length};
    r->printed = utf8_from_runes(w->arena, source.at + r->sentence.from, r->sentence.to - r->sentence.from);
    if (!holds_figures(r)) {
        if (w->handler->mark)
            key_figures(w->arena, r, (uint32_t)r->tokens.count);
        put_missed(w, r);
        show_marks(w, r, 0);
        if (ends_with_colon(r)) { /* somebody's speech follows */
            r->line = make_line(w->arena, reader->pack, source, r->folded, r->tokens, 0, r->sentence);
            if (rule_set_run(reader->rules, w->arena, &r->line, &r->found, error) == DCX_OK)
                note_speakers(w, r, c);
        }
        mark_times(w, r, c, false);
        remember_time(w, r, c);
        return w->stopped ? DCX_STOPPED : DCX_OK;
    }
    r->line = make_line(w->arena, reader->pack, source, r->folded, r->tokens, 0, r->sentence);
    dcx_status status = rule_set_run(reader->rules, w->arena, &r->line, &r->found, error);
    if (status != DCX_OK)
        return status;
    resolve_names(w->arena, reader->pack, r, c);
    note_speakers(w, r, c);
    mark_times(w, r, c, true);
    r->source = usual_source(w, r, c);
    key_figures(w->arena, r, (uint32_t)r->tokens.count);
    uint32_t repeat = seen_before(&reader->document, &w->seen, r->sentence_key);
    put_records(w, r, repeat);
    put_missed(w, r);
    show_marks(w, r, repeat);
    remember_time(w, r, c);
    remember_source(r, c);
    return w->stopped ? DCX_STOPPED : DCX_OK;
}

/* Memory goes round in two arenas: what a sentence leaves to the next is still there when that is read. */
static void next_turn(work *w, size_t number, context *c) {
    arena *turn = &w->reader->turn[number & 1];
    arena_reset(turn);
    *c = context_copy(turn, c);
    w->arena = turn;
}

static dcx_status read_block(work *w, const block *b, dcx_error *error) {
    arena *a = &w->reader->scratch;
    enter_section(w, b->section);
    runes folded = fold(a, (runes){b->text, b->length});
    size_t count;
    const sentence *s = sentences_of(w, b, folded, &count);
    context c = {0};
    dcx_status status = DCX_OK;
    for (size_t i = 0; i < count && status == DCX_OK; i++) {
        reading r = {.block = b, .folded = folded, .sentence = s[i]};
        next_turn(w, i, &c);
        r.tokens = lex_part(w->arena, w->reader->pack, (runes){folded.at, s[i].to}, s[i].from, w->state.now);
        status = read_sentence(w, &r, &c, error);
    }
    arena_reset(a);
    return status;
}

static dcx_status pass_block(work *w, const block *b) {
    w->arena = &w->reader->scratch;
    put_missed_block(w, b);
    arena_reset(w->arena);
    return w->stopped ? DCX_STOPPED : DCX_OK;
}

/* A row of a table: its heads say what its figures are. */
static dcx_status read_row(work *w, const block *b) {
    arena *a = &w->reader->scratch;
    enter_section(w, b->section);
    w->arena = a;
    dcx_status status = make_cells(w, b);
    arena_reset(a);
    return status;
}

static dcx_status read_any(work *w, const block *b, dcx_error *error) {
    switch (b->kind) {
    case BLOCK_ROW: return read_row(w, b);
    case BLOCK_NOTE:
    case BLOCK_ASIDE:
    case BLOCK_TOC: return pass_block(w, b);
    default: return read_block(w, b, error);
    }
}

static void say_damage(const work *w) {
    dcx_error what;
    size_t places = document_damaged(w->document);
    if (!places || !w->handler->notice)
        return;
    (void)error_set(&what, DCX_OK, w->document->name.at, 0, NULL,
                    "left-overs of a wrong conversion were passed over in %zu places", places);
    w->handler->notice(w->handler->data, &what);
}

static dcx_status read_document(work *w, dcx_error *error) {
    document *d = w->document;
    w->state = document_state(w->reader, d);
    w->document_name = d->title.length ? d->title : d->name;
    show_document(w);
    dcx_status status = w->stopped ? DCX_STOPPED : DCX_OK;
    document_rewind(d, ALL_BLOCKS | ASIDE_BLOCKS);
    const block *b;
    while (status == DCX_OK && (b = document_next(d))) {
        show_block(w, b);
        if (w->stopped)
            status = DCX_STOPPED;
        else
            status = read_any(w, b, error);
    }
    say_damage(w);
    return status;
}

dcx_status dcx_extract(dcx_reader *reader, const char *file, const void *bytes, size_t size, const dcx_handler *handler,
                       dcx_counts *counts, dcx_error *error) {
    jmp_buf trap;
    reader->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    dcx_counts ignored = {0};
    work w = {.reader = reader, .handler = handler, .counts = counts ? counts : &ignored};
    const read_options options = reading_options(reader, handler);
    arena_reset(&reader->scratch);
    arena_reset(&reader->document);
    regex_set_edges(reader->engine, NULL, NULL); /* of a document that ended for lack of memory */
    w.document = document_read(&reader->document, reader->layout, file, (dcx_text){bytes, size}, &options, error);
    if (!w.document)
        return error ? error->status : DCX_BAD_INPUT;
    if (handler->taken)
        handler->taken(handler->data);
    return read_document(&w, error);
}
