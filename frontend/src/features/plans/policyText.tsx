// Policy text is shown with full-width punctuation between Chinese characters and copied exactly as it was imported.
import type { ClipboardEvent } from 'react'

const wide: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
  '?': '？',
  '!': '！',
}
const han = '[\\p{Script=Han}”“」』》〉）（，。、；：)]'
const halfWidth = new RegExp(`(?<=${han})[,;:()?!]|[(](?=${han})`, 'gu')

/** One character for one character, so that positions in the shown and in the stored text are the same. */
export function shownText(text: string): string {
  return text.replace(halfWidth, (mark) => wide[mark] ?? mark)
}

export function PolicyText({ children }: { children: string }) {
  return <span data-source={children}>{shownText(children)}</span>
}

/** Puts the stored characters of the selected text on the clipboard. */
export function copyStored(event: ClipboardEvent<HTMLElement>) {
  const range = window.getSelection()?.rangeCount ? window.getSelection()?.getRangeAt(0) : undefined
  if (!range) return
  const lines: string[] = []
  let block: Element | null = null
  for (const piece of event.currentTarget.querySelectorAll<HTMLElement>('[data-source]')) {
    if (!range.intersectsNode(piece)) continue
    const source = piece.dataset.source ?? ''
    const from = range.startContainer.parentElement === piece ? range.startOffset : 0
    const to = range.endContainer.parentElement === piece ? range.endOffset : source.length
    const here = piece.closest('p, h2, h3, li')
    if (here !== block || lines.length === 0) lines.push('')
    block = here
    lines[lines.length - 1] += source.slice(from, to)
  }
  if (lines.length === 0) return
  event.clipboardData.setData('text/plain', lines.join('\n'))
  event.preventDefault()
}
