#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): O_PATH, syscall */
#include "cli/sandbox.h"

#include "cli/message.h"

/* Says what there is, where somebody wants to know or it is less than it should be; ends where all of it is required.
 */
static exit_code settle(const options *o, bool whole, const char *what) {
    bool required = options_sandbox(o) == SANDBOX_REQUIRED && !whole;
    if (required)
        say("%s; --sandbox=require was given", what);
    else if (o->verbose || (!whole && !o->quiet))
        say("%s", what);
    return required ? EXIT_IN_OUT : EXIT_DONE;
}

#ifdef __linux__

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/destination.h"
#include "cli/output.h"
#include "cli/sandbox_calls.h"

/* ---- Landlock: include/uapi/linux/landlock.h of Linux 6.18. The headers of the system may be older than its kernel.
 */

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 }; /* the same on every architecture */
enum { ASK_VERSION = 1, PATH_BENEATH = 1 };
enum {
    EXECUTE = 1 << 0,
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_DIR = 1 << 3,
    REMOVE_DIR = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_REG = 1 << 8,
    TRUNCATE = 1 << 14
};

/* What each version knows. From 4 on connections, from 6 on what leaves the process by other ways: abstract sockets
 * and signals. */
static const unsigned file_rights[] = {0, 0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0xFFFF};
enum { NEWEST_FILES = 5, NETWORK_FROM = 4, SCOPES_FROM = 6, BIND_CONNECT = 3, SOCKETS_SIGNALS = 3 };

typedef struct ruleset {
    uint64_t files, network, scopes;
} ruleset;

typedef struct beneath {
    uint64_t rights;
    int32_t fd;
} __attribute__((packed)) beneath;

typedef struct box {
    int rules;       /* what may be done: a ruleset */
    unsigned rights; /* that the kernel knows */
    bool narrow;     /* the database is open */
} box;

/* 0: the kernel does not offer it. */
static int landlock_version(void) {
    long version = syscall(CREATE_RULESET, NULL, (size_t)0, ASK_VERSION);
    return version > 0 ? (int)version : 0;
}

static bool open_box(box *b, int version) {
    const ruleset all = {.files = file_rights[version < NEWEST_FILES ? version : NEWEST_FILES],
                         .network = version >= NETWORK_FROM ? BIND_CONNECT : 0,
                         .scopes = version >= SCOPES_FROM ? SOCKETS_SIGNALS : 0};
    b->rights = (unsigned)all.files;
    b->rules = (int)syscall(CREATE_RULESET, &all, sizeof all, 0);
    return b->rules >= 0;
}

/* What may be done to the file, or beneath the folder, called path. One that is not there needs no right. */
static bool allow(const box *b, const char *path, unsigned to_file, unsigned to_folder) {
    struct stat about;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool done = !fstat(fd, &about);
    unsigned rights = done ? (S_ISDIR(about.st_mode) ? to_folder : to_file) & b->rights : 0;
    const beneath rule = {rights, fd};
    done = done && (!rights || !syscall(ADD_RULE, b->rules, PATH_BENEATH, &rule, 0));
    (void)close(fd);
    return done;
}

/* ---- what is needed while dcx runs ---- */

static void allow_system(const box *b) {
    static const char *const paths[] = {
        "/usr/lib", /* the first are for libraries, gconv among them */
        "/lib",
        "/lib64",
        "/usr/lib64",
        "/usr/local/lib",
        "/nix/store",
        "/gnu/store",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/usr/share/zoneinfo",
        "/dev/urandom",
        "/sys/devices/system/cpu/online", /* how many threads are worth while */
#ifdef SANDBOX_SANITIZED
        "/proc",
#endif
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        (void)allow(b, paths[i], READ_FILE, READ_FILE | READ_DIR);
#ifdef GCOV_FOLDER /* of a build that measures what is run: it says so at the end */
#define QUOTED(x)    #x
#define FOLDER_OF(x) QUOTED(x)
    (void)allow(b, FOLDER_OF(GCOV_FOLDER), 0, READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | MAKE_REG);
#endif
    (void)allow(b, "/dev/null", READ_FILE | WRITE_FILE | TRUNCATE, 0);
}

/* The next of the folders of a list such as PATH; false: there is none. */
static bool next_folder(const char **list, char folder[static PATH_MAX]) {
    const char *from = *list;
    if (!from)
        return false;
    size_t length = strcspn(from, ":");
    *list = from[length] ? from + length + 1 : NULL;
    (void)snprintf(folder, PATH_MAX, "%.*s", (int)length, length ? from : ".");
    return true;
}

static void allow_listed(const box *b, const char *variable) {
    char folder[PATH_MAX];
    const char *list = getenv(variable);
    while (list && *list && next_folder(&list, folder))
        (void)allow(b, folder, 0, READ_FILE | READ_DIR);
}

/* The loader that the head of a program names; NULL: it is no program of this machine, but a script. */
static const char *loader_of(char *head, size_t size) {
    const ElfW(Ehdr) *elf = (const void *)head;
    if (size < sizeof *elf || memcmp(elf->e_ident, ELFMAG, SELFMAG) != 0)
        return NULL;
    for (size_t i = 0; i < elf->e_phnum && elf->e_phoff < size; i++) {
        ElfW(Phdr) part;
        size_t at = (size_t)elf->e_phoff + i * sizeof part;
        if (at + sizeof part > size)
            break;
        memcpy(&part, head + at, sizeof part);
        if (part.p_type == PT_INTERP && part.p_offset < size && part.p_filesz <= size - part.p_offset)
            return head + part.p_offset;
    }
    return ""; /* linked statically */
}

/* A program needs its loader, a script perhaps any program. */
static void allow_program(const box *b, const char *path) {
    static const char *const programs[] = {"/bin", "/usr/bin", "/usr/local/bin", "/lib", "/usr/lib", "/lib64"};
    _Alignas(ElfW(Ehdr)) char head[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? 0 : read(fd, head, sizeof head - 1);
    if (fd >= 0)
        (void)close(fd);
    head[size > 0 ? size : 0] = '\0';
    const char *loader = loader_of(head, size > 0 ? (size_t)size : 0);
    (void)allow(b, path, READ_FILE | EXECUTE, 0);
    if (loader)
        (void)allow(b, loader, READ_FILE | EXECUTE, 0);
    for (size_t i = 0; !loader && i < sizeof programs / sizeof *programs; i++)
        (void)allow(b, programs[i], 0, READ_FILE | READ_DIR | EXECUTE);
}

/* Libraries and data lie beside the folder of the program. */
static void allow_beside(const box *b, const char *program) {
    static const char *const folders[] = {"lib", "lib64", "share/poppler"};
    char real[PATH_MAX], path[PATH_MAX + sizeof "/share/poppler"];
    if (!realpath(program, real))
        return;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(real, '/');
        if (slash)
            *slash = '\0';
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", real, folders[i]);
        (void)allow(b, path, 0, READ_FILE | READ_DIR);
    }
}

static void allow_pdftotext(const box *b) {
    static const char name[] = "pdftotext";
    char folder[PATH_MAX], path[PATH_MAX + sizeof name];
    const char *list = getenv("PATH");
    list = list ? list : "/bin:/usr/bin"; /* as for posix_spawnp */
    while (next_folder(&list, folder)) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, name);
        if (access(path, X_OK))
            continue;
        allow_program(b, path);
        allow_beside(b, path);
        return;
    }
}

/* ---- what the options name ---- */

static void allow_inputs(const box *b, const char *const *paths) {
    for (; paths && *paths; paths++) /* of a folder, its list alone: what is said of it comes from there */
        (void)allow(b, *paths, READ_FILE, READ_DIR);
}

static void allow_named(const box *b, const options *o) {
    const char *const others[] = {o->select, o->aliases, o->against};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i])
            (void)allow(b, others[i], READ_FILE, READ_DIR);
    for (const char *const *folder = o->beneath; folder && *folder; folder++)
        (void)allow(b, *folder, READ_FILE, READ_FILE | READ_DIR);
    allow_inputs(b, (const char *const *)o->sources);
    allow_inputs(b, (const char *const *)o->rules);
    allow_inputs(b, (const char *const *)o->corrections);
}

/* The folder of the file, where it is or will be. */
static void folder_of(const char *path, char folder[static PATH_MAX]) {
    if (!realpath(path, folder))
        (void)snprintf(folder, PATH_MAX, "%s", path);
    char *slash = strrchr(folder, '/');
    if (!slash)
        (void)snprintf(folder, PATH_MAX, ".");
    else
        slash[slash == folder] = '\0';
}

/* A file that is open already takes its place by its name; a device has it. */
static bool allow_output(const box *b, const char *path) {
    char folder[PATH_MAX];
    struct stat about;
    destination to;
    if (!path || !strcmp(path, "-"))
        return true;
    if (destination_find(path, &to))
        return false;
    if (!to.path)
        return true;
    folder_of(to.path, folder);
    bool replaced = stat(to.path, &about) || S_ISREG(about.st_mode);
    free(to.path);
    return !replaced || allow(b, folder, 0, MAKE_REG | REMOVE_FILE);
}

/* A database makes files beside it, and opens its folder to have it written to the disk. */
static bool allow_database(const box *b, const char *path) {
    static const char *const files[] = {"", "-journal", "-wal", "-shm"};
    enum { ALL = READ_FILE | WRITE_FILE | TRUNCATE, FOLDER = MAKE_REG | REMOVE_FILE | READ_DIR };
    char folder[PATH_MAX], real[PATH_MAX], file[PATH_MAX + sizeof "-journal"];
    folder_of(path, folder);
    bool done = allow(b, folder, 0, b->narrow ? FOLDER : FOLDER | ALL);
    if (!realpath(path, real))
        return done;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        (void)snprintf(file, sizeof file, "%s%s", real, files[i]);
        (void)allow(b, file, ALL, 0); /* those that are there */
    }
    return done;
}

/* ---- a folder for temporary files ---- */

static char *temporary; /* its path; NULL: there is none */
static char *above;     /* the folder that it is in */

static int inside = -1; /* the same, open: the box does not let it be read by its name */

/* In a signal handler there is no opendir. What the folder holds was not yet, or not at once, made nameless. */
static void empty_temporary(void) {
    _Alignas(struct dirent64) char room[4096];
    if (inside < 0 || lseek(inside, 0, SEEK_SET))
        return;
    for (ssize_t n; (n = getdents64(inside, room, sizeof room)) > 0;)
        for (ssize_t at = 0; at < n;) {
            const struct dirent64 *entry = (const void *)(room + at);
            (void)unlinkat(inside, entry->d_name, 0);
            at += entry->d_reclen;
        }
}

static void remove_temporary(void) {
    output_forget(temporary);
    empty_temporary();
    (void)rmdir(temporary);
}

/* A workbook is put together in temporary files: in a folder of their own, so that no other one is in reach. */
static void make_temporary(void) {
    const char *folder = getenv("TMPDIR");
    folder = folder && *folder ? folder : "/tmp";
    size_t size = strlen(folder) + sizeof "/dcx-XXXXXX";
    char *path = need(NULL, size);
    (void)snprintf(path, size, "%s/dcx-XXXXXX", folder);
    if (!output_make_folder(path, empty_temporary)) {
        free(path); /* whoever needs it will say so */
        return;
    }
    above = strcpy(need(NULL, strlen(folder) + 1), folder);
    temporary = path;
    inside = open(temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    (void)atexit(remove_temporary);
    (void)setenv("TMPDIR", temporary, 1);
}

static bool allow_temporary(const box *b) {
    return !temporary || (allow(b, above, 0, REMOVE_DIR) &&
                          allow(b, temporary, 0, READ_FILE | WRITE_FILE | TRUNCATE | MAKE_REG | REMOVE_FILE));
}

/* ---- entering ---- */

static const options *entered; /* with these; NULL: there is no box */
static const char *const *readable;

static bool enclose_files(int version, bool narrow) {
    const options *o = entered;
    box b = {.narrow = narrow};
    if (!version || !open_box(&b, version))
        return false;
    allow_system(&b);
    allow_listed(&b, "LD_LIBRARY_PATH");
    allow_listed(&b, "GCONV_PATH");
    allow_pdftotext(&b);
    allow_inputs(&b, readable);
    allow_named(&b, o);
    bool database = o->output && options_destination(o->format) == DCX_OWN_FILE;
    /* Without these rights nothing that is written could take its place, or be taken away. */
    bool done = database ? allow_database(&b, o->output) : allow_output(&b, o->output);
    done = done && allow_output(&b, o->missed) && allow_temporary(&b) && !syscall(RESTRICT_SELF, b.rules, 0);
    (void)close(b.rules);
    return done;
}

/* What there is of a sandbox, for a message. */
static const char *described(bool files, bool calls, int version, char *text, size_t size) {
    if (files && calls)
        (void)snprintf(text, size, "in a sandbox of Landlock (version %d) and seccomp", version);
    else if (files)
        (void)snprintf(text, size, "in a sandbox of Landlock (version %d) alone: the kernel does not offer seccomp",
                       version);
    else if (calls)
        (void)snprintf(text, size,
                       "in a sandbox of seccomp alone, files are open to it: the kernel does not offer Landlock");
    else
        (void)snprintf(text, size, "no sandbox: the kernel offers neither Landlock nor seccomp");
    return text;
}

exit_code sandbox_enter(const options *o, const char *const *inputs) {
    char text[128];
    if (options_sandbox(o) == SANDBOX_OFF)
        return EXIT_DONE;
    dcx_output goes = options_destination(o->format);
    entered = o;
    readable = inputs;
    int version = landlock_version();
    if (goes == DCX_BINARY && version)
        make_temporary();
    bool privileges = !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    bool files = privileges && enclose_files(version, false);
    bool calls = privileges && sandbox_calls(goes == DCX_OWN_FILE);
    return settle(o, files && calls, described(files, calls, version, text, sizeof text));
}

void sandbox_narrow(void) {
    if (entered)
        (void)enclose_files(landlock_version(), true);
}

#else

exit_code sandbox_enter(const options *o, const char *const *inputs) {
    (void)inputs;
    return options_sandbox(o) == SANDBOX_OFF ? EXIT_DONE : settle(o, false, "no sandbox: it needs Linux");
}

void sandbox_narrow(void) {
}

#endif
