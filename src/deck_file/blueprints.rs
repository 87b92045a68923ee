//! The examinations known here: files of `content/blueprints/`, read once.

use crate::study::blueprint::Blueprint;
use std::sync::OnceLock;

const FILES: [&str; 2] = [
    include_str!("../../content/blueprints/cpim.ron"),
    include_str!("../../content/blueprints/cltd.ron"),
];

pub fn blueprints() -> &'static [Blueprint] {
    static READ: OnceLock<Vec<Blueprint>> = OnceLock::new();
    // They are compiled in, and a test checks that each can be read.
    READ.get_or_init(|| {
        FILES
            .iter()
            .filter_map(|text| ron::from_str(text).ok())
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::deck::{TOPICS, TRACKS};
    use std::collections::BTreeSet;

    #[test]
    fn every_blueprint_is_whole() {
        for text in FILES {
            let read: Blueprint = ron::from_str(text).unwrap();
            assert!(TRACKS.contains(&read.id.as_str()));
            assert!(read.questions > 0 && read.minutes > 0);
            assert!(!read.source.is_blank() && !read.verified.is_blank());
            let mut topics = BTreeSet::new();
            for (nth, module) in read.modules.iter().enumerate() {
                assert_eq!(module.id, (nth + 1).to_string());
                assert!(!module.title.is_blank() && !module.source.is_blank());
                for topic in &module.topics {
                    assert!(TOPICS.contains(&topic.as_str()), "{topic}");
                    assert!(topics.insert(topic), "{topic} belongs to two modules");
                }
            }
        }
        let sizes = blueprints()
            .iter()
            .map(|b| (b.id.as_str(), b.modules.len()));
        assert_eq!(sizes.collect::<Vec<_>>(), [("CPIM", 8), ("CLTD", 9)]);
    }

    /// A file that is added must also be listed above.
    #[test]
    fn no_blueprint_is_forgotten() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content/blueprints");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), FILES.len());
    }
}
