/* dcx rules: lists, shows, validates and tests rule packs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/options.h"
#include "cli/sandbox.h"
#include "cli/sheet.h"

static exit_code open_pack(dcx_pack **pack, const char *const *paths, size_t count) {
    dcx_error error;
    dcx_status status = dcx_pack_open(pack, paths, count, NULL, &error);
    if (status)
        say_error(&error);
    return exit_code_of(status);
}

static exit_code list(const options *o) {
    sheet s;
    dcx_pack *pack = NULL;
    dcx_error error;
    exit_code code = sheet_prepare(&s, o->format, o->output);
    if (code)
        return code;
    code = sandbox_enter(o, NULL);
    if (!code)
        code = open_pack(&pack, (const char *const *)o->rules, options_count(o->rules));
    if (!code)
        code = sheet_open(&s, dcx_rule_schema(), o);
    if (!code)
        code = sheet_end(&s, dcx_pack_rules(pack, sheet_row, &s, &error), &error);
    sheet_discard(&s);
    dcx_pack_free(pack);
    return code;
}

typedef struct search {
    const char *id;
    guess guess;
    char best[64]; /* rows do not outlive the callback */
    bool found;
} search;

static int show_row(void *data, const dcx_row *row) {
    search *s = data;
    char id[64];
    (void)snprintf(id, sizeof id, "%.*s", (int)row->field[0].length, row->field[0].at);
    if (strcmp(id, s->id) != 0) {
        guess_offer(&s->guess, id);
        if (s->guess.best == id) {
            memcpy(s->best, id, sizeof id);
            s->guess.best = s->best;
        }
        return 0;
    }
    s->found = true;
    for (size_t i = 0; i < row->schema->columns; i++)
        if (row->field[i].length)
            (void)printf("%-9s %.*s\n", row->schema->column[i].name, (int)row->field[i].length, row->field[i].at);
    return 1;
}

static exit_code show(const options *o, const dcx_pack *pack) {
    exit_code code = EXIT_DONE;
    for (const char **id = o->files + 1; *id; id++) {
        search s = {.id = *id, .guess = guess_begin(*id)};
        dcx_error error;
        dcx_status status = dcx_pack_rules(pack, show_row, &s, &error);
        if (status && status != DCX_STOPPED) {
            say_error(&error);
            return exit_code_of(status);
        }
        if (!s.found) {
            char hint[96];
            say("there is no rule '%s'%s; 'dcx rules list' shows them", *id, guess_text(&s.guess, hint, sizeof hint));
            code = EXIT_USAGE;
        } else if (id[1])
            (void)putchar('\n');
    }
    return code;
}

static int count_row(void *data, const dcx_row *row) {
    (void)row;
    ++*(size_t *)data;
    return 0;
}

static void ignore(void *data, const dcx_error *what) {
    (void)data;
    (void)what;
}

/* Patterns are compiled when they are first run, so the examples are run; whether they fail is for test to say. */
static exit_code check_one(const char *path, size_t *rules) {
    dcx_pack *pack;
    exit_code code = open_pack(&pack, &path, 1);
    if (code)
        return code;
    dcx_error error;
    size_t examples = 0, failures = 0;
    dcx_status status = dcx_pack_test(pack, ignore, NULL, &examples, &failures, &error);
    if (!status)
        status = dcx_pack_rules(pack, count_row, rules, &error);
    if (status)
        say_error(&error);
    dcx_pack_free(pack);
    return exit_code_of(status);
}

static exit_code check(const options *o) {
    exit_code code = sandbox_enter(o, o->files + 1);
    if (code)
        return code;
    for (const char **file = o->files + 1; *file; file++) {
        size_t rules = 0;
        exit_code result = check_one(*file, &rules);
        if (!result && !o->quiet)
            (void)printf("%s: in order; %zu rules with the built-in ones\n", *file, rules);
        if (result > code)
            code = result;
    }
    return code;
}

static exit_code test(const options *o, const dcx_pack *pack) {
    size_t examples = 0, failures = 0;
    dcx_error error;
    dcx_status status = dcx_pack_test(pack, say_report, NULL, &examples, &failures, &error);
    if (status) {
        say_error(&error);
        return exit_code_of(status);
    }
    if (!o->quiet)
        (void)printf("%zu examples, %zu failed\n", examples, failures);
    return failures ? EXIT_FINDING : EXIT_DONE;
}

static exit_code need_names(const options *o, const char *usage) {
    if (o->file_count > 1)
        return EXIT_DONE;
    say("usage: dcx rules %s", usage);
    return EXIT_USAGE;
}

/* Packs of --rules and, for test, those that are named behind it. */
static exit_code with_pack(const options *o, exit_code (*action)(const options *, const dcx_pack *), bool files_too) {
    size_t given = options_count(o->rules), files = files_too ? o->file_count - 1 : 0;
    const char **path = need(NULL, (given + files) * sizeof *path);
    for (size_t i = 0; i < given; i++)
        path[i] = o->rules[i];
    for (size_t i = 0; i < files; i++)
        path[given + i] = o->files[i + 1];
    dcx_pack *pack = NULL;
    exit_code code = sandbox_enter(o, files_too ? o->files + 1 : NULL);
    if (!code)
        code = open_pack(&pack, path, given + files);
    if (!code)
        code = action(o, pack);
    dcx_pack_free(pack);
    free(path);
    return code;
}

static exit_code choose(const options *o) {
    static const char *const names[] = {"list", "show", "check", "test"};
    const char *name = o->file_count ? o->files[0] : "";
    if (!strcmp(name, "list"))
        return list(o);
    if (!strcmp(name, "show"))
        return need_names(o, "show ID...") ? EXIT_USAGE : with_pack(o, show, false);
    if (!strcmp(name, "check"))
        return need_names(o, "check FILE...") ? EXIT_USAGE : check(o);
    if (!strcmp(name, "test"))
        return with_pack(o, test, true);
    guess g = guess_begin(name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        guess_offer(&g, names[i]);
    char hint[96];
    if (*name)
        say("unknown word '%s'%s; 'rules' takes list, show, check or test", name, guess_text(&g, hint, sizeof hint));
    else
        say("'rules' needs to be told what to do: list, show, check or test");
    return EXIT_USAGE;
}

static exit_code run(const command *self, int argc, const char **argv) {
    options o;
    exit_code code;
    if (options_read(&o, self, argc, argv, &code))
        code = choose(&o);
    options_free(&o);
    return code;
}

const command command_rules = {
    .name = "rules",
    .usage = "list | show ID... | check FILE... | test [FILE...] [OPTION...]",
    .help = "lists, shows, validates and tests rule packs",
    .examples = "  dcx rules list -f table\n"
                "  dcx rules show level.of\n"
                "  dcx rules check mine.xml\n"
                "  dcx rules test mine.xml\n",
    .options = OPTIONS_WRITING | OPTIONS_PACK,
    .run = run,
};
