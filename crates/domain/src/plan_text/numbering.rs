//! Whether the printed numbers count on as they should.

use std::collections::HashMap;

use super::findings::Finding;
use super::marker::{Kind, Marker};
use super::spine::Level;

/// Follows each family of numbers through the document.
#[derive(Default)]
pub(super) struct Numbering {
    tracks: HashMap<Kind, Track>,
}

struct Track {
    level: Level,
    last: u32,
    /// A heading above has come since.
    parent_changed: bool,
    /// Restarts below a new parent, as line and number.
    restarts: Vec<usize>,
    run_ons: usize,
}

impl Numbering {
    /// Notes a heading and tells what is odd about its number.
    pub fn take(&mut self, marker: Marker, level: Level, printed: &str, line: usize) -> Option<Finding> {
        for (kind, track) in &mut self.tracks {
            track.parent_changed |= (track.level, *kind) > (level, marker.kind);
        }
        let Some(track) = self.tracks.get_mut(&marker.kind) else {
            let track = Track { level, last: marker.number, parent_changed: false, restarts: Vec::new(), run_ons: 0 };
            self.tracks.insert(marker.kind, track);
            return (marker.number != 1).then(|| starts_late(level, printed, line));
        };
        let (last, number) = (track.last, marker.number);
        track.last = number;
        let new_parent = std::mem::take(&mut track.parent_changed);
        if number == last + 1 {
            track.run_ons += usize::from(new_parent);
            return None;
        }
        if number == 1 && new_parent {
            track.restarts.push(line);
            return None;
        }
        Some(oddity(last, number, printed, line))
    }

    /// Restarts in a family that otherwise runs on from parent to parent.
    pub fn finish(self) -> Vec<Finding> {
        let runs_on = |track: &&Track| track.level != Level::Item && track.run_ons > track.restarts.len();
        self.tracks
            .values()
            .filter(runs_on)
            .flat_map(|track| track.restarts.iter())
            .map(|line| restarted(*line))
            .collect()
    }
}

fn starts_late(level: Level, printed: &str, line: usize) -> Finding {
    if level == Level::Part {
        return Finding::warning("starts_midway", line, format!("正文从“{printed}”开始，前面的部分不在文件中"));
    }
    Finding::warning("number_gap", line, format!("编号从“{printed}”开始，前面的编号不在文件中"))
}

fn oddity(last: u32, number: u32, printed: &str, line: usize) -> Finding {
    if number == last {
        return Finding::warning("number_repeated", line, format!("编号“{printed}”重复出现"));
    }
    if number == 1 {
        return restarted(line);
    }
    if number < last {
        return Finding::warning("number_out_of_order", line, format!("编号“{printed}”排在第{last}项之后，顺序颠倒"));
    }
    let missing =
        if number == last + 2 { format!("第{}项", last + 1) } else { format!("第{}至{}项", last + 1, number - 1) };
    Finding::warning("number_gap", line, format!("编号从{last}跳到“{printed}”，缺少{missing}"))
}

fn restarted(line: usize) -> Finding {
    Finding::warning("number_restarted", line, "编号在此处重新从1开始，请核对是否缺少上级标题")
}
