/* A library that is loaded before others (LD_PRELOAD). When a document's bytes are decoded it does what a hole in a
 * parser could be used for, and writes on standard error what could be done: `probe NAME yes` or `probe NAME no`. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): RTLD_NEXT, syscall */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *named(const char *variable) {
    const char *value = getenv(variable);
    return value ? value : "/nowhere";
}

static bool opens(const char *path, int how) {
    int fd = open(path, how, 0600);
    if (fd >= 0)
        (void)close(fd);
    return fd >= 0;
}

/* A closed port answers too. */
static bool connects(int family, const struct sockaddr *to, socklen_t size) {
    int fd = socket(family, SOCK_STREAM, 0);
    bool reached = fd >= 0 && (!connect(fd, to, size) || errno == ECONNREFUSED);
    if (fd >= 0)
        (void)close(fd);
    return reached;
}

static bool network(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return connects(AF_INET, (const void *)&to, sizeof to);
}

static bool datagram(void) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd >= 0)
        (void)close(fd);
    return fd >= 0;
}

static bool other_file(void) {
    return opens(named("PROBE_OTHER"), O_RDONLY);
}

static bool system_file(void) {
    return opens("/etc/passwd", O_RDONLY);
}

static bool folder_list(void) {
    return opens("/etc", O_RDONLY | O_DIRECTORY);
}

static bool overwrite_input(void) {
    return opens(named("PROBE_INPUT"), O_WRONLY);
}

static bool change_input(void) {
    return !chmod(named("PROBE_INPUT"), 0600);
}

static bool new_in(const char *folder) {
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/probe", folder);
    bool made = opens(path, O_WRONLY | O_CREAT);
    (void)unlink(path);
    return made;
}

static bool new_at_home(void) {
    return new_in(named("HOME"));
}

static bool new_beside_output(void) {
    return new_in(named("PROBE_OUTPUT"));
}

static bool new_temporary(void) {
    return new_in("/tmp");
}

static bool program(void) {
    char *const argv[] = {(char[]){"sh"}, (char[]){"-c"}, (char[]){"exit 7"}, NULL};
    pid_t pid;
    int status = 0;
    if (posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, NULL))
        return false;
    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 7;
}

static bool trace(void) {
    return !ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static bool memory_of_others(void) {
    char byte;
    struct iovec to = {&byte, 1}, from = {&byte, 1};
    return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == 1; /* none is nearer */
}

static bool memory_as_file(void) {
    return opens("/proc/self/mem", O_RDWR);
}

static pid_t victim(void) {
    return (pid_t)strtol(named("PROBE_VICTIM"), NULL, 10);
}

static bool look_for_process(void) {
    return victim() > 0 && !kill(victim(), 0);
}

static bool end_process(void) {
    return victim() > 0 && !kill(victim(), SIGKILL);
}

static bool type_on_terminal(void) { /* there is none: the kernel says so where it is asked */
    return ioctl(STDIN_FILENO, TIOCSTI, "x") == 0 || errno == ENOTTY;
}

/* What the kernel refuses for another reason, or does, was asked of it. */
static bool asks(long number) {
    errno = 0;
    return syscall(number, -1L, -1L, -1L, -1L, -1L) >= 0 || errno != EPERM;
}

static bool calls_refused(void) {
    static const long numbers[] = {__NR_bpf,         __NR_mount,  __NR_keyctl,   __NR_perf_event_open,
                                   __NR_unshare,     __NR_setns,  __NR_connect,  __NR_process_vm_writev,
                                   __NR_userfaultfd, __NR_socket, __NR_execveat, 425 /* io_uring_setup */};
    bool asked = false;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        asked |= asks(numbers[i]);
    return asked;
}

static const struct probe {
    const char *name;
    bool (*succeeds)(void);
} probes[] = {{"network", network},
              {"datagram", datagram},
              {"other_file", other_file},
              {"system_file", system_file},
              {"folder_list", folder_list},
              {"overwrite_input", overwrite_input},
              {"change_input", change_input},
              {"new_at_home", new_at_home},
              {"new_beside_output", new_beside_output},
              {"new_temporary", new_temporary},
              {"program", program},
              {"memory_of_others", memory_of_others},
              {"memory_as_file", memory_as_file},
              {"look_for_process", look_for_process},
              {"end_process", end_process},
              {"type_on_terminal", type_on_terminal},
              {"calls_refused", calls_refused},
              {"trace", trace}};

static void try_all(void) {
    static bool tried;
    if (tried)
        return;
    tried = true;
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++)
        (void)fprintf(stderr, "probe %s %s\n", probes[i].name, probes[i].succeeds() ? "yes" : "no");
}

iconv_t iconv_open(const char *to, const char *from) {
    try_all();
    iconv_t (*real)(const char *, const char *);
    *(void **)&real = dlsym(RTLD_NEXT, "iconv_open");
    return real(to, from);
}
