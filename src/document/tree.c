#include "document/tree.h"

xmlNode *tree_next(const xmlNode *node, const xmlNode *root, bool into) {
    if (into && node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}
