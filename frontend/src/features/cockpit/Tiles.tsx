import { useTranslation } from 'react-i18next'
import type { Tile } from '../../api/types'
import { Light } from '../../ui/Light'
import { To } from '../../ui/To'
import styles from './CockpitPage.module.css'
import { listPath, signed } from './cockpit'

/** Counts by light, each the link to its list; the change is counted from the base. */
export function Tiles({ tiles, tasks }: { tiles: readonly Tile[]; tasks: number }) {
  const { t } = useTranslation(['cockpit', 'common'])
  return (
    <ul className={styles.tiles} aria-label={t('byLight')}>
      {tiles.map((tile) => (
        <li key={tile.light}>
          <To href={listPath(tile.href)} className={styles.tile}>
            <span className={styles.name}>{t(`common:light.${tile.light}`)}</span>
            <span className={styles.number}>
              <Light code={tile.light} size={16} word={false} />
              <b>{tile.count}</b>
              {tile.change !== null && <span className={styles.change}>{signed(tile.change)}</span>}
            </span>
            <span className={styles.sub}>
              {tile.change === null
                ? t('share', { count: tile.count, all: tasks })
                : t('flow', { entered: tile.entered ?? 0, left: tile.left ?? 0 })}
            </span>
          </To>
        </li>
      ))}
    </ul>
  )
}
