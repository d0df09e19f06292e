/* The tables of columns that every writer and reader follows. */
#include <string.h>

#include "base/utf8.h"
#include "record/label.h"

static const dcx_column record_columns[DCX_RECORD_FIELDS] = {
    [DCX_METRIC] = {"metric", DCX_TEXT, "the name of what is measured, in the text's own characters"},
    [DCX_VALUE] = {"value", DCX_DECIMAL, "the number, digits as printed; a decrease is negative"},
    [DCX_UNIT] = {"unit", DCX_TEXT, "scale and unit as printed"},
    [DCX_YEAR] = {"year", DCX_TEXT, "the year the value refers to"},
    [DCX_SOURCE] = {"source", DCX_TEXT, "who the text says the figure comes from, else the document"},
    [DCX_KIND] = {"kind", DCX_TEXT, "level, growth, change, share, multiple or rank"},
    [DCX_CLAIM] = {"claim", DCX_TEXT, "actual, target or forecast"},
    [DCX_QUALIFIER] = {"qualifier", DCX_TEXT, "ge, le, approx or nothing"},
    [DCX_VALUE_MAX] = {"value_max", DCX_DECIMAL, "upper end where a range is printed"},
    [DCX_PERIOD] = {"period", DCX_TEXT, "ISO 8601 day or interval where the text is finer than a year"},
    [DCX_OF] = {"of", DCX_TEXT, "the whole of a share, the base of a multiple, growth or change"},
    [DCX_BASE_VALUE] = {"base_value", DCX_DECIMAL, "the value with scale words and prefixes multiplied in"},
    [DCX_BASE_UNIT] = {"base_unit", DCX_TEXT, "the unit of base_value"},
    [DCX_SOURCE_BASIS] = {"source_basis", DCX_TEXT, "clause, sentence, paragraph or document"},
    [DCX_SECTION] = {"section", DCX_TEXT, "heading path"},
    [DCX_DOCUMENT] = {"document", DCX_TEXT, "the document's title, else the file's name"},
    [DCX_FILE] = {"file", DCX_TEXT, "the file as it was named"},
    [DCX_PAGE] = {"page", DCX_INTEGER, "page, for paged formats"},
    [DCX_LINE] = {"line", DCX_INTEGER, "line of the file, from 1"},
    [DCX_COLUMN] = {"column", DCX_INTEGER, "character of the line, from 1"},
    [DCX_LENGTH] = {"length", DCX_INTEGER, "characters of the quote, as it stands in the file"},
    [DCX_QUOTE] = {"quote", DCX_TEXT, "the quantity as printed"},
    [DCX_SENTENCE] = {"sentence", DCX_TEXT, "the sentence it stands in"},
    [DCX_RULE] = {"rule", DCX_TEXT, "the rule that bound it"},
    [DCX_ID] = {"id", DCX_TEXT, "12 hex digits that stay when the document is read again"},
};

static const dcx_column missed_columns[] = {
    {"file", DCX_TEXT, "the file as it was named"},
    {"line", DCX_INTEGER, "line of the file, from 1"},
    {"column", DCX_INTEGER, "character of the line, from 1"},
    {"length", DCX_INTEGER, "characters of the quote"},
    {"quote", DCX_TEXT, "the quantity as printed"},
    {"reason", DCX_TEXT, "unbound, or the rule that set it aside"},
    {"sentence", DCX_TEXT, "the sentence it stands in"},
    {"section", DCX_TEXT, "heading path"},
};

static const dcx_column token_columns[] = {
    {"kind", DCX_TEXT, "number, quantity, percent, points, times, rank, ordinal, time, name, unread, range ..."},
    {"text", DCX_TEXT, "the token as printed, hedges included"},
    {"value", DCX_DECIMAL, "plain decimal"},
    {"value_max", DCX_DECIMAL, "upper end of a range"},
    {"unit", DCX_TEXT, "scale and unit as printed"},
    {"qualifier", DCX_TEXT, "ge, le, approx or nothing"},
    {"base_value", DCX_DECIMAL, "the value with scale words and prefixes multiplied in"},
    {"base_unit", DCX_TEXT, "the unit of base_value"},
    {"period", DCX_TEXT, "times: ISO 8601"},
    {"line", DCX_INTEGER, "line of the file, from 1"},
    {"column", DCX_INTEGER, "character of the line, from 1"},
    {"length", DCX_INTEGER, "characters of the text"},
};

static const dcx_column rule_columns[] = {
    {"id", DCX_TEXT, "the rule's name"},
    {"action", DCX_TEXT, "what is done with a match"},
    {"kind", DCX_TEXT, "kind of the records it makes"},
    {"option", DCX_TEXT, "further words for the action"},
    {"note", DCX_TEXT, "what it is for"},
    {"pattern", DCX_TEXT, "the pattern"},
    {"examples", DCX_INTEGER, "how many sentences test it"},
    {"file", DCX_TEXT, "the pack's file"},
    {"line", DCX_INTEGER, "line of the file"},
};

static const dcx_column document_columns[] = {
    {"file", DCX_TEXT, "the file as it was named"},
    {"document", DCX_TEXT, "the document's title, else the file's name"},
    {"publisher", DCX_TEXT, "who published it, as its cover says"},
    {"year", DCX_TEXT, "the year that it is about"},
    {"date", DCX_TEXT, "the day or month when it was published, as its cover says, ISO 8601"},
    {"format", DCX_TEXT, "what it was read as: text, html, docx or pdf"},
};

static const dcx_column block_columns[] = {
    {"block", DCX_INTEGER, "number in the document, from 1"},
    {"kind", DCX_TEXT, "paragraph, heading, caption, title, toc, note or row"},
    {"level", DCX_INTEGER, "of headings: 1 is outermost"},
    {"section", DCX_TEXT, "heading path"},
    {"page", DCX_INTEGER, "page, for paged formats"},
    {"line", DCX_INTEGER, "line of the file, from 1"},
    {"text", DCX_TEXT, "its text, without line breaks and note marks"},
};

static const dcx_column mark_columns[] = {
    {"block", DCX_INTEGER, "number of the block"},
    {"from", DCX_INTEGER, "character of the block's text, from 1"},
    {"length", DCX_INTEGER, "characters"},
    {"id", DCX_TEXT, "of a figure: the id that its record has, or would have"},
    {"reason", DCX_TEXT, "why there is no record: unbound, date, name, or the rule that set it aside"},
};

/* The fields of a record that a correction can replace, and those that say which it is about, under their names. */
static const dcx_column correction_columns[] = {
    [DCX_CORRECTION_ID] = {"id", DCX_TEXT, "the record's id"},
    [DCX_CORRECTION_ACTION] = {"action", DCX_TEXT, "correct, reject or add"},
    [DCX_CORRECTION_REVIEWED] = {"reviewed", DCX_TEXT, "yes where somebody has looked at the record"},
    [DCX_CORRECTION_REVIEWER] = {"reviewer", DCX_TEXT, "who has"},
    [DCX_CORRECTION_COMMENT] = {"comment", DCX_TEXT, "what there is to say"},
    [DCX_CORRECTION_CLEAR] = {"clear", DCX_TEXT, "names of fields that are made empty, with spaces between"},
    [DCX_CORRECTION_STATE] = {"state", DCX_TEXT, "applied; stale: no figure has this id; other: of another document"},
    [DCX_CORRECTION_ORIGIN] = {"origin", DCX_TEXT, "where it is written, FILE:LINE"},
    [DCX_CORRECTION_METRIC] = {"metric", DCX_TEXT, "the field's new text; empty: it stays"},
    {"value", DCX_DECIMAL, "likewise"},
    {"unit", DCX_TEXT, "likewise"},
    {"year", DCX_TEXT, "likewise"},
    {"source", DCX_TEXT, "likewise"},
    {"kind", DCX_TEXT, "likewise"},
    {"claim", DCX_TEXT, "likewise"},
    {"qualifier", DCX_TEXT, "likewise"},
    {"value_max", DCX_DECIMAL, "likewise"},
    {"period", DCX_TEXT, "likewise"},
    {"of", DCX_TEXT, "likewise"},
    {"base_value", DCX_DECIMAL, "likewise; computed anew where value or unit is replaced and this is not"},
    {"base_unit", DCX_TEXT, "likewise"},
    {"source_basis", DCX_TEXT, "likewise"},
    {"section", DCX_TEXT, "likewise"},
    {"document", DCX_TEXT, "the title of the document it is about; empty: any"},
    {"file", DCX_TEXT, "of an added record: its file"},
    {"page", DCX_INTEGER, "likewise"},
    {"line", DCX_INTEGER, "likewise"},
    {"column", DCX_INTEGER, "likewise"},
    {"length", DCX_INTEGER, "likewise"},
    {"quote", DCX_TEXT, "likewise; else to recognise the figure by"},
    {"sentence", DCX_TEXT, "likewise"},
};

#define SCHEMA(id, columns)                                                                                            \
    { id, columns, sizeof columns / sizeof *columns }

const dcx_schema *dcx_record_schema(void) {
    static const dcx_schema schema = SCHEMA("record", record_columns);
    return &schema;
}

const dcx_schema *dcx_missed_schema(void) {
    static const dcx_schema schema = SCHEMA("missed", missed_columns);
    return &schema;
}

const dcx_schema *dcx_token_schema(void) {
    static const dcx_schema schema = SCHEMA("token", token_columns);
    return &schema;
}

const dcx_schema *dcx_rule_schema(void) {
    static const dcx_schema schema = SCHEMA("rule", rule_columns);
    return &schema;
}

const dcx_schema *dcx_document_schema(void) {
    static const dcx_schema schema = SCHEMA("document", document_columns);
    return &schema;
}

const dcx_schema *dcx_block_schema(void) {
    static const dcx_schema schema = SCHEMA("block", block_columns);
    return &schema;
}

const dcx_schema *dcx_mark_schema(void) {
    static const dcx_schema schema = SCHEMA("mark", mark_columns);
    return &schema;
}

const dcx_schema *dcx_rejected_schema(void) {
    static const dcx_schema schema = {"rejected", record_columns, DCX_RECORD_FIELDS};
    return &schema;
}

const dcx_schema *dcx_correction_schema(void) {
    static const dcx_schema schema = SCHEMA("correction", correction_columns);
    return &schema;
}

int dcx_schema_find(const dcx_schema *schema, const char *name) {
    for (size_t i = 0; i < schema->columns; i++)
        if (!strcmp(schema->column[i].name, name))
            return (int)i;
    return label_column(schema, text_of_c(name));
}
