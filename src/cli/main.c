#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"

static const command *const commands[] = {&command_extract, &command_diff,   &command_series,
                                          &command_check,   &command_verify, &command_mcp,
                                          &command_tokens,  &command_rules,  NULL};

static const command *find(const char *name) {
    for (size_t i = 0; commands[i]; i++)
        if (!strcmp(commands[i]->name, name))
            return commands[i];
    return NULL;
}

static void show_help(void) {
    (void)printf("dcx reads Chinese statistical reports and writes every figure as a record.\n\nUsage:\n");
    for (size_t i = 0; commands[i]; i++)
        (void)printf("  dcx %-8s %s\n", commands[i]->name, commands[i]->help);
    (void)printf("  dcx help [COMMAND], dcx --version\n\n"
                 "'dcx COMMAND --help' shows a command's options and examples.\n\n"
                 "Exit status: 0 done; 1 a finding that was asked to fail on; 2 wrong usage or a broken\n"
                 "rule pack; 3 an input or output that could not be read or written.\n");
}

static exit_code unknown(const char *name) {
    guess g = guess_begin(name);
    for (size_t i = 0; commands[i]; i++)
        guess_offer(&g, commands[i]->name);
    guess_offer(&g, "help");
    char hint[96];
    say("unknown command '%s'%s; 'dcx help' lists them", name, guess_text(&g, hint, sizeof hint));
    return EXIT_USAGE;
}

static exit_code help(int argc, const char **argv) {
    if (argc < 3) {
        show_help();
        return EXIT_DONE;
    }
    const command *self = find(argv[2]);
    if (!self)
        return unknown(argv[2]);
    options_help(self);
    return EXIT_DONE;
}

static exit_code run(int argc, const char **argv) {
    if (argc < 2) {
        say("a command is needed; 'dcx help' lists them");
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    if (!strcmp(name, "help") || !strcmp(name, "--help") || !strcmp(name, "-h"))
        return help(argc, argv);
    if (!strcmp(name, "--version")) {
        (void)printf("dcx %s\n", dcx_version());
        return EXIT_DONE;
    }
    const command *self = find(name);
    return self ? self->run(self, argc - 1, argv + 1) : unknown(name);
}

int main(int argc, char **argv) {
    output_prepare();
    const char **arguments = need(NULL, ((size_t)argc + 1) * sizeof *arguments);
    for (int i = 0; i <= argc; i++)
        arguments[i] = argv[i];
    exit_code code = run(argc, arguments);
    free(arguments);
    errno = 0;
    if (fflush(stdout) && errno != EPIPE) {
        say("standard output: %s", strerror(errno));
        return EXIT_IN_OUT;
    }
    return (int)code;
}
