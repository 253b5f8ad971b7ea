//! Lets the program be built again when the web app that it carries has been.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}
