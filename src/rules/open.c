/* The public side of rule packs. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "rules/engine.h"

static dcx_status prepare(dcx_pack *pack, dcx_error *error) {
    memory *mem = pack_arena(pack)->mem;
    regex_engine *volatile engine = NULL;
    jmp_buf trap;
    mem->trap = &trap;
    dcx_status status;
    if (setjmp(trap)) {
        status = error_no_memory(error);
    } else {
        engine = regex_engine_new(mem);
        status = rules_prepare(engine, pack, error);
    }
    regex_engine_free(engine);
    mem->trap = NULL;
    return status;
}

dcx_status dcx_pack_open(dcx_pack **pack, const char *const *paths, size_t count, const dcx_allocator *hooks,
                         dcx_error *error) {
    dcx_status status = pack_load(pack, &pack_builtin, paths, count, hooks, error);
    if (status == DCX_OK && count)
        status = prepare(*pack, error);
    if (status != DCX_OK) {
        dcx_pack_free(*pack);
        *pack = NULL;
    }
    return status;
}

static dcx_text number(char *room, size_t size, long n) {
    (void)snprintf(room, size, "%ld", n);
    return text_of_c(room);
}

dcx_status dcx_pack_rules(const dcx_pack *pack, dcx_row_fn *row, void *data, dcx_error *error) {
    (void)error;
    const pack_data *p = pack_content(pack);
    for (uint32_t i = 0; i < p->rules; i++) {
        const pack_rule *r = &p->rule[i];
        char examples[24], at[24];
        const dcx_text f[] = {text_of_c(r->id),
                              text_of_c(r->action),
                              text_of_c(r->kind),
                              text_of_c(r->option),
                              text_of_c(r->note),
                              text_of_c(r->pattern),
                              number(examples, sizeof examples, (long)r->examples),
                              text_of_c(r->file),
                              number(at, sizeof at, (long)r->line)};
        if (row(data, &(dcx_row){dcx_rule_schema(), f}))
            return DCX_STOPPED;
    }
    return DCX_OK;
}
