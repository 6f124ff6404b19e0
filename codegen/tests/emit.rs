//! Small IRs, built by hand, and the code that they become.

#[path = "emit/everything.rs"]
mod everything;
#[path = "emit/fixture.rs"]
mod fixture;

/// Every file of the crate that uses every part of the IR.
#[test]
fn everything_is_emitted() {
    let files = codegen::emit::emit(&everything::everything()).unwrap();
    for (path, text) in &files {
        insta::assert_snapshot!(path.as_str(), text);
    }
}
