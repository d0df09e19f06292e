/* Folders are walked in the order of their names; links to folders are not
 * followed, so there is no way round in circles. In a folder only documents are taken, told by their endings: what dcx
 * itself writes beside them (csv, json, ...) is not read again. */
#include "cli/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli/input.h"
#include "cli/message.h"

enum { DEEPEST = 64 }; /* folders within folders */

struct file_list {
    char **at;
    size_t count, room;
};

static void add(file_list *l, const char *folder, const char *name) {
    if (l->count + 1 >= l->room) {
        l->room = l->room ? l->room * 2 : 16;
        l->at = need(l->at, l->room * sizeof *l->at);
    }
    size_t size = strlen(folder) + strlen(name) + 2;
    bool slash = *folder && folder[strlen(folder) - 1] != '/';
    l->at[l->count] = need(NULL, size);
    (void)snprintf(l->at[l->count], size, "%s%s%s", folder, slash ? "/" : "", name);
    l->at[++l->count] = NULL;
}

static bool is_document(const char *name) {
    static const char *const endings[] = {"txt",   "text", "md",  "markdown", "html", "htm", "xhtml", "shtml", "mht",
                                          "mhtml", "docx", "doc", "pdf",      "xlsx", "xls", "ods",   "zip",   "7z",
                                          "rar",   "tar",  "gz",  "tgz",      "bz2",  "xz",  "zst"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && dot != name && i < sizeof endings / sizeof *endings; i++)
        if (!strcasecmp(dot + 1, endings[i]))
            return true;
    return false;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder but hidden ones, sorted. False: it cannot be read. */
static bool list_folder(const char *folder, file_list *names) {
    DIR *d = opendir(folder);
    *names = (file_list){NULL, 0, 0};
    if (!d)
        return false;
    for (const struct dirent *e; (e = readdir(d));) /* NOLINT(concurrency-mt-unsafe): one thread reads this folder */
        if (e->d_name[0] != '.')
            add(names, "", e->d_name);
    (void)closedir(d);
    if (names->count)
        qsort(names->at, names->count, sizeof *names->at, by_bytes);
    return true;
}

static void clear(file_list *l) {
    for (size_t i = 0; i < l->count; i++)
        free(l->at[i]);
    free(l->at);
}

/* Folders that were opened on the way down, each with the names that are still to be looked at. */
typedef struct level {
    char *folder;
    file_list names;
    size_t next;
} level;

static void enter(level *levels, size_t *depth, char *folder) {
    level *l = &levels[*depth];
    *l = (level){.folder = folder};
    if (list_folder(folder, &l->names))
        ++*depth;
    else {
        say("%s: the folder cannot be read; ask its owner", folder);
        free(folder);
    }
}

static void walk(file_list *out, const char *path) {
    level levels[DEEPEST];
    size_t depth = 0;
    enter(levels, &depth, strcpy(need(NULL, strlen(path) + 1), path));
    while (depth) {
        level *l = &levels[depth - 1];
        if (l->next == l->names.count) {
            clear(&l->names);
            free(l->folder);
            depth--;
            continue;
        }
        const char *name = l->names.at[l->next++];
        file_list one = {NULL, 0, 0};
        struct stat about, target;
        add(&one, l->folder, name);
        char *full = one.at[0];
        bool known = !lstat(full, &about), folder = known && S_ISDIR(about.st_mode);
        if (folder && depth < DEEPEST) {
            enter(levels, &depth, full);
            full = NULL;
        } else if (folder)
            say("%s: this is more than %d folders deep and was passed over", full, DEEPEST);
        else if (known && is_document(name) && !stat(full, &target) && S_ISREG(target.st_mode))
            add(out, "", full);
        free(full);
        free(one.at);
    }
}

static bool is_folder(const char *path) {
    struct stat about;
    return strcmp(path, "-") != 0 && !stat(path, &about) && S_ISDIR(about.st_mode);
}

/* The names of --files0-from, which a NUL ends, as find -print0 and git ls-files -z write them. */
static exit_code add_names(file_list *l, const char *path) {
    input in;
    if (!input_read(&in, path))
        return EXIT_IN_OUT;
    for (size_t i = 0; i < in.size;) {
        const char *from = in.bytes + i, *end = memchr(from, '\0', in.size - i);
        size_t length = end ? (size_t)(end - from) : in.size - i;
        char *name = need(NULL, length + 1);
        (void)snprintf(name, length + 1, "%.*s", (int)length, from);
        if (length)
            add(l, "", name);
        free(name);
        i += length + 1;
    }
    input_free(&in);
    if (!l->count)
        say("%s names no file", strcmp(path, "-") ? path : "standard input");
    return l->count ? EXIT_DONE : EXIT_IN_OUT;
}

exit_code files_expand(options *o) {
    bool any = o->files0_from != NULL;
    for (size_t i = 0; i < o->file_count && !any; i++)
        any = is_folder(o->files[i]);
    if (!any)
        return EXIT_DONE;
    file_list *l = need(NULL, sizeof *l);
    *l = (file_list){NULL, 0, 0};
    o->expanded = l;
    exit_code code = o->files0_from ? add_names(l, o->files0_from) : EXIT_DONE;
    for (size_t i = 0; i < o->file_count; i++) {
        size_t before = l->count;
        if (is_folder(o->files[i]))
            walk(l, o->files[i]);
        if (l->count == before)
            add(l, "", o->files[i]);
    }
    void *files = l->at; /* its names are not changed any more */
    o->files = files;
    o->file_count = l->count;
    return code;
}

void files_free(options *o) {
    if (!o->expanded)
        return;
    clear(o->expanded);
    free(o->expanded);
    o->expanded = NULL;
}
