/* What the name of an output means: a file, or a descriptor that is open already. */
#ifndef DCX_CLI_DESTINATION_H
#define DCX_CLI_DESTINATION_H

#include <stdbool.h>

typedef struct destination {
    int fd;              /* the name means this open descriptor (/dev/stdout, /proc/self/fd/3); -1: it means a file */
    char *path;          /* of the file, with all links followed, also where it does not exist; the caller frees it */
    bool kept_by_kernel; /* it lies below /dev or /proc, where nothing may be made or replaced */
} destination;

/* Follows the links of a name as a shell does that writes there. 0, or what is wrong as errno says it (ENOENT: the
 * folder is not there, ELOOP: links go round). Only with 0 is there something to free. */
int destination_find(const char *name, destination *to);

#endif
