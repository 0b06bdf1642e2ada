// The entries of a zip whose files are stored as they are.
const CENTRAL = 0x02014b50

/** Name and content of each entry, read from the table at the end. */
export function entriesOf(zip: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>()
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  while (zip.readUInt32LE(at) === CENTRAL) {
    const [size, nameLength, extraLength, noteLength, place] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ]
    const begin = place + 30 + zip.readUInt16LE(place + 26) + zip.readUInt16LE(place + 28)
    entries.set(zip.toString('utf8', at + 46, at + 46 + nameLength), zip.subarray(begin, begin + size))
    at += 46 + nameLength + extraLength + noteLength
  }
  return entries
}
