//! Measurements as Markdown tables.

use std::time::Duration;

use super::measure::Cost;

/// A table that compares two subjects.
pub(super) struct Table {
    /// What the rows are about, and the two subjects.
    pub(super) heads: [String; 3],
    pub(super) rows: Vec<Row>,
}

/// A line of a table. The second subject may be missing.
pub(super) struct Row {
    pub(super) what: String,
    pub(super) cells: [Option<Cell>; 2],
}

/// What was found out about a subject.
pub(super) enum Cell {
    /// The cost of each run.
    Costs(Vec<Cost>),
    /// Something that was counted.
    Count(usize),
}

impl Table {
    pub(super) fn markdown(&self) -> String {
        let [what, first, second] = &self.heads;
        let mut text = format!("| {what} | {first} | {second} | ratio |\n|---|---|---|---|\n");
        for row in &self.rows {
            text.push_str(&row.markdown());
            text.push('\n');
        }
        text
    }
}

impl Row {
    pub(super) fn markdown(&self) -> String {
        let Self { what, cells } = self;
        let [first, second] = cells
            .each_ref()
            .map(|cell| cell.as_ref().map_or(String::new(), Cell::text));
        let ratio = match cells {
            [Some(first), Some(second)] => format!("{:.2}", first.size() / second.size()),
            _ => String::new(),
        };
        format!("| {what} | {first} | {second} | {ratio} |")
    }
}

impl Cell {
    /// What the ratio compares: the median of the CPU times, or the count.
    fn size(&self) -> f64 {
        match self {
            Self::Costs(costs) => median(costs, |cost| cost.cpu.as_secs_f64()),
            Self::Count(count) => f64::from(u32::try_from(*count).unwrap_or(u32::MAX)),
        }
    }

    /// Medians, and the lowest and highest CPU time.
    fn text(&self) -> String {
        let costs = match self {
            Self::Count(count) => return count.to_string(),
            Self::Costs(costs) => costs,
        };
        let cpu = |cost: &Cost| cost.cpu;
        let lowest = costs.iter().map(cpu).min().unwrap_or_default();
        let highest = costs.iter().map(cpu).max().unwrap_or_default();
        let peaks = costs.iter().map(|cost| cost.peak / 1_000_000);
        format!(
            "{:.2} s ({} to {}), wall {:.2} s, {} MB",
            self.size(),
            seconds(lowest),
            seconds(highest),
            median(costs, |cost| cost.wall.as_secs_f64()),
            peaks.max().unwrap_or_default(),
        )
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}

/// The value in the middle; of an even number of values, the upper of the two.
fn median(costs: &[Cost], of: impl Fn(&Cost) -> f64) -> f64 {
    let mut values: Vec<f64> = costs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_compared() {
        let cost = |millis: u64| Cost {
            cpu: Duration::from_millis(millis),
            wall: Duration::from_millis(2 * millis),
            peak: millis * 1_000_000,
        };
        let row = |what: &str, first, second| Row {
            what: what.to_owned(),
            cells: [Some(first), second],
        };
        let table = Table {
            heads: ["all", "ours", "theirs"].map(str::to_owned),
            rows: vec![
                row(
                    "check",
                    Cell::Costs([900, 100, 500].map(cost).to_vec()),
                    Some(Cell::Costs(vec![cost(1000)])),
                ),
                row("lines", Cell::Count(30), Some(Cell::Count(40))),
                row("again", Cell::Count(1), None),
            ],
        };
        assert_eq!(
            table.markdown(),
            "| all | ours | theirs | ratio |\n\
             |---|---|---|---|\n\
             | check | 0.50 s (0.10 to 0.90), wall 1.00 s, 900 MB | 1.00 s (1.00 to 1.00), wall 2.00 s, 1000 MB | 0.50 |\n\
             | lines | 30 | 40 | 0.75 |\n\
             | again | 1 |  |  |\n"
        );
    }
}
