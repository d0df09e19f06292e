#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/message.h"
#include "cli/progress.h"

/* What an interrupt must remove, two files and a folder: a signal handler can reach nothing else. */
enum { UNFINISHED = 3 };
static char *volatile unfinished[UNFINISHED];

static void remember(const char *old, char *now) {
    for (size_t i = 0; i < UNFINISHED; i++)
        if (unfinished[i] == old) {
            unfinished[i] = now;
            return;
        }
}

static void (*volatile empty_folder)(void);

void output_forget(char *folder) {
    remember(folder, NULL);
}

void output_abandon(void) {
    if (empty_folder)
        empty_folder();
    for (size_t i = 0; i < UNFINISHED; i++)
        if (unfinished[i] && unlink(unfinished[i]))
            (void)rmdir(unfinished[i]);
}

static void interrupted(int number) {
    output_abandon();
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

/* Those that end the program: from outside, or because of a fault. */
static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGABRT, SIGSEGV, SIGBUS};

/* No file may get the number of a standard stream that is closed: messages would be written into it. What takes its
 * place cannot be read or written either. */
static void keep_standard_numbers(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY); /* gets the least number */
}

void output_prepare(void) {
    keep_standard_numbers();
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that gets too large is a write that fails */
    (void)atexit(output_abandon);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action = {.sa_handler = interrupted};
        struct sigaction before;
        if (!sigaction(numbers[i], NULL, &before) && before.sa_handler == SIG_DFL)
            (void)sigaction(numbers[i], &action, NULL);
    }
}

static bool fail(output *out, int reason) {
    say("%s: %s", out->path, reason == ENOENT ? "the folder does not exist; make it first" : strerror(reason));
    output_discard(out);
    return false;
}

/* The permissions that the finished file gets: those of the file it replaces, else what the umask leaves. */
static mode_t mode_of(const struct stat *old) {
    if (old)
        return old->st_mode & 07777;
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

static sigset_t hold_signals(void) {
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &before);
    return before;
}

bool output_make_folder(char *name, void (*empty)(void)) {
    sigset_t before = hold_signals();
    bool made = mkdtemp(name) != NULL;
    if (made) {
        remember(NULL, name);
        empty_folder = empty;
    }
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return made;
}

/* As mkstemp, and no signal comes before the file is remembered. 0, or what went wrong. */
static int make_temporary(output *out, char *name) {
    sigset_t before = hold_signals();
    out->fd = mkstemp(name);
    int reason = out->fd < 0 ? errno : 0;
    if (!reason)
        remember(NULL, out->temporary = name);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return reason;
}

static bool open_beside(output *out, const struct stat *old) {
    char *target = old ? realpath(out->path, NULL) : NULL; /* a link stays a link, its target is replaced */
    if (!target)
        target = strcpy(need(NULL, strlen(out->path) + 1), out->path);
    out->target = target;
    size_t size = strlen(target) + sizeof ".XXXXXX";
    char *temporary = need(NULL, size);
    (void)snprintf(temporary, size, "%s.XXXXXX", target);
    int reason = make_temporary(out, temporary);
    if (reason) {
        free(temporary);
        return fail(out, reason);
    }
    return fchmod(out->fd, mode_of(old)) ? fail(out, errno) : true;
}

bool output_open(output *out, const char *path) {
    bool standard = !path || !strcmp(path, "-");
    *out = (output){.path = standard ? NULL : path, .fd = STDOUT_FILENO};
    if (standard)
        return true;
    struct stat about;
    bool exists = !stat(path, &about);
    if (exists && S_ISDIR(about.st_mode))
        return fail(out, EISDIR);
    if (exists && access(path, W_OK))
        return fail(out, errno);
    if (!exists || S_ISREG(about.st_mode))
        return open_beside(out, exists ? &about : NULL);
    out->fd = open(path, O_WRONLY | O_CLOEXEC); /* a device or pipe cannot be replaced */
    return out->fd < 0 ? fail(out, errno) : true;
}

int output_sink(void *data, const char *bytes, size_t size) {
    output *out = data;
    if (!out->path)
        progress_hide();
    while (size && !out->reason) {
        ssize_t n = write(out->fd, bytes, size);
        if (n < 0 && errno != EINTR)
            out->reason = errno;
        if (n > 0) {
            bytes += n;
            size -= (size_t)n;
        }
    }
    return out->reason;
}

static void forget(output *out) {
    remember(out->temporary, NULL);
    free(out->temporary);
    free(out->target);
    out->temporary = out->target = NULL;
}

exit_code output_failure(const output *out) {
    if (out->reason == EPIPE)
        return EXIT_DONE;
    say("%s: %s%s", out->path ? out->path : "standard output", strerror(out->reason),
        out->reason == ENOSPC ? "; make room and try again" : "");
    return EXIT_IN_OUT;
}

exit_code output_commit(output *out) {
    if (out->path) {
        if (close(out->fd))
            out->reason = errno;
        out->fd = -1;
        if (!out->reason && out->temporary && rename(out->temporary, out->target))
            out->reason = errno;
        if (!out->reason)
            forget(out);
    }
    exit_code code = out->reason ? output_failure(out) : EXIT_DONE;
    output_discard(out);
    return code;
}

void output_discard(output *out) {
    if (out->path && out->fd >= 0)
        (void)close(out->fd);
    out->fd = -1;
    if (out->temporary)
        (void)unlink(out->temporary);
    forget(out);
}
