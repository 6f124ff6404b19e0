//! The pipeline: every stage from the files of a spec folder to the files of the crate, in order.
//!
//! Each stage is a module whose first lines document its input and output. [`generate`] doesn't touch the disk: text goes
//! in, and text comes out. Every stage adds its problems to one [`Diagnostics`] and continues.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::analysis::Analysis;
use crate::assemble::{self, CrateLocation};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit;
use crate::input::config::Config;
use crate::input::docs_set::{self, Api};
use crate::input::openapi::{self, OperationObject};
use crate::input::overlay;
use crate::input::page::{self, Page, Source};
use crate::input::spec::Spec;
use crate::ir::{Crate, Runtime, Version};
use crate::names::lock::Lock;
use crate::output::Files;
use crate::recall::sites;
use crate::type_refs::TypeRefs;
use crate::{bodies, lower, merge, names, paging, parallel, place, recall, remember, stack, uses};

/// The options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The package's name, instead of the one in `codegen.yaml`.
    pub package: Option<String>,
    /// How the crate gets the runtime, instead of what `codegen.yaml` says.
    pub runtime: Option<Runtime>,
    /// Where the crate is.
    pub location: CrateLocation,
    /// The command that people run to write the crate, for the first line of every file.
    pub command: String,
    /// Whether to forget the names of types that no page has any more.
    pub prune: bool,
}

/// A generated crate, and the decisions that led to it.
#[derive(Debug)]
pub struct Generated {
    /// Path below the crate's folder, and text.
    pub files: Files,
    /// Files for a new crate, which are its users' from then on.
    pub starters: Files,
    /// The new text of `names.yaml`.
    pub names: String,
    /// What the files were written from.
    pub krate: Crate,
    /// What the stages found out about each API, in the order of [`Crate::versions`].
    pub analyses: Vec<Analysis>,
    /// Rules for paging that the pages suggest, if the settings have none.
    pub paging: Vec<paging::Proposal>,
}

/// Everything about a crate except its files.
#[derive(Debug)]
pub struct Model {
    /// The new text of `names.yaml`.
    pub names: String,
    /// What files are written from.
    pub krate: Crate,
    /// What the stages found out about each API, in the order of [`Crate::versions`].
    pub analyses: Vec<Analysis>,
    /// Rules for paging that the pages suggest, if the settings have none.
    pub paging: Vec<paging::Proposal>,
}

/// Runs all stages. Returns `None` if the input has errors, which are in the diagnostics.
///
/// The stages run on a thread of their own, whose stack is deep enough for every page that is accepted.
pub fn generate(
    spec: &Spec,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Generated> {
    on_deep_stack(diagnostics, |diagnostics| {
        let model = run_stages(spec, options, diagnostics)?;
        emit(model, diagnostics)
    })
}

/// Runs all stages but `emit`.
pub fn model(spec: &Spec, options: &Options, diagnostics: &mut Diagnostics) -> Option<Model> {
    on_deep_stack(diagnostics, |diagnostics| {
        run_stages(spec, options, diagnostics)
    })
}

fn on_deep_stack<T: Send>(
    diagnostics: &mut Diagnostics,
    run: impl FnOnce(&mut Diagnostics) -> Option<T> + Send,
) -> Option<T> {
    let result = stack::deep(|| run(diagnostics));
    result.unwrap_or_else(|error| {
        let message = format!("can't start the worker thread: {error}");
        diagnostics.push(
            Diagnostic::new(Code::Internal, "", message).help("free some memory and try again"),
        );
        None
    })
}

fn emit(model: Model, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let Model {
        names,
        krate,
        analyses,
        paging,
    } = model;
    match emit::emit(&krate) {
        Ok(files) => Some(Generated {
            files,
            starters: emit::starters(&krate),
            names,
            krate,
            analyses,
            paging,
        }),
        Err(error) => {
            diagnostics.push(
                Diagnostic::new(Code::Internal, "", error.to_string())
                    .help("please report this, with the page"),
            );
            None
        }
    }
}

fn run_stages(spec: &Spec, options: &Options, diagnostics: &mut Diagnostics) -> Option<Model> {
    let (apis, config) = read(spec, options, diagnostics);
    let mut lock = Lock::read(&spec.names, diagnostics);
    if options.prune {
        lock.drop_former();
    }
    let folders = apis.iter().map(|api| api.folder.clone()).collect();
    let mut versions = Vec::new();
    let mut analyses = Vec::new();
    for api in apis {
        let (version, analysis) = run_api(api, &config, &mut lock, diagnostics);
        versions.push(version);
        analyses.push(analysis);
    }
    if options.prune {
        lock.drop_gone(&folders);
    }
    let features = emit::features::names(&versions);
    config.check_features(&features, crate::input::config::FILE, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let krate = assemble::assemble_crate(
        &analyses,
        versions,
        &config,
        options.location.clone(),
        &options.command,
    );
    Some(Model {
        names: lock.write(),
        paging: match config.paging {
            None => paging::propose(&analyses, &krate.versions, &config),
            Some(_) => Vec::new(),
        },
        krate,
        analyses,
    })
}

/// Runs the stages from `lower` to `assemble` for one API, and adds the names of its types to the lock.
pub fn run_api(
    api: Api,
    config: &Config,
    lock: &mut Lock,
    diagnostics: &mut Diagnostics,
) -> (Version, Analysis) {
    let vocabulary = config.vocabulary();
    let mut lowered = lower::lower(&api, diagnostics);
    let (types, titles) = merge::merge(&lowered.graph);
    let memory = lock.memory(&api.folder);
    let recalled = recall::recall(&api, &mut lowered, &types, memory);
    let types = merge::merge_remembered(&lowered.graph, &titles, |node| recalled.name(node));
    let uses = uses::collect(&api, &lowered, &types);
    let mut names = names::name_types(
        &api,
        &lowered,
        &types,
        &uses,
        &vocabulary,
        &recalled,
        diagnostics,
    );
    let refs = TypeRefs::new(&lowered.graph, &types, &uses);
    let bodies = bodies::collect(&api, &lowered, &refs, &names, &recalled);
    refs.report_unused(diagnostics);
    names::name_operation_types(&api, &bodies, &vocabulary, &recalled, &mut names);
    let sites = sites::collect(&api, &lowered, &types, &bodies, &names);
    names.find_former(&api, &bodies, &recalled, &sites);
    let cycles = place::cycles(&lowered.graph, &types, &uses);
    let modules = names::tag_modules::tag_modules(&vocabulary, &api, &recalled);
    let memory = &recalled.memory;
    let placement = place::place(&api, &refs, &uses, &bodies, &names, memory, &modules);
    let analysis = Analysis {
        api,
        lowered,
        recalled,
        types,
        uses,
        bodies,
        names,
        sites,
        cycles,
        placement,
    };
    let version = assemble::assemble(&analysis, config, &vocabulary, diagnostics);
    lock.set_memory(
        &analysis.api.folder,
        remember::remember(&analysis, &version, &vocabulary),
    );
    (version, analysis)
}

/// Reads pages and settings: the APIs and everything that is known about them.
pub fn read(spec: &Spec, options: &Options, diagnostics: &mut Diagnostics) -> (Vec<Api>, Config) {
    let mut config = match &spec.config {
        Some(text) => Config::read(text, crate::input::config::FILE, diagnostics),
        None => Config::default(),
    };
    if options.package.is_some() {
        config.package.name.clone_from(&options.package);
    }
    if options.runtime.is_some() {
        config.package.runtime.clone_from(&options.runtime);
    }
    let operations = read_operations(spec, diagnostics);
    let apis = docs_set::group(operations, &config.modules, diagnostics);
    let config = config.or_from_pages(&apis);
    (apis, config)
}

/// Reads the definition of each page, by the page's path, with the overlay applied. What can't be read is left out.
pub(crate) fn read_definitions(spec: &Spec) -> BTreeMap<String, Value> {
    let mut diagnostics = Diagnostics::default();
    let mut pages = page::read_pages(&spec.pages, &mut diagnostics);
    if let Some(text) = &spec.overlay {
        pages = overlay::apply(text, pages, &mut diagnostics);
    }
    let definitions = pages.into_iter();
    definitions
        .map(|page| (page.path, page.definition))
        .collect()
}

/// Reads all pages and their operations.
fn read_operations(spec: &Spec, diagnostics: &mut Diagnostics) -> Vec<(Page, OperationObject)> {
    if let Some(text) = &spec.overlay {
        // An action of an overlay can change any page, so that all definitions are needed at once.
        let pages = page::read_pages(&spec.pages, diagnostics);
        let pages = overlay::apply(text, pages, diagnostics);
        let read = |page: Page| {
            let operation = openapi::read_operation(&page.path, &page.definition, diagnostics)?;
            Some((page, operation))
        };
        return pages.into_iter().filter_map(read).collect();
    }
    let mut operations = Vec::new();
    for (operation, found) in parallel::map(&spec.pages, read_page) {
        operations.extend(operation);
        diagnostics.extend(found);
    }
    operations
}

/// Reads a page and its operation. The page's definition isn't kept: together they are large.
fn read_page(source: &Source) -> (Option<(Page, OperationObject)>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let page = page::read_page(source, &mut diagnostics).and_then(|mut page| {
        let definition = std::mem::take(&mut page.definition);
        let operation = openapi::read_operation(&page.path, &definition, &mut diagnostics)?;
        Some((page, operation))
    });
    (page, diagnostics)
}
