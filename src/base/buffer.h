/* A growable run of bytes. */
#ifndef DCX_BASE_BUFFER_H
#define DCX_BASE_BUFFER_H

#include <stddef.h>
#include <uchar.h>

#include "base/memory.h"

typedef struct buffer {
    memory *mem;
    char *at; /* length bytes, not NUL-terminated; NULL while nothing was ever put in */
    size_t length, room;
} buffer;

void buffer_init(buffer *b, memory *mem);
/* Room for more bytes behind the end; returns where they go. Jumps to the memory's trap on failure. */
char *buffer_reserve(buffer *b, size_t more);
void buffer_put(buffer *b, const char *bytes, size_t length);
void buffer_text(buffer *b, const char *text);
void buffer_char(buffer *b, char c);
/* One code point as UTF-8. */
void buffer_rune(buffer *b, char32_t rune);
void buffer_free(buffer *b);

#endif
