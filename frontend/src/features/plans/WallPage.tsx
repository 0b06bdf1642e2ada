// Page 3: where is trouble, and whose is it?
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { connection, onConnection } from '../../api/connection'
import { meQuery } from '../../api/session'
import type { Listing, MeasureCell } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { Light, lightOrder } from '../../ui/Light'
import { Page } from '../../ui/Page'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useKeys } from '../../ui/useKeys'
import { usePhone } from '../../ui/useMedia'
import { NoPlan } from './NoPlan'
import { wallQuery } from './queries'
import { WallGrid } from './WallGrid'
import { WallList } from './WallList'
import styles from './WallPage.module.css'
import { addCounts, partsOf } from './wall'

const REFRESH = 60_000

export function WallPage() {
  const { t } = useTranslation(['plans', 'common'])
  const search = useSearch({ from: '/shell/wall' })
  const { data: me } = useSuspenseQuery(meQuery)
  const id = search.plan ?? me.plan?.id
  const { data, error, refetch } = useQuery({
    ...wallQuery(id ?? ''),
    enabled: id !== undefined,
    refetchInterval: REFRESH,
    // The wall keeps what it shows when the server is away; the head says so.
    retry: false,
  })
  if (data && data.items.length > 0 && id) return <Wall wall={data} plan={id} />
  return (
    <Page title={t('common:nav.wall')}>
      {id === undefined && <NoPlan />}
      {data && <EmptyState title={t('wall.empty')} />}
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {id !== undefined && !error && !data && <Skeleton rows={12} />}
    </Page>
  )
}

function Wall({ wall, plan }: { wall: Listing<MeasureCell>; plan: string }) {
  const { t } = useTranslation(['plans', 'common'])
  const phone = usePhone()
  const frame = useRef<HTMLDivElement>(null)
  const full = useFullScreen()
  const toggle = () => {
    if (full) void document.exitFullscreen()
    else void frame.current?.requestFullscreen()
  }
  useKeys({ f: toggle })
  const parts = partsOf(wall.items)
  return (
    <div ref={frame} className={`${styles.frame} ${full ? styles.full : ''}`}>
      <Page
        title={t('common:nav.wall')}
        lead={<Answer cells={wall.items} asOf={wall.as_of} />}
        width={phone ? 'full' : 'fill'}
        actions={
          <>
            <Legend cells={wall.items} />
            {!phone && document.fullscreenEnabled && (
              <Button size="small" onClick={toggle}>
                {full ? t('wall.leaveFull') : t('wall.full')} <kbd>F</kbd>
              </Button>
            )}
          </>
        }
      >
        {phone ? <WallList parts={parts} /> : <WallGrid parts={parts} plan={plan} />}
      </Page>
    </div>
  )
}

function Answer({ cells, asOf }: { cells: readonly MeasureCell[]; asOf: string }) {
  const { t } = useTranslation('plans')
  const { lost } = useSyncExternalStore(onConnection, connection)
  const of = (light: MeasureCell['light']) => cells.filter((cell) => cell.light === light).length
  const tasks = cells.reduce((sum, cell) => sum + cell.tasks.length, 0)
  return (
    <>
      {t('wall.answer', { count: cells.length, red: of('OVERDUE'), amber: of('AT_RISK'), tasks })}{' '}
      <span className={styles.asOf} role={lost ? 'alert' : undefined}>
        {lost ? t('wall.lost') : t('wall.asOf')} <DateText value={asOf} as="full" time="minutes" />
      </span>
    </>
  )
}

/** Counts of tasks by light; each opens its list. */
function Legend({ cells }: { cells: readonly MeasureCell[] }) {
  const { t } = useTranslation('plans')
  const counts = addCounts(cells)
  return (
    <nav className={styles.legend} aria-label={t('wall.legend')}>
      {lightOrder
        .filter((code) => counts[code] > 0)
        .map((code) => (
          <To key={code} href={withQuery(paths.tasks, { light: code })}>
            <Light code={code} />
            <b>{counts[code]}</b>
          </To>
        ))}
    </nav>
  )
}

function useFullScreen(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener('fullscreenchange', changed)
      return () => document.removeEventListener('fullscreenchange', changed)
    },
    () => document.fullscreenElement !== null,
  )
}
