//! Schema positions: where in an operation a schema is.
//!
//! A [`Position`] is a path from an operation to a schema, in the terms of OpenAPI and JSON Schema. It becomes text only
//! where people and files need it: as a JSON pointer in diagnostics, as an anchor in `names.yaml`.

use std::fmt;
use std::sync::Arc;

use crate::input::docs_set::{Api, OperationIndex};
use crate::pointer::push_segment;

/// Where a schema is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    operation: OperationIndex,
    root: Arc<Root>,
    steps: Vec<Step>,
}

/// The part of an operation that a path of schemas starts from. `pointer` is the JSON pointer of its schema in the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// A parameter.
    Parameter {
        /// It contains the parameter's index in the page.
        pointer: String,
        /// `in`
        location: String,
        /// `name`
        name: String,
    },
    /// The request body in one media type.
    RequestBody {
        /// The schema's.
        pointer: String,
        /// The key of `content`.
        media_type: String,
    },
    /// A response in one media type.
    Response {
        /// The schema's.
        pointer: String,
        /// The key of `responses`.
        status: String,
        /// The key of `content`.
        media_type: String,
    },
}

/// The way from a schema to one inside it, in the alphabetical order of the keywords.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// `additionalProperties`
    AdditionalProperties,
    /// An index of `allOf`.
    AllOf(usize),
    /// An index of `anyOf`.
    AnyOf(usize),
    /// The schema that the plugin inlined under a key of `discriminator.mapping`.
    Mapping(String),
    /// `items`
    Items,
    /// An index of `oneOf`.
    OneOf(usize),
    /// A key of `properties`.
    Property(String),
}

impl Position {
    /// The position of a parameter's or media type's own schema.
    pub fn root(operation: OperationIndex, root: Root) -> Self {
        Self {
            operation,
            root: Arc::new(root),
            steps: Vec::new(),
        }
    }

    /// The position of a schema inside this one.
    #[must_use]
    pub fn child(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.steps.len() + 1);
        steps.extend_from_slice(&self.steps);
        steps.push(step);
        Self {
            operation: self.operation,
            root: Arc::clone(&self.root),
            steps,
        }
    }

    /// The operation that has the schema.
    pub fn operation(&self) -> OperationIndex {
        self.operation
    }

    /// What the path starts from.
    pub fn origin(&self) -> &Root {
        &self.root
    }

    /// The path from there, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The position among those of all pages: `operationId#/json/pointer`.
    pub fn in_api(&self, api: &Api) -> String {
        format!("{}#{self}", api.operation(self.operation).id)
    }

    /// The JSON pointer (RFC 6901) into the page's definition.
    pub fn pointer(&self) -> String {
        let mut pointer = self.root.pointer().to_owned();
        for step in &self.steps {
            step.push_onto(&mut pointer);
        }
        pointer
    }
}

/// As a JSON pointer.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pointer())
    }
}

impl Root {
    fn pointer(&self) -> &str {
        match self {
            Self::Parameter { pointer, .. }
            | Self::RequestBody { pointer, .. }
            | Self::Response { pointer, .. } => pointer,
        }
    }
}

impl Step {
    fn push_onto(&self, pointer: &mut String) {
        let (keyword, key) = match self {
            Self::AdditionalProperties => ("additionalProperties", None),
            Self::AllOf(index) => ("allOf", Some(index.to_string())),
            Self::AnyOf(index) => ("anyOf", Some(index.to_string())),
            Self::Mapping(value) => ("discriminator/mapping", Some(value.clone())),
            Self::Items => ("items", None),
            Self::OneOf(index) => ("oneOf", Some(index.to_string())),
            Self::Property(name) => ("properties", Some(name.clone())),
        };
        pointer.push('/');
        pointer.push_str(keyword);
        if let Some(key) = key {
            push_segment(pointer, &key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Root, Step};
    use crate::input::docs_set::OperationIndex;

    #[test]
    fn a_position_is_written_as_the_pointer_of_its_schema_in_the_page() {
        let root = Root::Response {
            pointer: "/responses/200/content/application~1json/schema".to_owned(),
            status: "200".to_owned(),
            media_type: "application/json".to_owned(),
        };
        let steps = [
            Step::Items,
            Step::OneOf(1),
            Step::Mapping("a/b".to_owned()),
            Step::AllOf(0),
            Step::Property("x~y".to_owned()),
            Step::AdditionalProperties,
            Step::AnyOf(12),
        ];
        let position = steps.into_iter().fold(
            Position::root(OperationIndex::FIRST, root),
            |position, step| position.child(step),
        );
        assert_eq!(
            position.pointer(),
            "/responses/200/content/application~1json/schema/items/oneOf/1/discriminator/mapping/a~1b/allOf/0\
             /properties/x~0y/additionalProperties/anyOf/12"
        );
    }
}
