//! Lets the program be built again when the web app that it carries has been.
#![expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}
