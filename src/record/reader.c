#include "record/reader.h"

#include <string.h>

#include "base/error.h"

void dcx_reader_free(dcx_reader *r) {
    if (!r)
        return;
    memory mem = r->mem;
    rule_set_free(r->rules);
    layout_set_free(r->layout);
    regex_engine_free(r->engine);
    arena_free(&r->turn[0]);
    arena_free(&r->turn[1]);
    arena_free(&r->scratch);
    arena_free(&r->document);
    arena_free(&r->permanent);
    memory_free(&mem, r);
}

dcx_status dcx_reader_open(dcx_reader **out, const dcx_pack *pack, const dcx_options *options,
                           const dcx_allocator *hooks, dcx_error *error) {
    *out = NULL;
    memory mem;
    memory_init(&mem, hooks);
    dcx_reader *r = memory_try(&mem, sizeof *r);
    if (!r)
        return error_no_memory(error);
    memset(r, 0, sizeof *r);
    r->mem = mem;
    r->pack = pack;
    if (options)
        r->options = *options;
    arena_init(&r->permanent, &r->mem);
    arena_init(&r->document, &r->mem);
    arena_init(&r->scratch, &r->mem);
    arena_init(&r->turn[0], &r->mem);
    arena_init(&r->turn[1], &r->mem);
    jmp_buf trap;
    r->mem.trap = &trap;
    if (setjmp(trap)) {
        dcx_reader_free(r);
        return error_no_memory(error);
    }
    r->engine = regex_engine_new(&r->mem);
    r->rules = rule_set_new(r->engine, &r->permanent, pack);
    r->layout = layout_set_new(r->engine, &r->permanent, pack, error);
    if (!r->layout) {
        dcx_reader_free(r);
        return error ? error->status : DCX_BAD_PACK;
    }
    *out = r;
    return DCX_OK;
}

read_options reading_options(const dcx_reader *r, const dcx_handler *handler) {
    return (read_options){.strict = r->options.strict != 0,
                          .encoding = r->options.encoding,
                          .format = r->options.input_format,
                          .warning = handler->warning,
                          .notice = handler->notice,
                          .data = handler->data};
}
