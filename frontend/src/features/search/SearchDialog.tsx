// The command box: one question over everything the asker may read, driven by the keyboard.
import { keepPreviousData, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Input, type InputRef, Modal } from 'antd'
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client'
import { meQuery } from '../../api/session'
import type { Hit, SearchResult } from '../../api/types'
import { Light } from '../../ui/Light'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { pieces, placeOf } from './hits'
import styles from './SearchDialog.module.css'

const LONGEST = 100
const PAUSE = 150

const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => get<SearchResult>('/api/v1/search', { q }, signal),
    // One character stands in every text; the server asks for two.
    enabled: q.split(/\s+/u).some((word) => [...word].length > 1),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['search', 'common'])
  const [typed, setTyped] = useState('')
  const q = usePaused(typed.trim())
  const query = searchQuery(q)
  const { data, error, refetch } = useQuery(query)
  const result = query.enabled ? data : undefined
  const hits = result?.groups.flatMap((group) => group.items) ?? []
  const [chosen, setChosen] = useChoice(hits.length, q)
  const open = useOpen(onClose)
  const box = useRef<InputRef>(null)
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const hit = hits[chosen]
    if (event.nativeEvent.isComposing) return
    if (step) setChosen((chosen + step + hits.length) % Math.max(1, hits.length))
    else if (event.key === 'Enter' && hit) open(hit)
    else return
    event.preventDefault()
  }
  return (
    <Modal
      open
      onCancel={onClose}
      // The dialog takes the focus to its first button when it has opened; whoever asks wants to type.
      afterOpenChange={(opened) => opened && box.current?.focus()}
      footer={null}
      title={t('title')}
      width={680}
      className={styles.dialog}
    >
      <Input
        ref={box}
        autoFocus
        value={typed}
        maxLength={LONGEST}
        placeholder={t('placeholder')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={press}
        role="combobox"
        aria-label={t('title')}
        aria-expanded={hits.length > 0}
        aria-controls="search-results"
        aria-activedescendant={hits[chosen] ? idOf(hits[chosen]) : undefined}
        autoComplete="off"
      />
      <div className={styles.answer}>
        {error && query.enabled && <ProblemAlert error={error} onRetry={() => void refetch()} />}
        {!query.enabled && <p className={styles.hint}>{t('hint')}</p>}
        {result && hits.length === 0 && (
          <p className={styles.hint}>
            <b>{t('none', { q })}</b> {t('noneHint')}
          </p>
        )}
        <div
          id="search-results"
          role="listbox"
          aria-label={t('results')}
          tabIndex={hits.length > 0 ? 0 : -1}
          onKeyDown={press}
          className={styles.results}
        >
          {result?.groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
            <div key={group.kind} role="group" aria-label={t(`kind.${group.kind}`)} className={styles.group}>
              <div className={styles.head} aria-hidden>
                {t(`kind.${group.kind}`)}
                {group.more && <span>{t('more')}</span>}
              </div>
              {group.items.map((hit) => (
                <Row
                  key={hit.id}
                  hit={hit}
                  words={result.words}
                  chosen={hit === hits[chosen]}
                  onPoint={() => setChosen(hits.indexOf(hit))}
                  onOpen={() => open(hit)}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
      <p className={styles.keys} aria-live="polite">
        {result && hits.length > 0 ? `${t('found', { count: hits.length })}　` : ''}
        {t('keys')}
      </p>
    </Modal>
  )
}

interface RowProps {
  hit: Hit
  words: readonly string[]
  chosen: boolean
  onPoint: () => void
  onOpen: () => void
}

function Row({ hit, words, chosen, onPoint, onOpen }: RowProps) {
  const { t } = useTranslation('search')
  const sentence = (code: string) => {
    const [measure, number] = code.split('-')
    return t('sentence', { measure, number })
  }
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView?.({ block: 'nearest' })
  }, [chosen])
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the box opens the chosen option
    <div
      ref={row}
      id={idOf(hit)}
      role="option"
      aria-selected={chosen}
      className={chosen ? styles.chosen : styles.row}
      onMouseMove={chosen ? undefined : onPoint}
      onClick={onOpen}
    >
      {hit.code && hit.kind !== 'ORGANISATION' && (
        <span className={styles.code}>{hit.kind === 'CLAUSE' ? sentence(hit.code) : hit.code}</span>
      )}
      <span className={styles.text}>
        <span className={hit.kind === 'MEASURE' ? styles.policy : undefined}>
          <Marked text={hit.title} words={words} />
        </span>
        {hit.excerpt && (
          <span className={`${styles.excerpt} ${hit.kind === 'CLAUSE' ? styles.policy : ''}`}>
            <Marked text={hit.excerpt} words={words} />
          </span>
        )}
      </span>
      <span className={styles.note}>
        {hit.light && <Light code={hit.light} size={9} />} {hit.note}
      </span>
    </div>
  )
}

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return pieces(text, words).map((piece) =>
    piece.marked ? <mark key={piece.at}>{piece.text}</mark> : <span key={piece.at}>{piece.text}</span>,
  )
}

const idOf = (hit: Hit) => `hit-${hit.kind}-${hit.id}`

/** The question once the fingers rest, so that not every letter asks the server. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE)
    return () => clearTimeout(timer)
  }, [value])
  return useDeferredValue(paused)
}

/** The chosen row; another question begins at the first again. */
function useChoice(count: number, q: string): [number, (row: number) => void] {
  const [choice, setChoice] = useState({ q, row: 0 })
  const row = choice.q === q ? Math.min(choice.row, Math.max(0, count - 1)) : 0
  return [row, (next) => setChoice({ q, row: next })]
}

function useOpen(onClose: () => void): (hit: Hit) => void {
  const router = useRouter()
  const { data: me } = useSuspenseQuery(meQuery)
  return (hit) => {
    onClose()
    void router.navigate({ href: placeOf(hit, me.user) })
  }
}
