#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): memfd_create */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { OUT, ERR, STREAMS };

typedef struct child {
    pid_t pid;           /* 0: there is none */
    int input;           /* -1: closed, as are the others */
    int end[STREAMS][2]; /* of its standard output and error: ours, its own */
} child;

static void shut(int *fd) {
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

static void release(void *data) {
    child *c = data;
    shut(&c->input);
    for (int i = 0; i < STREAMS; i++) {
        shut(&c->end[i][0]);
        shut(&c->end[i][1]);
    }
    if (c->pid > 0) {
        (void)kill(c->pid, SIGKILL);
        while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
        c->pid = 0;
    }
}

/* A file without a name: in memory where the system has such files. */
static int new_file(void) {
#ifdef MFD_CLOEXEC
    int nameless = memfd_create("dcx", MFD_CLOEXEC);
    if (nameless >= 0)
        return nameless;
#endif
    FILE *f = tmpfile();
    if (!f)
        return -1;
    int fd = fcntl(fileno(f), F_DUPFD_CLOEXEC, 3);
    (void)fclose(f);
    return fd;
}

/* The input as such a file. */
static int file_of(dcx_text input) {
    int fd = new_file();
    for (size_t done = 0; fd >= 0 && done < input.length;) {
        ssize_t n = write(fd, input.at + done, input.length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            shut(&fd);
        else
            done += (size_t)n;
    }
    if (fd >= 0 && lseek(fd, 0, SEEK_SET))
        shut(&fd);
    return fd;
}

static bool open_pipe(int end[2]) {
    if (pipe(end)) {
        end[0] = end[1] = -1;
        return false;
    }
    return fcntl(end[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(end[1], F_SETFD, FD_CLOEXEC) == 0;
}

/* 0, or what went wrong. */
static int start(child *c, const char *const *argv, dcx_text input) {
    c->input = file_of(input);
    if (c->input < 0 || !open_pipe(c->end[OUT]) || !open_pipe(c->end[ERR]))
        return errno ? errno : EIO;
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawn_file_actions_adddup2(&actions, c->input, STDIN_FILENO);
    failed = failed ? failed : posix_spawn_file_actions_adddup2(&actions, c->end[OUT][1], STDOUT_FILENO);
    failed = failed ? failed : posix_spawn_file_actions_adddup2(&actions, c->end[ERR][1], STDERR_FILENO);
    if (!failed)
        failed = posix_spawnp(&c->pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    shut(&c->input);
    shut(&c->end[OUT][1]);
    shut(&c->end[ERR][1]);
    return failed;
}

static int64_t now_ms(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

typedef struct words { /* the beginning of standard error */
    char *at;
    size_t size, length;
} words;

/* What stands in one stream; false at its end. */
static bool take(int fd, buffer *out, words *message) {
    enum { STEP = 1 << 16 };
    char small[512];
    ssize_t n = out ? read(fd, buffer_reserve(out, STEP), STEP) : read(fd, small, sizeof small);
    if (n < 0)
        return errno == EINTR;
    if (out)
        out->length += (size_t)n;
    for (ssize_t i = 0; !out && i < n && message->length + 1 < message->size; i++)
        message->at[message->length++] = small[i];
    return n > 0;
}

static process_end listen_to(child *c, int64_t until, size_t most, buffer *out, words *message) {
    while (c->end[OUT][0] >= 0 || c->end[ERR][0] >= 0) {
        struct pollfd fds[STREAMS] = {{c->end[OUT][0], POLLIN, 0}, {c->end[ERR][0], POLLIN, 0}};
        int64_t left = until - now_ms();
        int ready = left > 0 ? poll(fds, STREAMS, (int)left) : 0;
        if (ready == 0)
            return PROCESS_LATE;
        if (ready < 0 && errno != EINTR)
            return PROCESS_FAILED;
        for (int i = 0; ready > 0 && i < STREAMS; i++)
            if (fds[i].revents && !take(fds[i].fd, i == OUT ? out : NULL, message))
                shut(&c->end[i][0]);
        if (out->length > most)
            return PROCESS_LARGE;
    }
    return PROCESS_DONE;
}

/* Waits for its end; false where that does not come in time. */
static bool wait_for(child *c, int64_t until, int *status) {
    static const struct timespec a_while = {0, 5000000};
    int how = 0;
    pid_t pid;
    while ((pid = waitpid(c->pid, &how, WNOHANG)) == 0 || (pid < 0 && errno == EINTR)) {
        if (now_ms() >= until)
            return false;
        (void)nanosleep(&a_while, NULL);
    }
    c->pid = 0;
    *status = pid > 0 && WIFEXITED(how) ? WEXITSTATUS(how) : -1;
    return true;
}

process_end process_run(const char *const *argv, dcx_text input, process_limits most, buffer *out, char *message,
                        size_t size, int *status) {
    child c = {0, -1, {{-1, -1}, {-1, -1}}};
    words said = {message, size, 0};
    guard g;
    memory_hold(out->mem, &g, release, &c);
    int failed = start(&c, argv, input);
    int64_t until = now_ms() + (int64_t)most.seconds * 1000;
    process_end end = failed == ENOENT ? PROCESS_ABSENT
                      : failed         ? PROCESS_FAILED
                                       : listen_to(&c, until, most.bytes, out, &said);
    if (end == PROCESS_DONE && !wait_for(&c, until, status))
        end = PROCESS_LATE;
    message[said.length] = '\0';
    memory_drop(out->mem, &g);
    errno = failed;
    return end;
}
