//! The English words that the rules for names depend on. None is specific to a vendor.

/// Verbs that stand before the name of a resource.
pub(super) const VERBS: [&str; 28] = [
    "add", "create", "delete", "describe", "fetch", "find", "get", "insert", "list", "load",
    "lookup", "modify", "new", "patch", "post", "put", "query", "read", "remove", "replace",
    "retrieve", "save", "search", "set", "show", "update", "upsert", "view",
];

/// Verbs of operations that are about several objects.
pub(super) const LISTS: [&str; 4] = ["list", "search", "query", "index"];

/// Words between a verb and the end that only say how many objects an operation is about.
pub(super) const EACH: [&str; 4] = ["all", "one", "many", "single"];

/// Words that ids made from sentences have.
pub(super) const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// Last words of the names of the classes that operations are methods of.
pub(super) const ROLES: [&str; 5] = ["controller", "service", "resource", "api", "handler"];

/// Verbs whose operations return what was done, not with the resource that they are named after.
pub(super) const NO_RESPONSE: [&str; 3] = ["add", "delete", "remove"];

/// Verbs that only read.
pub(super) const READS: [&str; 10] = [
    "describe", "fetch", "find", "get", "list", "load", "lookup", "read", "retrieve", "show",
];

/// Plurals that say what one object holds: `AuditDetails` are an object.
pub(super) const COLLECTIVE: [&str; 24] = [
    "attributes",
    "calculations",
    "credentials",
    "criteria",
    "data",
    "details",
    "fields",
    "flags",
    "headers",
    "info",
    "limits",
    "links",
    "metadata",
    "metrics",
    "options",
    "parameters",
    "params",
    "permissions",
    "preferences",
    "properties",
    "results",
    "settings",
    "statistics",
    "stats",
];

/// Properties that hold the resource, or a list of resources, in an object that wraps it.
pub(super) const CONTAINERS: [&str; 14] = [
    "content",
    "data",
    "elements",
    "entries",
    "items",
    "list",
    "records",
    "resources",
    "response",
    "result",
    "results",
    "rows",
    "value",
    "values",
];

/// Verbs that show in a description that its first word is the name of what it describes.
pub(super) const DESCRIBING: [&str; 14] = [
    "contains",
    "contain",
    "defines",
    "define",
    "describes",
    "describe",
    "holds",
    "hold",
    "is",
    "models",
    "represents",
    "represent",
    "specifies",
    "specify",
];

/// Words after which an operationId no longer names the resource.
pub(super) const PREPOSITIONS: [&str; 12] = [
    "by", "for", "from", "with", "in", "to", "of", "on", "via", "using", "async", "per",
];

/// Words that no name starts with, because they connect it to what comes before.
pub(super) const CONNECTIVES: [&str; 13] = [
    "and", "by", "for", "from", "in", "of", "on", "or", "per", "to", "using", "via", "with",
];

/// Words that don't name a resource, even after a verb.
pub(super) const NO_RESOURCE: [&str; 16] = [
    "all", "count", "data", "detail", "details", "info", "item", "items", "list", "object",
    "objects", "result", "results", "status", "type", "value",
];

/// Words that mean nothing without their owner.
pub(super) const VAGUE: [&str; 52] = [
    "access",
    "action",
    "attribute",
    "attributes",
    "body",
    "category",
    "child",
    "children",
    "config",
    "configuration",
    "content",
    "context",
    "criteria",
    "data",
    "detail",
    "details",
    "element",
    "entry",
    "error",
    "event",
    "field",
    "filter",
    "format",
    "info",
    "input",
    "item",
    "items",
    "key",
    "kind",
    "level",
    "list",
    "message",
    "meta",
    "method",
    "mode",
    "name",
    "object",
    "operation",
    "option",
    "options",
    "output",
    "parameter",
    "payload",
    "property",
    "result",
    "results",
    "source",
    "state",
    "status",
    "target",
    "type",
    "value",
];

/// Last words of an owner's name that are dropped before a property.
pub(super) const GENERIC_SUFFIXES: [&str; 9] = [
    "response", "request", "dto", "body", "result", "input", "output", "payload", "model",
];

/// Properties of an object that only references another one.
pub(super) const REFERENCE: [&str; 10] = [
    "id",
    "type",
    "name",
    "displayName",
    "display_name",
    "uri",
    "href",
    "url",
    "$ref",
    "email",
];
