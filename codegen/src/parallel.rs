//! Work that is shared by all cores.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::stack;

/// Calls a function for each item on several threads. The results are in the order of the items.
///
/// Threads take the items in order, so that large items should come first. The calling thread takes items as well: where
/// no other thread can be started, it does all of the work.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], call: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let index = next.fetch_add(1, Ordering::Relaxed);
        items.get(index).map(|item| (index, item))
    };
    let work = || -> Vec<(usize, R)> {
        std::iter::from_fn(take)
            .map(|(index, item)| (index, call(item)))
            .collect()
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(items.len()))
            .map_while(|_| {
                let thread = thread::Builder::new().stack_size(stack::BYTES);
                thread.spawn_scoped(scope, work).ok()
            })
            .collect();
        let mut results = work();
        for other in others {
            let more = other.join();
            results.extend(more.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        results
    });
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let squares: Vec<usize> = items.iter().map(|item| item * item).collect();
        assert_eq!(super::map(&items, |item| item * item), squares);
        assert!(super::map(&items[..0], |item| *item).is_empty());
    }
}
