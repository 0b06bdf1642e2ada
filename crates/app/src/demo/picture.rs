//! A small picture in the PNG format: coloured bars under a light sky, different for each number.

const WIDTH: usize = 320;
const HEIGHT: usize = 200;
const PALETTE: [[u8; 3]; 4] = [[0xF4, 0xF6, 0xF8], [0x2F, 0x6D, 0xB5], [0x8F, 0xB8, 0xDE], [0x6B, 0x72, 0x80]];

/// The picture with its title as a text chunk.
pub(super) fn bars(title: &str, number: usize) -> Vec<u8> {
    let mut rows = Vec::with_capacity(HEIGHT * (WIDTH + 1));
    for y in 0..HEIGHT {
        rows.push(0);
        rows.extend((0..WIDTH).map(|x| colour(x, y, number)));
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(big(WIDTH));
    header.extend(big(HEIGHT));
    // Eight bits an index into the palette; the customary compression and filter, not interlaced.
    header.extend([8, 3, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"PLTE", PALETTE.as_flattened());
    let text = [b"Title\0\0\0\0\0", title.as_bytes(), format!(" {number}").as_bytes()].concat();
    chunk(&mut png, *b"iTXt", &text);
    chunk(&mut png, *b"IDAT", &stored(&rows));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn colour(x: usize, y: usize, number: usize) -> u8 {
    let (bar, within) = (x / 40, x % 40);
    let height = 30 + (number * 37 + bar * 53) % 130;
    match () {
        () if y >= HEIGHT - 12 => 3,
        () if (6..34).contains(&within) && y >= HEIGHT - 12 - height => {
            if bar % 2 == 0 {
                1
            } else {
                2
            }
        }
        () => 0,
    }
}

fn big(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    png.extend(big(content.len()));
    let start = png.len();
    png.extend(name);
    png.extend(content);
    let sum = crc(&png[start..]);
    png.extend(sum.to_be_bytes());
}

/// A zlib stream of blocks that are only stored.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(0xFFFF).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    stream.extend((high << 16 | low).to_be_bytes());
    stream
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
        }
        sum
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_sums_are_the_standard_ones() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        assert_eq!(&stored(b"Wikipedia")[16..], [0x11, 0xE6, 0x03, 0x98]);
    }
}
