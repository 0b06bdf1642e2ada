// The server counts characters, JavaScript counts UTF-16 units: 𬬭 is one of the former and two of the latter.

/** A translator of positions in `text`, prepared once. */
export function utf16Positions(text: string): (codePoint: number) => number {
  const wide: number[] = []
  let position = 0
  for (const character of text) {
    if (character.length === 2) wide.push(position)
    position += 1
  }
  if (wide.length === 0) return (codePoint) => codePoint
  return (codePoint) => codePoint + countBelow(wide, codePoint)
}

function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? limit) < limit) low = middle + 1
    else high = middle
  }
  return low
}
