/* Ids that stay when a document is read again. */
#ifndef DCX_RECORD_ID_H
#define DCX_RECORD_ID_H

#include <stdint.h>

#include "base/arena.h"
#include "base/utf8.h"

/* How often each sentence was seen in a document, so that a repeated one gets ids of its own. */
typedef struct seen {
    struct seen_slot {
        uint64_t key;
        uint32_t count;
    } * slot;
    size_t room, used;
} seen;

/* A sentence's key for ids: of its folded characters without spaces. And how often it came before. */
uint64_t sentence_key(const runes folded);
uint32_t seen_before(arena *a, seen *s, uint64_t key);
/* The same sentence and the same quote in it give the same id wherever they stand. ordinal: how often the quote came
 * before in the sentence; repeat: how often the sentence did. */
dcx_text record_id(arena *a, uint64_t sentence_of, uint64_t quote, uint32_t ordinal, uint32_t repeat);

/* What stands in a record of what its id is made of. */
typedef struct figure_name {
    uint64_t sentence, quote; /* keys */
} figure_name;

/* Ids of a figure whose ordinal and repeat are small. Length 0: it is none of the figure's. */
/* What dcx called the figure before ids began with a letter. */
dcx_text id_before(arena *a, figure_name of, dcx_text id);
/* The id as it is made now, whichever of the two was given. */
dcx_text id_renewed(arena *a, figure_name of, dcx_text id);
/* The id as it is made now, for one that only looks like this any more. */
typedef bool id_test(const void *this, dcx_text id);
dcx_text id_restored(arena *a, figure_name of, id_test *is_like, const void *this);

#endif
