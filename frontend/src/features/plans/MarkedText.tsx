import styles from './Proposals.module.css'
import { shownText } from './policyText'
import { type Proposal, pieces } from './proposals'

interface MarkedTextProps {
  text: string
  proposals: readonly Proposal[]
  /** the proposal that is pointed at */
  pointed: string | null
}

/** A sentence with the words underlined that a proposal rests on. */
export function MarkedText({ text, proposals, pointed }: MarkedTextProps) {
  const marks = proposals.map(({ key, place }) => ({ key, place }))
  return pieces(shownText(text), marks).map((piece, at) =>
    piece.keys.length === 0 ? (
      piece.text
    ) : (
      <mark
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
        key={at}
        className={`${styles.mark} ${pointed && piece.keys.includes(pointed) ? styles.pointed : ''}`}
      >
        {piece.text}
      </mark>
    ),
  )
}
