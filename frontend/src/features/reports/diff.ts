// What changed between two texts: longest common subsequence over characters, with words and numbers kept whole.
export interface Piece {
  kind: 'same' | 'inserted' | 'deleted'
  text: string
}

const LARGEST = 4_000_000

export function diff(before: string, after: string): Piece[] {
  let one = tokens(before)
  let other = tokens(after)
  if (one.length * other.length > LARGEST) {
    one = sentences(before)
    other = sentences(after)
  }
  let head = 0
  while (head < one.length && head < other.length && one[head] === other[head]) head += 1
  let tail = 0
  while (tail < one.length - head && tail < other.length - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1
  const pieces = [
    { kind: 'same' as const, text: one.slice(0, head).join('') },
    ...middle(one.slice(head, one.length - tail), other.slice(head, other.length - tail)),
    { kind: 'same' as const, text: one.slice(one.length - tail).join('') },
  ]
  const tidied = tidy(join(pieces))
  const kept = tidied.reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.length : 0), 0)
  // Written anew rather than changed: one whole against the other reads better than crumbs.
  return kept < 0.35 * Math.max(before.length, after.length) ? whole(before, after) : tidied
}

function whole(before: string, after: string): Piece[] {
  return join([
    { kind: 'deleted', text: before },
    { kind: 'inserted', text: after },
  ])
}

function tokens(text: string): string[] {
  return text.match(/[A-Za-z]+|\d+(?:\.\d+)?|[\s\S]/gu) ?? []
}

function sentences(text: string): string[] {
  return text.match(/[^。；;\n]*[。；;\n]?/gu)?.filter((part) => part !== '') ?? []
}

function middle(one: readonly string[], other: readonly string[]): Piece[] {
  const width = other.length + 1
  const lengths = new Uint16Array((one.length + 1) * width)
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const at = i * width + j
      lengths[at] =
        one[i] === other[j]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0)
    }
  }
  const pieces: Piece[] = []
  let i = 0
  let j = 0
  while (i < one.length || j < other.length) {
    const at = i * width + j
    if (i < one.length && j < other.length && one[i] === other[j]) {
      pieces.push({ kind: 'same', text: one[i] ?? '' })
      i += 1
      j += 1
    } else if (i < one.length && (j >= other.length || (lengths[at + width] ?? 0) >= (lengths[at + 1] ?? 0))) {
      pieces.push({ kind: 'deleted', text: one[i] ?? '' })
      i += 1
    } else {
      pieces.push({ kind: 'inserted', text: other[j] ?? '' })
      j += 1
    }
  }
  return pieces
}

function join(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (piece.text === '') continue
    if (last && last.kind === piece.kind) last.text += piece.text
    else joined.push({ ...piece })
  }
  return joined
}

/** A single character left alone between two changes is read as changed, or the text falls into crumbs. */
function tidy(pieces: readonly Piece[]): Piece[] {
  const runs: Piece[] = []
  let deleted = ''
  let inserted = ''
  const close = () => {
    if (deleted) runs.push({ kind: 'deleted', text: deleted })
    if (inserted) runs.push({ kind: 'inserted', text: inserted })
    deleted = ''
    inserted = ''
  }
  pieces.forEach((piece, at) => {
    const crumb = piece.text.length === 1 && (deleted || inserted) !== '' && at < pieces.length - 1
    if (piece.kind !== 'inserted' && (piece.kind === 'deleted' || crumb)) deleted += piece.text
    if (piece.kind !== 'deleted' && (piece.kind === 'inserted' || crumb)) inserted += piece.text
    if (piece.kind === 'same' && !crumb) {
      close()
      runs.push(piece)
    }
  })
  close()
  return runs
}
