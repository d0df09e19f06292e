/* The blocks of a document, made of its lines one at a time. */
#ifndef DCX_DOCUMENT_BLOCKS_H
#define DCX_DOCUMENT_BLOCKS_H

#include "document/builder.h"
#include "document/layout.h"
#include "document/line.h"
#include "document/notes.h"
#include "document/table.h"

typedef struct blocks {
    arena *a;
    const layout_set *set;
    const lines *all; /* joined: each line of a block knows the next one */
    notes *notes;
    builder *builder;
    bool each_line; /* every line is a block of its own */
    /* where to go on: */
    unsigned kinds;           /* those that are wanted: 1 << kind */
    size_t next;              /* the line */
    table *table;             /* the one that `next` stands in, or that was read last; NULL: none was */
    uint32_t row, rows, cell; /* there; row == rows: in none */
    row_cell *figures;        /* of a row, used again for the next one */
    uint32_t room;            /* how many there can be */
} blocks;

/* Begins with the first line. */
void blocks_rewind(blocks *b, unsigned kinds);
/* The next block, valid until the next call; NULL at the end. */
const block *blocks_next(blocks *b);
/* Finds out whom each note names as a source. */
void blocks_read_notes(blocks *b);

#endif
