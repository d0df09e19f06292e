/* Shared libraries that few runs need: loaded when something first needs them, and then kept.
 *
 * A library's functions are a list, X(function) for each, and a table of pointers to them, whose types are those of the
 * library's own header; they are called by their own names, as in sqlite.sqlite3_step(statement). A call past the table
 * does not link. The tables are the only state of the process: what is in one is written once and is the same for all.
 */
#ifndef DCX_BASE_LIBRARY_H
#define DCX_BASE_LIBRARY_H

#include "dcx.h"

typedef struct library {
    const char *soname;
    const char *hint;            /* what to do where it cannot be loaded */
    const char *const *function; /* their names, ended by NULL */
    void *table;                 /* gets their addresses, in that order */
    _Atomic int loaded;
} library;

#define LIBRARY_POINTER(function) __typeof__(function) *function;
#define LIBRARY_NAME(function)    #function,

/* Declares the table called name, and name_library, which is to be loaded before the table is used. */
#define LIBRARY_DECLARE(name, FUNCTIONS)                                                                               \
    typedef struct name##_functions {                                                                                  \
        FUNCTIONS(LIBRARY_POINTER)                                                                                     \
    } name##_functions;                                                                                                \
    extern name##_functions name;                                                                                      \
    extern library name##_library;

/* file: the library's name without ".so" and version, as in libxml2, of which <file>_soname is generated. */
#define LIBRARY_DEFINE(name, FUNCTIONS, file)                                                                          \
    extern const char file##_soname[];                                                                                 \
    static const char *const name##_names[] = {FUNCTIONS(LIBRARY_NAME) NULL};                                          \
    name##_functions name;                                                                                             \
    library name##_library = {file##_soname, "install " #file, name##_names, &name, 0};

/* Loads it, unless it is there. Where that fails, with DCX_IO or DCX_NO_MEMORY, the next call tries again. file: what
 * it is needed for; error may be NULL. To be called from any thread. */
dcx_status library_load(library *l, const char *file, dcx_error *error);

#endif
