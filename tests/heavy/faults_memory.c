/* Preloaded into dcx: counts what asks for memory from main on, and gives none where it is told to.
 *
 * It works beneath the C library's malloc and beneath that of the address sanitizer. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "faults.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__interceptor_malloc(size_t size) __attribute__((weak));
extern void *__interceptor_calloc(size_t count, size_t size) __attribute__((weak));
extern void *__interceptor_realloc(void *block, size_t size) __attribute__((weak));

static faults *shared;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS");
    if (!path || strcmp(program_invocation_short_name, "dcx") != 0)
        return;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    void *map = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        _exit(99);
    (void)close(fd);
    (void)syscall(FAULTS_MARK);
    errno = 0;
    shared = map;
}

static int refused(void) {
    if (!shared)
        return 0;
    int64_t asked = ++shared->asked;
    if (!shared->fail_at || (asked != shared->fail_at && !(shared->for_good && asked > shared->fail_at)))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    if (refused())
        return NULL;
    return __interceptor_malloc ? __interceptor_malloc(size) : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    if (refused())
        return NULL;
    return __interceptor_calloc ? __interceptor_calloc(count, size) : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    if (refused())
        return NULL;
    return __interceptor_realloc ? __interceptor_realloc(block, size) : __libc_realloc(block, size);
}
