/* What a reader holds, for record/ alone. */
#ifndef DCX_RECORD_READER_H
#define DCX_RECORD_READER_H

#include "document/document.h"
#include "record/id.h"
#include "record/state.h"
#include "rules/engine.h"

struct dcx_reader {
    memory mem;
    arena permanent; /* lives as long as the reader */
    arena document;  /* until the next document */
    arena scratch;   /* until the next paragraph */
    arena turn[2];   /* each until the next sentence but one */
    const dcx_pack *pack;
    dcx_options options;
    regex_engine *engine;
    layout_set *layout;
    rule_set *rules;
};

/* What is carried from figure to figure and sentence to sentence of a paragraph. */
typedef struct context {
    name metric;      /* of the figure before */
    name subject;     /* whom attributes without a subject belong to */
    name topic;       /* named by a rule for the sentence */
    name label;       /* stands before a colon at the beginning of the paragraph: what all of it is about */
    dated last;       /* of the sentence before */
    runes source;     /* named in the sentence before */
    runes speaker;    /* who spoke last */
    dated usual;      /* of figures that no time is printed for */
    bool carried;     /* metric comes from a sentence before */
    uint32_t entered; /* subjects that begin before this place of the line are known already */
    name_list list;   /* names that values without names of their own are shared out over */
} context;

/* Work on one document. */
typedef struct work {
    dcx_reader *reader;
    arena *arena; /* until the next sentence but one */
    document *document;
    dcx_text document_name; /* its title, else the file's name */
    const dcx_handler *handler;
    dcx_counts *counts;
    doc_state state;
    runes speaker; /* who speaks, from paragraph to paragraph; empty: nobody */
    seen seen;
    bool stopped;
} work;

/* What the id of a figure is made of. */
typedef struct figure_key {
    uint64_t quote;
    uint32_t ordinal; /* how often the same quote came before in the sentence */
} figure_key;

/* A sentence with its tokens and what the rules found. */
typedef struct reading {
    const block *block;
    runes folded; /* the block's text */
    sentence sentence;
    uint64_t sentence_key;
    figure_key *key;  /* of each token that can be a figure */
    dcx_text printed; /* the sentence as it stands in the document */
    line line;
    time_mark *mark; /* times that govern figures */
    size_t marks;
    tokens tokens;
    findings found;
    dated usual;  /* of figures that the sentence gives no time for */
    runes source; /* of a sentence that goes on with the one before: its source */
} reading;

/* What the reader's options and the caller's handler mean for reading a document. */
read_options reading_options(const dcx_reader *r, const dcx_handler *handler);

/* What a document is about and when it was published: from options, title, cover or text (state_document.c). */
doc_state document_state(dcx_reader *r, document *d);
/* What the headings above a block say; most blocks have those of the block before (state_section.c). */
void enter_section(work *w, dcx_text path);

/* A copy of everything the context refers to, so that it outlives the sentence it came from. */
context context_copy(arena *a, const context *c);

/* Fills in names that bindings leave to their neighbours (subject.c). */
void resolve_names(arena *a, const dcx_pack *pack, reading *r, context *c);

/* Finds which figures the times of a sentence govern (state_time.c). lined: rules have run over its line. */
void mark_times(work *w, reading *r, const context *c, bool lined);
/* When the binding's value holds. */
dated date_of(work *w, const reading *r, const binding *b);
/* Notes the sentence's time for the sentences that follow. */
void remember_time(work *w, const reading *r, context *c);
/* Fact, target or forecast (state_claim.c). */
const char *claim_of(const work *w, const reading *r, const binding *b, int year);
/* The source that a sentence which goes on with the one before takes over from it (source.c). */
runes usual_source(const work *w, const reading *r, const context *c);
/* Finds who speaks in the sentence. */
void note_speakers(work *w, reading *r, context *c);
/* Notes the sentence's source for the one that follows. */
void remember_source(const reading *r, context *c);

typedef struct sourced {
    dcx_text source;
    const char *basis;
} sourced;
/* Who says so (source.c). */
sourced source_of(work *w, const reading *r, const binding *b);

/* Passes the record of a binding, or a quantity without one, to the handler (make.c). repeat: how often the same
 * sentence stood in the document before. */
void make_record(work *w, const reading *r, const binding *b, uint32_t repeat);
void make_missed(work *w, const reading *r, uint32_t number, const char *reason);

/* Fills in the keys that ids are made of, for the first count tokens. */
void key_figures(arena *a, reading *r, uint32_t count);
/* The id of the record that the figure of a token has, or would have. */
dcx_text token_id(arena *a, const reading *r, uint32_t number, uint32_t repeat);

/* A block's sentences, *count of them, until the next block (sentences.c). */
const sentence *sentences_of(work *w, const block *b, runes folded, size_t *count);

/* ---- what has no record (missed.c) ---- */

/* A bare number, without a unit: a figure only where a rule says so. */
bool token_is_bare(const token *t);

/* Whether the binding has a name, of a letter at least. */
bool is_named(const binding *b);

/* What became of a token, and why it has no record: "date", "name", or the reason that is shown. */
typedef struct fate {
    enum { FATE_RECORD, FATE_DATE, FATE_NAME, FATE_UNBOUND, FATE_ASIDE, FATE_UNKNOWN } what;
    const char *why;
} fate;
fate fate_of(const reading *r, uint32_t number);

/* Counts the tokens of a sentence that has been read, and lists those without a record. */
void put_missed(work *w, const reading *r);
/* Lists, for a reason, the numbers in a part of the block that no record was sought for. */
void put_missed_part(work *w, const reading *r, uint32_t from, uint32_t to, const char *why);
/* The same for a whole block: a note, a line of a table of contents, which repeats what stands below, or what is no
 * part of the text. */
void put_missed_block(work *w, const block *b);

/* Pass what the handler asks for of the document, a block, and the tokens of a sentence that was read (text.c). */
void show_document(work *w);
void show_block(work *w, const block *b);
void show_marks(work *w, const reading *r, uint32_t repeat);

/* The records of a table's row (cell.c). */
dcx_status make_cells(work *w, const block *b);

#endif
