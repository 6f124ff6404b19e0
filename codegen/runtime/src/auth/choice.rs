//! Which of the client's credentials an operation gets.

use super::credentials::Kind;
use super::{AuthFailure, Authorizer, Credentials};
use crate::settings::{SchemeKind, SecurityScheme};

/// The credentials that an operation accepts: the ids of security schemes (OpenAPI 3.0.3, "Security Requirement Object").
#[derive(Clone, Copy, Debug)]
pub(crate) enum Security {
    /// One of these; none if there are none.
    OneOf(&'static [&'static str]),
    /// All of one of these sets.
    AllOfOne(&'static [&'static [&'static str]]),
}

impl Security {
    fn is_open(self) -> bool {
        matches!(self, Self::OneOf([]))
    }

    /// The alternatives, for messages.
    fn text(self) -> String {
        match self {
            Self::OneOf(schemes) => schemes.join(", "),
            Self::AllOfOne(sets) => {
                let sets = sets.iter().map(|schemes| schemes.join(" and "));
                sets.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// Credentials, and the documented scheme for them.
pub(super) type Chosen<'a> = (&'a Credentials, Option<SchemeKind>);

impl Authorizer<'_> {
    /// The credentials that the operation accepts. Where it takes several at once and some of them are missing, the others
    /// are sent: the request may have the rest in its headers.
    pub(super) fn choose(&self) -> Result<Vec<Chosen<'_>>, AuthFailure> {
        let given = match self.own {
            Some(own) => std::slice::from_ref(own),
            None if self.security.is_some_and(Security::is_open) => return Ok(Vec::new()),
            None => self.client.credentials(),
        };
        let given: Vec<&Credentials> = given
            .iter()
            .filter(|one| !matches!(one.0, Kind::Nothing))
            .collect();
        let Some(first) = given.first() else {
            return Ok(Vec::new());
        };
        if self.own.is_some() && self.client.has_local_address() {
            return Err(AuthFailure::new(
                "the request's own credentials aren't sent, because a file in the current folder chose the host; set it with \
                 base_url() or variable(), or in the environment",
            ));
        }

        // The first alternative of which all is given, or else the one of which most is.
        let mut best: Vec<Chosen<'_>> = Vec::new();
        for schemes in self.alternatives() {
            let served = served(&schemes, &given);
            if served.len() == schemes.len() && !served.is_empty() {
                return Ok(served);
            }
            if served.len() > best.len() {
                best = served;
            }
        }
        if !best.is_empty() {
            return Ok(best);
        }
        match self.security {
            // The request's own credentials, and operations that document no security, don't need a scheme.
            Some(security) if self.own.is_none() => {
                let names: Vec<_> = given.iter().map(|credentials| credentials.name()).collect();
                Err(AuthFailure::new(format!(
                    "the operation takes one of: {}; the client has {}",
                    security.text(),
                    names.join(", ")
                )))
            }
            _ => Ok(vec![(first, None)]),
        }
    }

    /// The schemes that can be used, each with those that have to be used with it.
    fn alternatives(&self) -> Vec<Vec<&'static SecurityScheme>> {
        let all = self.client.settings().schemes;
        let named = |ids: &[&str]| {
            all.iter()
                .filter(|scheme| ids.contains(&scheme.id))
                .collect()
        };
        let alone = |schemes: Vec<_>| schemes.into_iter().map(|scheme| vec![scheme]).collect();
        match self.security {
            None | Some(Security::OneOf([])) => alone(all.iter().collect()),
            Some(Security::OneOf(ids)) => alone(named(ids)),
            Some(Security::AllOfOne(sets)) => sets.iter().map(|ids| named(ids)).collect(),
        }
    }
}

/// The credentials for some schemes, each of them for one. An API key for a scheme precedes one for any scheme.
fn served<'a>(schemes: &[&SecurityScheme], given: &[&'a Credentials]) -> Vec<Chosen<'a>> {
    let mut left = given.to_vec();
    left.sort_by_key(|credentials| !credentials.is_for_one_scheme());
    let mut served = Vec::new();
    for scheme in schemes {
        let found = left
            .iter()
            .position(|credentials| credentials.serves(scheme));
        if let Some(index) = found {
            served.push((left.remove(index), Some(scheme.kind)));
        }
    }
    served
}
