//! The words of English that rules for names need: no vendor's.

/// Verbs that stand before the name of a resource.
pub(super) const VERBS: [&str; 28] = [
    "add", "create", "delete", "describe", "fetch", "find", "get", "insert", "list", "load",
    "lookup", "modify", "new", "patch", "post", "put", "query", "read", "remove", "replace",
    "retrieve", "save", "search", "set", "show", "update", "upsert", "view",
];

/// Words after which an operationId speaks of something else than the resource.
pub(super) const PREPOSITIONS: [&str; 12] = [
    "by", "for", "from", "with", "in", "to", "of", "on", "via", "using", "async", "per",
];

/// Words that no name starts with: what they join stands before them.
pub(super) const JOINTS: [&str; 13] = [
    "and", "by", "for", "from", "in", "of", "on", "or", "per", "to", "using", "via", "with",
];

/// Words that name no resource, though a verb stands before them.
pub(super) const NO_RESOURCE: [&str; 16] = [
    "all", "count", "data", "detail", "details", "info", "item", "items", "list", "object",
    "objects", "result", "results", "status", "type", "value",
];

/// Words that say nothing without their owner.
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

/// Endings of an owner's name that are left out before a property.
pub(super) const HUSKS: [&str; 9] = [
    "response", "request", "dto", "body", "result", "input", "output", "payload", "model",
];

/// Properties of an object that only refers to another.
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
