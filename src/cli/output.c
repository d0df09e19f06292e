#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/destination.h"
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
static const int numbers[] = {SIGINT,  SIGTERM, SIGHUP,    SIGQUIT, SIGXCPU, SIGABRT, SIGSEGV, SIGBUS, SIGUSR1,
                              SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGILL,  SIGFPE,  SIGSYS,  SIGTRAP};

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
    const char *why = reason == ENOENT   ? "the folder does not exist; make it first"
                      : reason == EPERM  ? "nothing can be kept under /dev or /proc; name another place"
                      : reason == ESPIPE ? "a database needs a file of its own; name one"
                      : reason == EBADF  ? "this descriptor is not open; open it, or name a file"
                                         : strerror(reason);
    say("%s: %s", out->path, why);
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

/* Writes beside the target until all is written. old: what stands there now, NULL: nothing does. */
static bool open_beside(output *out, char *target, const struct stat *old) {
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

/* Writes into what is open already, as standard output is: from where it stands, and it stays open for others. */
static bool open_descriptor(output *out, int fd) {
    out->fd = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return out->fd < 0 ? fail(out, errno) : true;
}

/* What forbids that a file is made at, or takes the place of, what the name means: an errno, else 0. */
static int forbidden(const destination *to, const struct stat *there) {
    if (there && S_ISDIR(there->st_mode))
        return EISDIR;
    if (there && access(to->path, W_OK))
        return errno;
    return (!there || S_ISREG(there->st_mode)) && to->kept_by_kernel ? EPERM : 0;
}

bool output_may_keep(const char *path) {
    output out = {.path = path, .fd = -1};
    struct stat about;
    destination to;
    int reason = destination_find(path, &to);
    if (!reason && to.fd >= 0)
        reason = ESPIPE;
    else if (!reason)
        reason = forbidden(&to, stat(to.path, &about) ? NULL : &about);
    free(to.path);
    return reason ? fail(&out, reason) : true;
}

bool output_open(output *out, const char *path) {
    bool standard = !path || !strcmp(path, "-");
    *out = (output){.path = standard ? NULL : path, .fd = STDOUT_FILENO};
    if (standard)
        return true;
    out->fd = -1;
    destination to;
    int reason = destination_find(path, &to);
    if (reason)
        return fail(out, reason);
    if (to.fd >= 0)
        return open_descriptor(out, to.fd);
    struct stat about;
    bool exists = !stat(to.path, &about);
    reason = forbidden(&to, exists ? &about : NULL);
    if (!reason && (!exists || S_ISREG(about.st_mode)))
        return open_beside(out, to.path, exists ? &about : NULL);
    if (!reason) {
        out->fd = open(to.path, O_WRONLY | O_CLOEXEC); /* a device or pipe cannot be replaced */
        reason = out->fd < 0 ? errno : 0;
    }
    free(to.path);
    return reason ? fail(out, reason) : true;
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
        if (out->temporary && fsync(out->fd) &&
            errno != EINVAL) /* a power cut finds the old file or the whole new one */
            out->reason = errno;
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
