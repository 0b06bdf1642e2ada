// Moving the borders of the sentences of one measure: the words cannot be changed here, only where they are cut.
import { Button, Modal } from 'antd'
import { type KeyboardEvent, type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParsedNode } from '../../api/types'
import styles from './BordersDialog.module.css'
import { mergeWithNext, same, splitAt } from './borders'

interface BordersDialogProps {
  measure: ParsedNode
  clauses: readonly string[]
  onAccept: (clauses: readonly string[]) => void
  onClose: () => void
}

interface Caret {
  clause: number
  from: number
  to: number
}

export function BordersDialog({ measure, clauses: given, onAccept, onClose }: BordersDialogProps) {
  const { t } = useTranslation(['plans', 'common'])
  const [steps, setSteps] = useState<readonly (readonly string[])[]>([given])
  const [caret, setCaret] = useState<Caret | null>(null)
  const clauses = steps.at(-1) ?? given
  const take = (next: readonly string[]) => {
    if (!same(next, clauses)) setSteps([...steps, next])
    setCaret(null)
  }
  const split = (place: Caret | null) => place && take(splitAt(clauses, place.clause, place.from, place.to))
  const canSplit = (at: number) =>
    caret?.clause === at && splitAt(clauses, at, caret.from, caret.to).length > clauses.length
  return (
    <Modal
      open
      width={720}
      title={t('import.editTitle', { title: `${measure.printed ?? ''}${measure.title}` })}
      okText={t('import.accept')}
      cancelText={t('common:do.cancel')}
      onOk={() => onAccept(clauses)}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className={styles.hint}>{t('import.editHint')}</p>
      <div className={styles.tools}>
        <Button size="small" disabled={steps.length < 2} onClick={() => setSteps(steps.slice(0, -1))}>
          {t('import.undo')}
        </Button>
        <Button size="small" disabled={same(clauses, measure.clauses)} onClick={() => take(measure.clauses)}>
          {t('import.restore')}
        </Button>
      </div>
      <ol className={styles.clauses}>
        {clauses.map((clause, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is its place; its words may stand twice
          <li key={at}>
            <span className={styles.number}>{at + 1}</span>
            <div className={styles.box}>
              <Sentence
                label={t('import.sentence', { number: at + 1 })}
                words={clause}
                onCaret={(from, to) => setCaret({ clause: at, from, to })}
                onSplit={(from, to) => split({ clause: at, from, to })}
              />
              <div className={styles.tools}>
                <Button size="small" disabled={!canSplit(at)} onClick={() => split(caret)}>
                  {t('import.split')} <kbd>Enter</kbd>
                </Button>
                {at < clauses.length - 1 && (
                  <Button size="small" onClick={() => take(mergeWithNext(clauses, at))}>
                    {t('import.merge')}
                  </Button>
                )}
              </div>
            </div>
          </li>
        ))}
      </ol>
    </Modal>
  )
}

interface SentenceProps {
  label: string
  words: string
  onCaret: (from: number, to: number) => void
  onSplit: (from: number, to: number) => void
}

/** A field with a caret whose words stay as they are; a read-only one would show no caret to the keyboard. */
function Sentence({ label, words, onCaret, onSplit }: SentenceProps) {
  const where = (event: SyntheticEvent<HTMLTextAreaElement>) =>
    onCaret(event.currentTarget.selectionStart, event.currentTarget.selectionEnd)
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    onSplit(event.currentTarget.selectionStart, event.currentTarget.selectionEnd)
  }
  return (
    <textarea
      aria-label={label}
      lang="zh-CN"
      value={words}
      rows={Math.ceil(words.length / 32)}
      spellCheck={false}
      onChange={() => {}}
      onSelect={where}
      onKeyDown={press}
    />
  )
}
