#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { PAGE = 64 * 1024 };

struct arena_page {
    arena_page *next;
    size_t size, used;
    max_align_t data[];
};

void arena_init(arena *a, memory *mem) {
    a->mem = mem;
    a->page = a->spare = NULL;
}

/* Pages hold a whole number of these, so what fits into one does so aligned, too. */
enum { ALIGN = _Alignof(max_align_t) };
_Static_assert(PAGE % ALIGN == 0, "a page ends where a block may end");

static size_t aligned(size_t size) {
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

/* Apart from take, which most often does without. */
static __attribute__((noinline)) arena_page *new_page(arena *a, size_t size) {
    if (size > SIZE_MAX / 2)
        memory_fail(a->mem);
    size = aligned(size);
    arena_page **link = &a->spare;
    while (*link && (*link)->size < size)
        link = &(*link)->next;
    arena_page *p = *link;
    if (p) {
        *link = p->next;
    } else {
        size_t room = size > PAGE ? size : PAGE;
        p = memory_alloc(a->mem, sizeof *p + room);
        p->size = room;
    }
    p->used = 0;
    p->next = a->page;
    a->page = p;
    return p;
}

static void *take(arena *a, size_t size) {
    arena_page *p = a->page;
    if (!p || p->size - p->used < size)
        p = new_page(a, size);
    void *block = (char *)p->data + p->used;
    p->used += aligned(size);
    return block;
}

void *arena_alloc(arena *a, size_t size) {
    return memset(take(a, size), 0, size);
}

static size_t array_size(size_t count, size_t size) {
    size_t all;
    return __builtin_mul_overflow(count, size, &all) ? SIZE_MAX : all;
}

void *arena_array(arena *a, size_t count, size_t size) {
    return arena_alloc(a, array_size(count, size));
}

void *arena_raw(arena *a, size_t count, size_t size) {
    return take(a, array_size(count, size));
}

void *arena_grow(arena *a, void *block, size_t length, size_t size) {
    arena_page *p = a->page;
    size_t old = aligned(length);
    if (block && (char *)p->data + p->used == (char *)block + old && p->size - p->used + old >= size) {
        p->used += aligned(size) - old;
        return block;
    }
    void *moved = arena_alloc(a, size);
    if (block && length)
        memcpy(moved, block, length);
    return moved;
}

char *arena_copy(arena *a, const char *text, size_t length) {
    char *copy = arena_raw(a, length + 1, 1);
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_print(arena *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    arena_page *p = a->page;
    size_t room = p ? p->size - p->used : 0; /* where it most often fits */
    int length = vsnprintf(room ? (char *)p->data + p->used : NULL, room, format, args);
    va_end(args);
    size_t size = length < 0 ? 1 : (size_t)length + 1;
    char *text = take(a, size);
    if (length < 0)
        *text = '\0';
    else if (size > room)
        (void)vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

void arena_reset(arena *a) {
    while (a->page) {
        arena_page *p = a->page;
        a->page = p->next;
        p->next = a->spare;
        a->spare = p;
    }
}

void arena_free(arena *a) {
    arena_reset(a);
    while (a->spare) {
        arena_page *p = a->spare;
        a->spare = p->next;
        memory_free(a->mem, p);
    }
}
