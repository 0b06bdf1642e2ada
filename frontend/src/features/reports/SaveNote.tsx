import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { moment } from '../../ui/dates'
import styles from './Report.module.css'
import type { SaveState } from './useAutosave'

/** 已保存 10:21:08, or where the text is while it is not. */
export function SaveNote({ state, onSave }: { state: SaveState; onSave: () => void }) {
  const { t } = useTranslation('reports')
  const clock = (at: string) => moment(at).time ?? ''
  const words: Record<SaveState['kind'], string> = {
    saved: state.kind === 'saved' ? t('page.saved', { time: clock(state.at) }) : '',
    local: state.kind === 'local' ? t('page.local', { time: clock(state.at) }) : '',
    typing: t('page.typing'),
    saving: t('page.saving'),
    restored: t('page.restored'),
    conflict: t('page.unsaved'),
    refused: t('page.unsaved'),
  }
  const offers = state.kind !== 'saved' && state.kind !== 'saving'
  return (
    <span className={styles.saved} aria-live="polite">
      {words[state.kind]}
      {offers && (
        <Button type="link" size="small" onClick={onSave}>
          {t('page.saveNow')} <kbd>Ctrl S</kbd>
        </Button>
      )}
    </span>
  )
}
