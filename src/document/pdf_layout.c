#include "document/pdf_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xml.h"
#include "document/pdf_page.h"

typedef struct layout {
    const source *source;
    pdf_page page;
    buffer *out;
} layout;

static double number(xmlTextReader *r, const char *name) {
    xmlChar *text = xml.xmlTextReaderGetAttribute(r, (const xmlChar *)name);
    double value = text ? strtod((const char *)text, NULL) : 0;
    (*xml.xmlFree)(text);
    return isfinite(value) ? value : 0;
}

static pdf_box box_of(xmlTextReader *r) {
    return (pdf_box){number(r, "xMin"), number(r, "yMin"), number(r, "xMax"), number(r, "yMax")};
}

static void enter(layout *l, xmlTextReader *r, const char *name) {
    if (!strcmp(name, "line"))
        pdf_page_row(&l->page, box_of(r));
    else if (!strcmp(name, "word"))
        pdf_page_word(&l->page, box_of(r));
}

static void read_node(layout *l, xmlTextReader *r) {
    const char *name = (const char *)xml.xmlTextReaderConstLocalName(r);
    const char *text = (const char *)xml.xmlTextReaderConstValue(r);
    switch (xml.xmlTextReaderNodeType(r)) {
    case XML_READER_TYPE_ELEMENT: enter(l, r, name); break;
    case XML_READER_TYPE_END_ELEMENT:
        if (!strcmp(name, "page"))
            pdf_page_print(&l->page, l->out);
        break;
    case XML_READER_TYPE_TEXT: pdf_page_text(&l->page, (dcx_text){text, strlen(text)}); break;
    default: break;
    }
}

/* What reading holds. */
typedef struct reading {
    xmlTextReader *reader;
    xml_voice before;
} reading;

static void release(void *data) {
    reading *r = data;
    xml.xmlFreeTextReader(r->reader);
    xml_unhush(r->before);
}

bool pdf_layout(const source *s, dcx_text text, buffer *out) {
    if (text.length > INT32_MAX)
        return source_fail(s, DCX_LIMIT, "split it into parts", "the PDF holds more than 2 GB of text");
    if (library_load(&xml_library, s->name, s->error))
        return false;
    reading r = {.before = xml_hush()};
    layout l = {.source = s, .out = out};
    guard g;
    memory_hold(s->arena->mem, &g, release, &r);
    r.reader = xml.xmlReaderForMemory(text.at, (int)text.length, NULL, "UTF-8",
                                      XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
                                          XML_PARSE_HUGE);
    pdf_page_init(&l.page, s->arena);
    while (r.reader && xml.xmlTextReaderRead(r.reader) == 1)
        read_node(&l, r.reader);
    bool opened = r.reader != NULL;
    memory_drop(s->arena->mem, &g);
    return opened || source_fail(s, DCX_NO_MEMORY, NULL, "out of memory");
}
