#define _GNU_SOURCE /* RTLD_NEXT; NOLINT(bugprone-reserved-identifier) */
#include "cli/heap.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(SANITIZED) || defined(__SANITIZE_ADDRESS__) /* whose own functions must be called */

void heap_be(heap_mood mood) {
    (void)mood;
}

#else

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "cli/message.h"

enum { LARGE = 64 * 1024 }; /* of the library's own requests most are larger */

static heap_mood now;

void heap_be(heap_mood mood) {
    now = mood;
}

/* The function that this one stands before. */
static void *find(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    return found;
}

static void *check(void *block, size_t size) {
    if (!block && (now == HEAP_STRICT || (now == HEAP_USUAL && size < LARGE))) {
        now = HEAP_PATIENT; /* if saying so needs memory */
        give_up();
    }
    return block;
}

void *malloc(size_t size) {
    static union {
        void *found;
        void *(*call)(size_t);
    } next;
    if (!next.found)
        next.found = find("malloc");
    return check(next.call(size), size);
}

void *calloc(size_t count, size_t size) {
    static union {
        void *found;
        void *(*call)(size_t, size_t);
    } next;
    if (!next.found)
        next.found = find("calloc");
    void *block = next.call(count, size);
    return block || (size && count > SIZE_MAX / size) ? block : check(block, count * size);
}

void *realloc(void *block, size_t size) {
    static union {
        void *found;
        void *(*call)(void *, size_t);
    } next;
    if (!next.found)
        next.found = find("realloc");
    return size ? check(next.call(block, size), size) : next.call(block, size);
}

#endif
