//! The learner's own editor, at the line. No shell is involved.

use editor_command::EditorBuilder;
use std::path::Path;
use std::process::ExitStatus;

/// Waits until the editor is closed.
pub fn edit(file: &Path, line: u32) -> Result<ExitStatus, String> {
    let editor = EditorBuilder::new()
        .environment()
        .string(Some(if cfg!(windows) { "notepad" } else { "vi" }))
        .build()
        .map_err(|error| {
            format!("VISUAL or EDITOR is no command: {error}; set it to your editor, for instance EDITOR=nano")
        })?;
    // An absolute path can not be taken for an option.
    let file = std::path::absolute(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut command = editor.open_at(&file, line, 1);
    command.status().map_err(|error| {
        let program = command.get_program().to_string_lossy().into_owned();
        format!("cannot start the editor `{program}`: {error}; set VISUAL or EDITOR to yours")
    })
}
