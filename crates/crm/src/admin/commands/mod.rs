//! Every write of admin.

mod export;
mod file;
mod import;
mod template;
mod view;
mod workspace;

pub(super) use self::{
    export::{Written, write_file},
    import::{Reject, finish_import, forget_rejects, forget_rejects_of, keep_rejects, write_rows},
};
pub use self::{
    export::{ask_export, export_file},
    file::{Arriving, Writing, settle},
    import::{
        Arrived, Made, change_import, close_import, erase_rejects, import_file, look_again, look_at, rejected_workbook, start_import,
    },
    template::template,
    view::{change_view, create_view, remove_view},
    workspace::{change_workspace, set_parameter},
};
