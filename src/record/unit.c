/* Values in a unit of the user's choice. Factors are powers of ten, so that only the point moves. */
#include "record/unit.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "lexer/fold.h"
#include "lexer/lexer.h"

struct dcx_unit {
    memory mem;
    arena arena;   /* of the unit itself */
    arena scratch; /* until the next conversion */
    const char *base;
    int power; /* of ten, that makes the base unit's value of one such unit */
};

void dcx_unit_free(dcx_unit *unit) {
    if (!unit)
        return;
    memory mem = unit->mem;
    arena_free(&unit->arena);
    arena_free(&unit->scratch);
    memory_free(&mem, unit);
}

bool unit_named(arena *a, const dcx_pack *pack, dcx_text name, const char **base, int *power) {
    const char *one = arena_print(a, "1%.*s", (int)name.length, name.at); /* the unit is read as in a text */
    runes text = fold(a, utf8_to_runes(a, one, strlen(one)));
    tokens found = lex(a, pack, text, (calendar){0});
    if (found.count != 1 || found.at[0].from != 0 || found.at[0].to != text.length)
        return false;
    *base = found.at[0].base_unit;
    *power = decimal_power("1", found.at[0].base_value);
    return true;
}

/* A unit that is only a scale word, like "ten thousand", says nothing about what is measured. */
static bool read_unit(dcx_unit *unit, const dcx_pack *pack, const char *name) {
    return unit_named(&unit->arena, pack, text_of_c(name), &unit->base, &unit->power) && *unit->base;
}

dcx_status dcx_unit_open(dcx_unit **out, const dcx_pack *pack, const char *name, const dcx_allocator *hooks,
                         dcx_error *error) {
    *out = NULL;
    memory mem;
    memory_init(&mem, hooks);
    dcx_unit *unit = memory_try(&mem, sizeof *unit);
    if (!unit)
        return error_no_memory(error);
    *unit = (dcx_unit){.mem = mem};
    arena_init(&unit->arena, &unit->mem);
    arena_init(&unit->scratch, &unit->mem);
    jmp_buf trap;
    unit->mem.trap = &trap;
    if (setjmp(trap)) {
        dcx_unit_free(unit);
        return error_no_memory(error);
    }
    if (!read_unit(unit, pack, name)) {
        dcx_unit_free(unit);
        return error_set(error, DCX_USAGE, NULL, 0, "write it as a report prints it, without a number",
                         "'%s' is no unit that the rule pack knows", name);
    }
    *out = unit;
    return DCX_OK;
}

dcx_status dcx_convert(dcx_unit *unit, dcx_text base_value, dcx_text base_unit, dcx_text *shown, dcx_error *error) {
    *shown = (dcx_text){"", 0};
    size_t length = strlen(unit->base);
    if (!base_value.length || base_unit.length != length || memcmp(base_unit.at, unit->base, length) != 0)
        return DCX_OK;
    jmp_buf trap;
    unit->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    arena_reset(&unit->scratch);
    const char *value = arena_copy(&unit->scratch, base_value.at, base_value.length);
    value = decimal_shift(&unit->scratch, value, -unit->power);
    *shown = text_of_c(value);
    return DCX_OK;
}
