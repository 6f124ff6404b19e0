//! `cargo xtask codegen`

use super::folder::Folder;

#[test]
fn one_file_is_a_file() {
    let folder = Folder::repository();
    let index = folder.read("out/INDEX.md");
    folder.write("out/INDEX.md", &(index + "\n"));
    let printed = folder.codegen();
    assert!(
        printed.contains("\nwrote  1 file to out, removed 0, left "),
        "{printed}"
    );
}
