/* Text to tokens. */
#include "fuzz/fuzz.h"

#include "lexer/fold.h"
#include "lexer/lexer.h"

static void check_decimal(const char *text, bool needed) {
    CHECK((!needed && !*text) || fuzz_is_decimal(text_of_c(text)));
}

/* Whether both have the same digits, zeros at the ends and the point left out. */
static bool same_digits(const char *a, const char *b) {
    a += strspn(a, "-0.");
    b += strspn(b, "-0.");
    for (;; a++, b++) {
        a += *a == '.';
        b += *b == '.';
        if (!*a || !*b || *a != *b)
            return !a[strspn(a, "0.")] && !b[strspn(b, "0.")];
    }
}

static void check_token(const token *t, size_t length) {
    CHECK(t->from < t->to && t->to <= length);
    CHECK(t->from <= t->quote_from && t->quote_from < t->quote_to && t->quote_to <= t->to);
    CHECK(t->kind <= TOKEN_UNREAD && t->form <= TIME_RELATIVE && t->qualifier <= QUALIFIER_APPROX);
    CHECK(t->year >= 0 && t->year <= 9999);
    check_decimal(t->value, t->kind <= TOKEN_RANK);
    check_decimal(t->value_max, false);
    check_decimal(t->base_value, false);
    check_decimal(t->base_max, false);
    if (t->kind == TOKEN_QUANTITY) /* scaling moves the point, nothing else */
        CHECK(same_digits(t->value, t->base_value) && same_digits(t->value_max, t->base_max));
    CHECK(fuzz_is_utf8(text_of_c(t->unit)) && fuzz_is_utf8(text_of_c(t->base_unit)) && t->fraction && t->period);
}

static void check_tokens(tokens t, runes text, size_t from) {
    for (size_t i = 0; i < t.count; i++) {
        check_token(&t.at[i], text.length);
        CHECK(t.at[i].from >= (i ? t.at[i - 1].to : from));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    allocations counted = {0};
    const dcx_allocator hooks = allocations_hooks(&counted);
    const calendar now = {2024, 12, 2025};
    memory mem;
    arena a;
    jmp_buf trap;
    CHECK(!setjmp(trap));
    memory_init(&mem, &hooks);
    mem.trap = &trap;
    arena_init(&a, &mem);
    runes text = fold(&a, utf8_to_runes(&a, (const char *)bytes, size));
    check_tokens(lex(&a, fuzz_pack(), text, now), text, 0);
    check_tokens(lex_part(&a, fuzz_pack(), text, text.length / 2, (calendar){0}), text, text.length / 2);
    arena_free(&a);
    CHECK(counted.live == 0);
    return 0;
}
