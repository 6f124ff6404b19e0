//! Embeds the package `client-runtime`, so that an installed generator knows it as well: its sources, and what its manifest
//! says of features and dependencies.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml_edit::{Document, Item, Table, TableLike};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let runtime = here.join("runtime");
    let manifest = read_manifest(&runtime.join("Cargo.toml"))?;
    let workspace = read_manifest(&here.join("../Cargo.toml"))?;
    let workspace = table(&workspace, "workspace")?;
    let mut code = String::new();
    for (name, key) in [("VERSION", "version"), ("RUST_VERSION", "rust-version")] {
        let value = table(workspace, "package")?.get(key).and_then(Item::as_str);
        let value = value.ok_or_else(|| format!("the workspace has no `{key}`"))?;
        writeln!(
            code,
            "/// The package's `{key}`.\npub const {name}: &str = {value:?};"
        )?;
    }
    sources(&runtime.join("src"), &mut code)?;
    features(&manifest, &mut code)?;
    dependencies(&manifest, table(workspace, "dependencies")?, &mut code)?;
    let dev = table(&manifest, "dev-dependencies")?.iter();
    let dev: Vec<String> = dev.map(|(name, _)| name.replace('-', "_")).collect();
    writeln!(code, "pub(crate) const DEV_CRATES: &[&str] = &{dev:?};")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("runtime.rs"), code)?;
    Ok(())
}

fn read_manifest(path: &Path) -> Result<Table> {
    println!("cargo::rerun-if-changed={}", path.display());
    let document: Document<String> = fs::read_to_string(path)?.parse()?;
    Ok(document.into_mut().as_table().clone())
}

fn table<'a>(parent: &'a Table, key: &str) -> Result<&'a Table> {
    let table = parent.get(key).and_then(Item::as_table);
    table.ok_or_else(|| format!("the manifest has no table `{key}`").into())
}

/// Path and text of each file.
fn sources(folder: &Path, code: &mut String) -> Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect_files(folder, &mut files)?;
    files.sort();
    writeln!(code, "pub(crate) const SOURCES: &[(&str, &str)] = &[")?;
    for file in files {
        let path = file.strip_prefix(folder)?.to_string_lossy();
        let path = path.replace('\\', "/");
        writeln!(code, "({path:?}, include_str!({file:?})),")?;
    }
    writeln!(code, "];")?;
    Ok(())
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The features in their order. Those that follow a comment belong together.
fn features(manifest: &Table, code: &mut String) -> Result<()> {
    writeln!(code, "const FEATURES: &[Feature] = &[")?;
    let features = table(manifest, "features")?;
    for (name, enables) in features.iter() {
        let decor = features.key(name).and_then(|key| key.leaf_decor().prefix());
        let comment = decor.and_then(|prefix| prefix.as_str()).unwrap_or_default();
        let comment: Vec<&str> = comment
            .lines()
            .filter_map(|line| line.trim().strip_prefix("# "))
            .collect();
        let comment = comment.join(" ");
        let enables = strings(Some(enables));
        writeln!(
            code,
            "Feature {{ name: {name:?}, comment: {comment:?}, enables: &{enables:?} }},"
        )?;
    }
    writeln!(code, "];")?;
    Ok(())
}

/// The dependencies, for all systems and for those of a `cfg`.
fn dependencies(manifest: &Table, workspace: &Table, code: &mut String) -> Result<()> {
    let mut tables = vec![(None, table(manifest, "dependencies")?)];
    for (target, item) in table(manifest, "target")?.iter() {
        let dependencies = item.get("dependencies").and_then(Item::as_table);
        let dependencies = dependencies.ok_or("a target has no dependencies")?;
        tables.push((Some(target.trim_matches('\'')), dependencies));
    }
    writeln!(code, "pub(crate) const DEPENDENCIES: &[Requirement] = &[")?;
    for (target, dependencies) in tables {
        for (name, item) in dependencies.iter() {
            dependency(target, name, item, workspace, code)?;
        }
    }
    writeln!(code, "];")?;
    Ok(())
}

fn dependency(
    target: Option<&str>,
    name: &str,
    item: &Item,
    workspace: &Table,
    code: &mut String,
) -> Result<()> {
    let shared = match value(item, "workspace") {
        Some(_) => workspace.get(name),
        None => None,
    };
    let version = |item: &Item| {
        let version = item.as_str().or_else(|| value(item, "version")?.as_str());
        version.map(str::to_owned)
    };
    let version = version(item).or_else(|| version(shared?));
    let version = version.ok_or_else(|| format!("`{name}` has no version"))?;
    let flag = |item: Option<&Item>, key| value(item?, key).and_then(Item::as_bool);
    let optional = flag(Some(item), "optional").unwrap_or(false);
    let default_features = flag(shared, "default-features")
        .or_else(|| flag(Some(item), "default-features"))
        .unwrap_or(true);
    let package = value(shared.unwrap_or(item), "package").and_then(Item::as_str);
    let mut features = strings(shared.and_then(|shared| value(shared, "features")));
    features.extend(strings(value(item, "features")));
    writeln!(
        code,
        "Requirement {{ target: {target:?}, name: {name:?}, package: {package:?}, version: {version:?}, \
         features: &{features:?}, default_features: {default_features}, optional: {optional} }},"
    )?;
    Ok(())
}

fn value<'a>(item: &'a Item, key: &str) -> Option<&'a Item> {
    item.as_table_like()
        .and_then(|table| TableLike::get(table, key))
}

fn strings(item: Option<&Item>) -> Vec<String> {
    let array = item.and_then(Item::as_array).into_iter().flatten();
    let strings = array.filter_map(|value| value.as_str());
    strings.map(str::to_owned).collect()
}
