#include "base/buffer.h"

#include <string.h>

#include "base/utf8.h"

void buffer_init(buffer *b, memory *mem) {
    *b = (buffer){.mem = mem};
}

void buffer_init_in(buffer *b, arena *a) {
    *b = (buffer){.mem = a->mem, .arena = a};
}

char *buffer_reserve(buffer *b, size_t more) {
    if (b->room - b->length < more) {
        size_t room = b->room + b->room / 2;
        if (room < b->length + more)
            room = b->length + more + 64;
        b->at = b->arena ? arena_grow(b->arena, b->at, b->room, room) : memory_resize(b->mem, b->at, room);
        b->room = room;
    }
    return b->at + b->length;
}

void buffer_put(buffer *b, const char *bytes, size_t length) {
    if (!length)
        return;
    memcpy(buffer_reserve(b, length), bytes, length);
    b->length += length;
}

void buffer_text(buffer *b, const char *text) {
    buffer_put(b, text, strlen(text));
}

void buffer_rune(buffer *b, char32_t rune) {
    b->length += utf8_encode(rune, buffer_reserve(b, UTF8_MAX));
}

void buffer_free(buffer *b) {
    if (!b->arena)
        memory_free(b->mem, b->at);
    b->at = NULL;
    b->length = b->room = 0;
}
