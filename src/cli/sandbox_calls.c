/* A filter of system calls, in the language of BPF. What is not listed fails with EPERM, what is newer than the list
 * with ENOSYS, so that the C library goes another way. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): syscall */
#include "cli/sandbox_calls.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__)) && defined(__LP64__)

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    CLONE3 = 435,
    CLOSE_RANGE = 436,
    OPENAT2 = 437,
    FACCESSAT2 = 439,
    LANDLOCK = 444,
    FUTEX_WAITV = 449,
    MSEAL = 462
};
enum { FIRST_UNKNOWN = 451, NUMBERS = 512 }; /* 450 was the last call of Linux 6.1 */

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- what is left ---- */

static const short open_files[] = {
    __NR_read,         __NR_write,           __NR_readv,     __NR_writev,   __NR_pread64, __NR_pwrite64, __NR_preadv,
    __NR_pwritev,      __NR_lseek,           __NR_close,     CLOSE_RANGE,   __NR_dup,     __NR_dup3,     __NR_pipe2,
    __NR_ppoll,        __NR_pselect6,        __NR_fstat,     __NR_fstatfs,  __NR_flock,   __NR_fsync,    __NR_fdatasync,
    __NR_ftruncate,    __NR_fallocate,       __NR_fadvise64, __NR_sendfile, __NR_statfs,  __NR_getcwd,   __NR_umask,
    __NR_memfd_create, __NR_copy_file_range, __NR_getdents64};

/* What may be done to which file is for Landlock to say. */
static const short files_by_name[] = {__NR_openat,   __NR_newfstatat, __NR_statx,     __NR_faccessat, FACCESSAT2,
                                      __NR_unlinkat, __NR_renameat,   __NR_renameat2, __NR_readlinkat};

static const short memory[] = {__NR_brk,     __NR_mmap,  __NR_munmap,  __NR_mprotect, __NR_mremap,
                               __NR_madvise, __NR_msync, __NR_mincore, MSEAL};

static const short threads[] = {__NR_futex,
                                FUTEX_WAITV,
                                __NR_membarrier,
                                __NR_rseq,
                                __NR_getcpu,
                                __NR_set_robust_list,
                                __NR_get_robust_list,
                                __NR_set_tid_address,
                                __NR_sched_yield,
                                __NR_execve,
                                __NR_wait4,
                                __NR_waitid,
                                __NR_exit,
                                __NR_exit_group,
                                __NR_sched_getaffinity};

static const short itself[] = {
    __NR_getpid,         __NR_gettid,          __NR_getppid,      __NR_getpgid,        __NR_getsid,
    __NR_getuid,         __NR_geteuid,         __NR_getgid,       __NR_getegid,        __NR_getresuid,
    __NR_getresgid,      __NR_getgroups,       __NR_getpriority,  __NR_sched_getparam, __NR_sched_getscheduler,
    __NR_getrusage,      __NR_getrlimit,       __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn,
    __NR_rt_sigpending,  __NR_rt_sigtimedwait, __NR_sigaltstack,  __NR_rt_sigsuspend,  __NR_clock_gettime,
    __NR_clock_getres,   __NR_clock_nanosleep, __NR_nanosleep,    __NR_gettimeofday,   __NR_times,
    __NR_getitimer,      __NR_setitimer,       __NR_sysinfo,      __NR_uname,          __NR_getrandom,
    __NR_restart_syscall};

static const short older_forms[] = {
#ifdef __x86_64__
    __NR_open,     __NR_stat,  __NR_lstat, __NR_access, __NR_readlink, __NR_unlink,    __NR_rename,
    __NR_rmdir,    __NR_dup2,  __NR_pipe,  __NR_poll,   __NR_select,   __NR_vfork,     __NR_fork,
    __NR_getdents, __NR_pause, __NR_alarm, __NR_time,   __NR_getpgrp,  __NR_arch_prctl
#else
    __NR_read
#endif
};

static const short for_sanitizers[] = {__NR_ptrace, __NR_prctl};
/* Landlock's calls can only take more rights away. */
static const short for_database[] = {__NR_fchmod, __NR_fchown, LANDLOCK, LANDLOCK + 1, LANDLOCK + 2};

/* Calls of which some values of an argument are left. */
typedef struct partly {
    short call, argument;
    const uint32_t *values;
    size_t count;
} partly;

enum { GET_TERMIOS2 = 0x802C542A, SET_MEMORY_NAME = 0x53564D41 };

static const uint32_t terminal[] = {TCGETS, GET_TERMIOS2, TIOCGWINSZ, FIONREAD, FIOCLEX};
static const uint32_t not_owner[] = {F_DUPFD,     F_DUPFD_CLOEXEC, F_GETFD,     F_SETFD,    F_GETFL,
                                     F_SETFL,     F_GETLK,         F_SETLK,     F_SETLKW,   F_OFD_GETLK,
                                     F_OFD_SETLK, F_OFD_SETLKW,    F_ADD_SEALS, F_GET_SEALS};
static const uint32_t end_at_once[] = {SIGKILL}; /* pdftotext; it is for Landlock to say that it reaches no other */
static const uint32_t nobody_else[] = {0};
static const uint32_t names[] = {PR_SET_NAME, SET_MEMORY_NAME};

static const partly calls[] = {
    {__NR_ioctl, 1, terminal, COUNT(terminal)},
    {__NR_fcntl, 1, not_owner, COUNT(not_owner)},
    {__NR_kill, 1, end_at_once, COUNT(end_at_once)},
    {__NR_prlimit64, 0, nobody_else, COUNT(nobody_else)},
    {__NR_prctl, 0, names, COUNT(names)},
};

enum {
    NAMESPACES =
        CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET
};

/* ---- the filter ---- */

#ifdef __x86_64__
enum { ARCHITECTURE = (int)AUDIT_ARCH_X86_64 };
#else
enum { ARCHITECTURE = (int)AUDIT_ARCH_AARCH64 };
#endif

enum verdict { DENY = SECCOMP_RET_ERRNO | EPERM, ABSENT = SECCOMP_RET_ERRNO | ENOSYS, ALLOW = SECCOMP_RET_ALLOW };
enum { ROOM = 1024 };

#ifdef SANDBOX_SANITIZED
static const bool sanitized = true;
#else
static const bool sanitized = false;
#endif

typedef struct range { /* of numbers, up to the next one */
    uint32_t first, verdict;
} range;

typedef struct filter {
    struct sock_filter step[ROOM];
    unsigned short steps;
    range range[NUMBERS + 1];
    size_t ranges;
} filter;

static void put(filter *f, int code, uint32_t k, size_t if_true, size_t if_false) {
    f->step[f->steps++] =
        (struct sock_filter){(unsigned short)code, (unsigned char)if_true, (unsigned char)if_false, k};
}

static void end_with(filter *f, uint32_t verdict) {
    put(f, BPF_RET | BPF_K, verdict, 0, 0);
}

static void load(filter *f, size_t offset) {
    put(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void load_argument(filter *f, size_t number) { /* its lower half: both architectures are little-endian */
    load(f, offsetof(struct seccomp_data, args) + number * sizeof(uint64_t));
}

static void put_head(filter *f) {
    load(f, offsetof(struct seccomp_data, arch));
    put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)ARCHITECTURE, 1, 0);
    end_with(f, DENY);
    load(f, offsetof(struct seccomp_data, nr));
    put(f, BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4);
    load_argument(f, 0);
    put(f, BPF_JMP | BPF_JSET | BPF_K, NAMESPACES, 0, 1);
    end_with(f, DENY);
    end_with(f, ALLOW);
}

static void put_partly(filter *f, const partly *p) {
    put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)p->call, 0, 2 + 2 * p->count);
    load_argument(f, (size_t)p->argument);
    for (size_t i = 0; i < p->count; i++) {
        put(f, BPF_JMP | BPF_JEQ | BPF_K, p->values[i], 0, 1);
        end_with(f, ALLOW);
    }
    end_with(f, DENY);
}

static void leave(uint32_t *verdict, const short *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        verdict[list[i]] = ALLOW;
}

static void find_ranges(filter *f, bool database) {
    uint32_t verdict[NUMBERS];
    for (size_t i = 0; i < NUMBERS; i++)
        verdict[i] = i < FIRST_UNKNOWN ? DENY : ABSENT;
    verdict[CLONE3] = verdict[OPENAT2] = ABSENT; /* what they ask for lies in memory, where it cannot be seen */
    leave(verdict, open_files, COUNT(open_files));
    leave(verdict, files_by_name, COUNT(files_by_name));
    leave(verdict, memory, COUNT(memory));
    leave(verdict, threads, COUNT(threads));
    leave(verdict, itself, COUNT(itself));
    leave(verdict, older_forms, COUNT(older_forms));
    leave(verdict, for_sanitizers, sanitized ? COUNT(for_sanitizers) : 0);
    leave(verdict, for_database, database ? COUNT(for_database) : 0);
    for (uint32_t i = 0; i < NUMBERS; i++)
        if (!i || verdict[i] != verdict[i - 1])
            f->range[f->ranges++] = (range){i, verdict[i]};
}

/* Halves the ranges until one is left: few steps for each call. */
static void put_ranges(filter *f, size_t from, size_t to) {
    if (to - from == 1) {
        end_with(f, f->range[from].verdict);
        return;
    }
    size_t middle = from + (to - from) / 2;
    unsigned short fork = f->steps;
    put(f, BPF_JMP | BPF_JGE | BPF_K, f->range[middle].first, 0, 0);
    put_ranges(f, from, middle);
    f->step[fork].jt = (unsigned char)(f->steps - fork - 1);
    put_ranges(f, middle, to);
}

bool sandbox_calls(bool database) {
    filter f;
    f.steps = 0;
    f.ranges = 0;
    put_head(&f);
    const uint32_t self[] = {(uint32_t)getpid()}; /* raise, abort */
    put_partly(&f, &(partly){__NR_tgkill, 0, self, COUNT(self)});
    for (size_t i = 0; i < COUNT(calls); i++)
        if (!sanitized || calls[i].call != __NR_prctl)
            put_partly(&f, &calls[i]);
    find_ranges(&f, database);
    put_ranges(&f, 0, f.ranges);
    const struct sock_fprog program = {f.steps, f.step};
    /* Speculation is left to the rest of the system: to slow it down protects from others what is read here. */
    return !syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) ||
           !syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

#else

bool sandbox_calls(bool database) {
    (void)database;
    return false;
}

#endif
