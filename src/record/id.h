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

#endif
