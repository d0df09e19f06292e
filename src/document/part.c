#include "document/part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xml.h"

struct part_reader {
    xmlTextReader *reader;
    xml_voice before;
    buffer attribute;
};

static void release(void *data) {
    part_reader *r = data;
    xml.xmlFreeTextReader(r->reader);
    xml_unhush(r->before);
}

const char *part_attribute(part_reader *r, const char *name) {
    const char *found = "";
    r->attribute.length = 0;
    while (xml.xmlTextReaderMoveToNextAttribute(r->reader) == 1)
        if (!strcmp((const char *)xml.xmlTextReaderConstLocalName(r->reader), name)) {
            const char *value = (const char *)xml.xmlTextReaderConstValue(r->reader);
            buffer_text(&r->attribute, value ? value : "");
            buffer_char(&r->attribute, '\0');
            found = r->attribute.at;
            break;
        }
    (void)xml.xmlTextReaderMoveToElement(r->reader);
    return found;
}

long part_number(part_reader *r, const char *name, long otherwise) {
    const char *text = part_attribute(r, name);
    return *text ? strtol(text, NULL, 10) : otherwise;
}

bool part_on(part_reader *r, const char *name) {
    const char *text = part_attribute(r, name);
    return *text && strcmp(text, "0") != 0 && strcmp(text, "false") != 0;
}

static void read_node(part_reader *r, const part_walk *walk) {
    char name[64];
    const char *local = (const char *)xml.xmlTextReaderConstLocalName(r->reader);
    (void)snprintf(name, sizeof name, "%s", local ? local : "");
    switch (xml.xmlTextReaderNodeType(r->reader)) {
    case XML_READER_TYPE_ELEMENT: {
        bool empty = xml.xmlTextReaderIsEmptyElement(r->reader) == 1;
        walk->enter(walk->data, r, name);
        if (empty)
            walk->leave(walk->data, r, name);
        break;
    }
    case XML_READER_TYPE_END_ELEMENT: walk->leave(walk->data, r, name); break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        walk->text(walk->data, (const char *)xml.xmlTextReaderConstValue(r->reader));
        break;
    default: break;
    }
}

bool part_read(const source *s, dcx_text bytes, const part_walk *walk) {
    if (bytes.length > INT32_MAX)
        return source_fail(s, DCX_LIMIT, "split it", "a part of the workbook is larger than 2 GB");
    part_reader r = {.before = xml_hush()};
    buffer_init_in(&r.attribute, s->arena);
    guard g;
    memory_hold(s->arena->mem, &g, release, &r);
    r.reader = xml.xmlReaderForMemory(bytes.at, (int)bytes.length, NULL, NULL,
                                      XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_HUGE);
    int result = r.reader ? 1 : -1;
    while (result == 1 && (result = xml.xmlTextReaderRead(r.reader)) == 1)
        read_node(&r, walk);
    memory_drop(s->arena->mem, &g);
    return result == 0 || source_fail(s, DCX_BAD_INPUT, "open it in Excel, WPS or LibreOffice and save it again",
                                      "a part of the workbook is damaged");
}
