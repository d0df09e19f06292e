/* A growable run of bytes. */
#ifndef DCX_BASE_BUFFER_H
#define DCX_BASE_BUFFER_H

#include <stddef.h>
#include <uchar.h>

#include "base/arena.h"

typedef struct buffer {
    memory *mem;
    arena *arena; /* where the bytes are, or NULL: in a block of their own */
    char *at;     /* length bytes, not NUL-terminated; NULL while nothing was ever put in */
    size_t length, room;
} buffer;

void buffer_init(buffer *b, memory *mem);
/* The bytes live in the arena and need not be freed. */
void buffer_init_in(buffer *b, arena *a);
/* Room for more bytes behind the end; returns where they go. Jumps to the memory's trap on failure. */
char *buffer_reserve(buffer *b, size_t more);
void buffer_put(buffer *b, const char *bytes, size_t length);
void buffer_text(buffer *b, const char *text);
static inline void buffer_char(buffer *b, char c) {
    *(b->length < b->room ? b->at + b->length : buffer_reserve(b, 1)) = c;
    b->length++;
}

/* One code point as UTF-8. */
void buffer_rune(buffer *b, char32_t rune);
/* Empties it. What an arena holds stays valid. */
void buffer_free(buffer *b);

#endif
