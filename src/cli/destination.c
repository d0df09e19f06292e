/* A name of an output is followed link by link, because a link may lead to a descriptor of this process: /dev/stdout is
 * a link to /proc/self/fd/1, and what stands there looks like a link to whatever file is open. Taken for a file, that
 * one would be replaced behind the back of whoever opened it or, where it was deleted, /dev/stdout itself would be. */
#include "cli/destination.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"

enum { LINKS = 40 }; /* as Linux follows at most */

typedef struct step {
    char folder[PATH_MAX]; /* real */
    char name[PATH_MAX];   /* in it */
} step;

/* Takes a path apart. What ends with a stroke names a folder. 0, or errno. */
static int take_apart(const char *path, step *s) {
    char above[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    if (!*path)
        return ENOENT;
    if (strlen(path) >= sizeof above)
        return ENAMETOOLONG;
    (void)snprintf(above, sizeof above, "%.*s", length ? (int)length : 1, length ? path : ".");
    (void)snprintf(s->name, sizeof s->name, "%s", path + length);
    if (!*s->name)
        return EISDIR;
    return realpath(above, s->folder) ? 0 : errno;
}

static bool is_below(const char *folder, const char *root) {
    size_t n = strlen(root);
    return !strncmp(folder, root, n) && (folder[n] == '/' || !folder[n]);
}

/* The number at the beginning of text; *end is what follows. -1: there is none. */
static long number_at(const char *text, const char **end) {
    char *past;
    long number = *text >= '0' && *text <= '9' ? strtol(text, &past, 10) : -1;
    *end = number < 0 ? text : past;
    return number;
}

/* The descriptor of this process that the step names, -1: none. */
static int descriptor_of(const step *s) {
    static const char root[] = "/proc/";
    const char *rest;
    if (strncmp(s->folder, root, strlen(root)) != 0 || number_at(s->folder + strlen(root), &rest) != getpid())
        return -1;
    if (!strncmp(rest, "/task/", strlen("/task/"))) /* of a thread: they share them */
        (void)number_at(rest + strlen("/task/"), &rest);
    long fd = number_at(s->name, &(const char *){NULL});
    return !strcmp(rest, "/fd") && fd <= INT_MAX ? (int)fd : -1;
}

static char *joined(const step *s) {
    size_t size = strlen(s->folder) + strlen(s->name) + 2;
    char *path = need(NULL, size);
    (void)snprintf(path, size, "%s/%s", strcmp(s->folder, "/") ? s->folder : "", s->name);
    return path;
}

/* Replaces the path by what it links to. 0: done; EINVAL: it is no link, or nothing at all; else what is wrong. */
static int follow(const step *s, char path[static PATH_MAX]) {
    char *from = joined(s), to[PATH_MAX];
    ssize_t length = readlink(from, to, sizeof to - 1);
    free(from);
    if (length < 0)
        return EINVAL;
    to[length] = '\0';
    int size = snprintf(path, PATH_MAX, "%s%s%s", *to == '/' ? "" : s->folder, *to == '/' ? "" : "/", to);
    return size < PATH_MAX ? 0 : ENAMETOOLONG;
}

int destination_find(const char *name, destination *to) {
    char path[PATH_MAX];
    *to = (destination){.fd = -1};
    if (strlen(name) >= sizeof path)
        return ENAMETOOLONG;
    (void)snprintf(path, sizeof path, "%s", name);
    for (int links = 0; links < LINKS; links++) {
        step s;
        int reason = take_apart(path, &s);
        if (reason)
            return reason;
        if ((to->fd = descriptor_of(&s)) >= 0)
            return 0;
        reason = follow(&s, path);
        if (reason == EINVAL) {
            to->path = joined(&s);
            bool shared_memory = is_below(s.folder, "/dev/shm"); /* files in memory, for everybody to use */
            to->kept_by_kernel = is_below(s.folder, "/proc") || (is_below(s.folder, "/dev") && !shared_memory);
            return 0;
        }
        if (reason)
            return reason;
    }
    return ELOOP;
}
