/* The base value of a record that is read back: computed anew where value and unit say another one. */
#include <string.h>

#include "base/decimal.h"
#include "record/records.h"
#include "record/unit.h"

/* What is known of units that the file names; few files name more than this. */
enum { UNITS = 256 };

typedef struct known_unit {
    dcx_text name; /* at NULL: a free place */
    const char *base;
    int power;
    bool known;
} known_unit;

struct known_units {
    known_unit at[UNITS];
};

static known_unit *slot_of(intake *in, dcx_text unit) {
    uint32_t h = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < unit.length; i++)
        h = (h ^ (unsigned char)unit.at[i]) * 16777619U;
    if (!in->units)
        in->units = arena_alloc(&in->text, sizeof *in->units);
    return &in->units->at[h % UNITS];
}

static void look_up(intake *in, dcx_text unit, known_unit *out) {
    *out = (known_unit){.base = "", .known = true};
    if (unit.length)
        out->known = unit_named(&in->row, in->pack, unit, &out->base, &out->power);
}

/* What the pack says of a unit, until the next record. */
static known_unit unit_of(intake *in, dcx_text unit) {
    known_unit found, *slot = slot_of(in, unit);
    if (slot->name.at && text_equal(slot->name, unit))
        return *slot;
    look_up(in, unit, &found);
    if (!slot->name.at) {
        *slot = found;
        slot->name = (dcx_text){arena_copy(&in->text, unit.at, unit.length), unit.length};
        slot->base = arena_copy(&in->text, found.base, strlen(found.base));
    }
    return found;
}

/* Whether both plain decimals are the same number. */
static bool is_same_number(intake *in, dcx_text cell, const char *number) {
    arena *a = &in->row;
    digits x, y;
    if (text_equal(cell, text_of_c(number)))
        return true;
    return digits_read(a, utf8_to_runes(a, cell.at, cell.length), '.', &x) &&
           digits_read(a, utf8_to_runes(a, number, strlen(number)), '.', &y) && digits_same(x, y) &&
           (x.negative == y.negative || !x.count);
}

static void put(intake *in, dcx_text *field, dcx_record_field f, const char *by) {
    if (field[f].length)
        records_warn_at(in, (int)f,
                        arena_print(&in->row, "'%s' is read as %s, from value and unit", records_show(in, field[f]),
                                    *by ? by : "nothing"));
    field[f] = text_of_c(by);
}

bool repair_from_unit(intake *in, dcx_text field[DCX_RECORD_FIELDS]) {
    if (!in->pack || !digits_plain(field[DCX_VALUE]))
        return false;
    known_unit u = unit_of(in, field[DCX_UNIT]);
    if (!u.known)
        return false;
    const char *value = arena_copy(&in->row, field[DCX_VALUE].at, field[DCX_VALUE].length);
    const char *base = decimal_shift(&in->row, value, u.power);
    if (digits_plain(field[DCX_BASE_VALUE]) && is_same_number(in, field[DCX_BASE_VALUE], base))
        field[DCX_BASE_VALUE] = text_of_c(base);
    else
        put(in, field, DCX_BASE_VALUE, base);
    if (!text_equal(field[DCX_BASE_UNIT], text_of_c(u.base)))
        put(in, field, DCX_BASE_UNIT, u.base);
    return true;
}
