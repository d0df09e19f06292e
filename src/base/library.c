#include "base/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>

#include "base/error.h"

/* A pointer to a function of any type: POSIX sees to it that a void * holds one. */
typedef void *address __attribute__((may_alias));

/* Fills the table; false: a function is missing. */
static bool find_functions(const library *l, void *handle) {
    address *place = l->table;
    for (const char *const *name = l->function; *name; name++, place++) {
        *place = dlsym(handle, *name);
        if (!*place)
            return false;
    }
    return true;
}

/* The soname is no path: the loader searches where it does for what is linked. */
static dcx_status load(const library *l, const char *file, dcx_error *error) {
    errno = 0;
    void *handle = dlopen(l->soname, RTLD_NOW | RTLD_LOCAL);
    if (handle && find_functions(l, handle))
        return DCX_OK;
    dcx_status status =
        errno == ENOMEM ? error_no_memory(error) : error_set(error, DCX_IO, file, 0, l->hint, "%s", dlerror());
    if (handle)
        (void)dlclose(handle);
    return status;
}

dcx_status library_load(library *l, const char *file, dcx_error *error) {
    static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
    if (l->loaded)
        return DCX_OK;
    (void)pthread_mutex_lock(&one);
    dcx_status status = l->loaded ? DCX_OK : load(l, file, error);
    l->loaded = status == DCX_OK;
    (void)pthread_mutex_unlock(&one);
    return status;
}
