import { Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { singleKeysOn, switchSingleKeys } from '../ui/useKeys'
import type { MenuItem } from './menu'
import styles from './ShortcutsDialog.module.css'

/** All keys that work everywhere, and the switch for single letters. */
export default function ShortcutsDialog({ items, onClose }: { items: readonly MenuItem[]; onClose: () => void }) {
  const { t } = useTranslation()
  const [on, setOn] = useState(singleKeysOn)
  const everywhere: [string, string][] = [
    ['?', t('shortcuts.help')],
    ['Ctrl K', t('shortcuts.search')],
    ['J / K', t('shortcuts.next')],
    ['Enter', t('shortcuts.open')],
    ['Esc', t('shortcuts.close')],
  ]
  const reviews = items.some(({ label }) => label === 'review')
  const review: [string, string][] = [
    ['A', t('shortcuts.approve')],
    ['R', t('shortcuts.return')],
    ['1 – 5', t('shortcuts.reason')],
    ['Y / N', t('shortcuts.verdict')],
    ['E', t('shortcuts.preview')],
    ['X', t('shortcuts.select')],
    ['Z', t('shortcuts.undo')],
  ]
  const bench: [string, string][] = [
    ['J / K', t('shortcuts.bench.move')],
    ['Space', t('shortcuts.bench.tick')],
    ['M', t('shortcuts.bench.merge')],
    ['S', t('shortcuts.bench.split')],
    ['1 – 9', t('shortcuts.bench.take')],
    ['N', t('shortcuts.bench.start')],
    ['X', t('shortcuts.bench.setAside')],
    ['[ / ]', t('shortcuts.bench.measure')],
    ['Ctrl Enter', t('shortcuts.bench.save')],
  ]
  const places = items.map((item): [string, string] => [`G ${item.letter.toUpperCase()}`, t(`nav.${item.label}`)])
  return (
    <Modal open title={t('shortcuts.title')} footer={null} onCancel={onClose}>
      <KeyList keys={everywhere} />
      <p className={styles.go}>{t('shortcuts.go')}</p>
      <KeyList keys={places} />
      {reviews && <p className={styles.go}>{t('shortcuts.review')}</p>}
      {reviews && <KeyList keys={review} />}
      {items.some(({ key }) => key === 'decompose') && (
        <>
          <p className={styles.go}>{t('shortcuts.bench.title')}</p>
          <KeyList keys={bench} />
        </>
      )}
      <p className={styles.hint}>{t('shortcuts.page')}</p>
      <Checkbox
        checked={on}
        onChange={(event) => {
          setOn(event.target.checked)
          switchSingleKeys(event.target.checked)
        }}
      >
        {t('shortcuts.singles')}
      </Checkbox>
      <p className={styles.hint}>{t('shortcuts.singlesHint')}</p>
    </Modal>
  )
}

function KeyList({ keys }: { keys: readonly [string, string][] }) {
  return (
    <dl className={styles.keys}>
      {keys.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
