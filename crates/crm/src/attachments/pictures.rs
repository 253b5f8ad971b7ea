//! Small pictures of images, for lists and for looking at. An image comes from outside: it may claim to be of any size, and
//! its decoder must not take more memory than there is.

use std::io::Cursor;

use anyhow::bail;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

use super::rules::View;

/// More points than the largest cameras of telephones have are not looked at.
const MOST_PIXELS: u64 = 50_000_000;
/// What an image may take while it is read.
const MOST_MEMORY: u64 = 320 * 1024 * 1024;
const QUALITY: u8 = 82;

/// The pictures of an image.
pub(super) struct Pictures {
    /// Of the image itself, upright.
    pub(super) width: u32,
    /// Of the image itself, upright.
    pub(super) height: u32,
    /// JPEG, in the order of [`View::ALL`].
    pub(super) views: Vec<(View, Vec<u8>)>,
}

/// What all pictures are, whatever the image was.
pub(super) const MEDIA_TYPE: &str = "image/jpeg";

/// Makes the pictures. Takes a processor for up to a second or two.
pub(super) fn make(bytes: &[u8]) -> anyhow::Result<Pictures> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        bail!("the image has {width} × {height} points, more than are looked at");
    }
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    // The larger one first: the small one is made of it.
    image = smaller(image, View::View);
    image.apply_orientation(orientation);
    let is_turned = matches!(
        orientation,
        image::metadata::Orientation::Rotate90
            | image::metadata::Orientation::Rotate270
            | image::metadata::Orientation::Rotate90FlipH
            | image::metadata::Orientation::Rotate270FlipH
    );
    let (width, height) = if is_turned { (height, width) } else { (width, height) };
    let view = on_white(&image);
    let thumb = on_white(&smaller(image, View::Thumb));
    Ok(Pictures { width, height, views: vec![(View::Thumb, written(&thumb)?), (View::View, written(&view)?)] })
}

fn smaller(image: DynamicImage, view: View) -> DynamicImage {
    let most = view.pixels();
    if image.width() <= most && image.height() <= most { image } else { image.thumbnail(most, most) }
}

/// Without what shines through, which JPEG does not know.
fn on_white(image: &DynamicImage) -> RgbImage {
    let pixels = image.to_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        let mixed = |colour: u8| {
            let mixed = (u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([mixed(red), mixed(green), mixed(blue)])
    })
}

fn written(picture: &RgbImage) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgba, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32, colour: [u8; 4]) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbaImage::from_pixel(width, height, Rgba(colour)).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn pictures_are_small_and_of_the_same_shape() {
        let made = make(&png(3000, 1500, [10, 20, 30, 255])).unwrap();
        assert_eq!((made.width, made.height), (3000, 1500));
        let sizes: Vec<(View, u32, u32)> = made
            .views
            .iter()
            .map(|(view, bytes)| {
                let picture = image::load_from_memory(bytes).unwrap();
                (*view, picture.width(), picture.height())
            })
            .collect();
        assert_eq!(sizes, [(View::Thumb, 320, 160), (View::View, 1600, 800)]);
    }

    #[test]
    fn what_shines_through_stands_on_white_and_nothing_grows() {
        let made = make(&png(4, 2, [0, 0, 0, 0])).unwrap();
        let picture = image::load_from_memory(&made.views[0].1).unwrap().to_rgb8();
        assert_eq!((picture.width(), picture.height()), (4, 2));
        assert!(picture.get_pixel(1, 1).0.iter().all(|colour| *colour > 250));
    }

    #[test]
    fn an_image_that_claims_too_much_is_refused() {
        // A picture of one point whose header says 60,000 × 60,000.
        let mut bomb = png(1, 1, [0; 4]);
        bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert!(make(&bomb).is_err());
        assert!(make(b"\xff\xd8\xff\xe0 and nothing more").is_err());
        assert!(make(b"").is_err());
    }
}
