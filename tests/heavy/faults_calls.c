/* Runs a program and makes one of its system calls fail, come short or be interrupted: faults_calls FILE COMMAND...
 *
 * FILE holds a `faults` (faults.h); the shim, which must be preloaded, says when main begins. Linux on x86-64. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faults.h"

typedef struct tracing {
    faults *f;
    pid_t pid;
    bool begun, inside; /* main has; in a call */
    long number;        /* of the call that the fault is in */
    int64_t error;      /* what the call that is going on is to return, 0: what it returns */
} tracing;

static void die(const char *what) {
    perror(what);
    exit(98);
}

static bool is_chosen(const tracing *t, const struct user_regs_struct *regs) {
    const faults *f = t->f;
    if (f->calls == f->at)
        return (int64_t)regs->orig_rax == f->number;
    bool message = regs->orig_rax == SYS_write && regs->rdi == STDERR_FILENO;
    return f->for_good && f->at && f->calls > f->at && (long)regs->orig_rax == t->number && !message;
}

static void set(const tracing *t, struct user_regs_struct *regs) {
    if (ptrace(PTRACE_SETREGS, t->pid, NULL, regs))
        die("PTRACE_SETREGS");
}

static void disturb(tracing *t, struct user_regs_struct *regs) {
    faults *f = t->f;
    f->hits++;
    t->number = (long)regs->orig_rax;
    switch (f->what) {
    case FAULT_ERROR:
        t->error = f->value;
        if (t->number != SYS_close) { /* which closes even where it fails */
            regs->orig_rax = (unsigned long long)-1;
            set(t, regs);
        }
        break;
    case FAULT_SHORT:
        if (regs->rdx > (unsigned long long)f->value) {
            regs->rdx = (unsigned long long)f->value;
            set(t, regs);
        }
        break;
    case FAULT_SIGNAL: (void)kill(t->pid, (int)f->value); break;
    case FAULT_SIZE: (void)!truncate(f->path, f->value); break;
    case FAULT_GONE: (void)unlink(f->path); break;
    default: break;
    }
}

static void enter(tracing *t, struct user_regs_struct *regs) {
    faults *f = t->f;
    if (regs->orig_rax == FAULTS_MARK) {
        t->begun = true;
        return;
    }
    if (!t->begun)
        return;
    if (f->calls < FAULTS_CALLS)
        f->call[f->calls] = (faults_call){(int32_t)regs->orig_rax, (int32_t)regs->rdi};
    f->calls++;
    if (is_chosen(t, regs))
        disturb(t, regs);
}

static void leave(tracing *t, struct user_regs_struct *regs) {
    if (t->error) {
        regs->rax = (unsigned long long)-t->error;
        set(t, regs);
    }
    t->error = 0;
}

static void at_call(tracing *t) {
    struct user_regs_struct regs;
    if (ptrace(PTRACE_GETREGS, t->pid, NULL, &regs))
        return; /* killed meanwhile */
    if (!t->inside)
        enter(t, &regs);
    else
        leave(t, &regs);
    t->inside = !t->inside;
}

static void follow(tracing *t) {
    int status, deliver = 0;
    for (;;) {
        if (ptrace(PTRACE_SYSCALL, t->pid, NULL, (void *)(intptr_t)deliver) && errno != ESRCH)
            die("PTRACE_SYSCALL");
        if (waitpid(t->pid, &status, 0) < 0)
            die("waitpid");
        if (WIFEXITED(status) || WIFSIGNALED(status))
            break;
        deliver = 0;
        if (WSTOPSIG(status) == (SIGTRAP | 0x80))
            at_call(t);
        else if (WSTOPSIG(status) != SIGTRAP)
            deliver = WSTOPSIG(status);
    }
    t->f->status = status;
}

int main(int argc, char **argv) {
    if (argc < 3)
        return 98;
    int fd = open(argv[1], O_RDWR | O_CLOEXEC);
    void *map = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(faults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        die(argv[1]);
    tracing t = {.f = map, .pid = fork()};
    if (t.pid < 0)
        die("fork");
    if (!t.pid) {
        (void)personality(ADDR_NO_RANDOMIZE); /* the same calls each time */
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
            die("PTRACE_TRACEME");
        execv(argv[2], argv + 2);
        die(argv[2]);
    }
    int status;
    if (waitpid(t.pid, &status, 0) < 0 || !WIFSTOPPED(status))
        die("waitpid");
    if (ptrace(PTRACE_SETOPTIONS, t.pid, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)))
        die("PTRACE_SETOPTIONS");
    follow(&t);
    return 0;
}
