// Page 2: what the plan says, and what became of each sentence.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { ClauseView, PlanView } from '../../api/types'
import { paths } from '../../paths'
import { EmptyState } from '../../ui/EmptyState'
import { LoadFault } from '../../ui/LoadFault'
import { Page } from '../../ui/Page'
import { Skeleton } from '../../ui/Skeleton'
import { useKeys } from '../../ui/useKeys'
import { useMedia, usePhone } from '../../ui/useMedia'
import { ClausePanel } from './ClausePanel'
import { ClauseSheet } from './ClauseSheet'
import { clauseStates } from './clauseStates'
import { NoPlan } from './NoPlan'
import { Outline } from './Outline'
import { PlanHead } from './PlanHead'
import styles from './PlanPage.module.css'
import { PlanText } from './PlanText'
import { clausesOf, planQuery } from './queries'
import { useScrollSpy } from './useScrollSpy'

export function PlanPage() {
  const { t } = useTranslation(['plans', 'common'])
  const search = useSearch({ from: '/shell/plan' })
  const { data: me } = useSuspenseQuery(meQuery)
  const id = search.plan ?? me.plan?.id
  const { data, error, refetch } = useQuery({ ...planQuery(id ?? ''), enabled: id !== undefined })
  if (data) return <Reading plan={data} />
  return (
    <Page title={t('common:nav.plan')}>
      {id === undefined && <NoPlan />}
      {error && (
        <LoadFault
          error={error}
          onRetry={() => void refetch()}
          back={{ href: paths.plan, label: t('common:nav.plan') }}
        />
      )}
      {id !== undefined && !error && <Skeleton rows={12} />}
    </Page>
  )
}

function Reading({ plan }: { plan: PlanView }) {
  const { t } = useTranslation(['plans', 'common'])
  const { clause: chosenId, view, state } = useSearch({ from: '/shell/plan' })
  const navigate = useNavigate()
  const phone = usePhone()
  const wide = useMedia('(min-width: 1180px)')
  const placed = useMemo(() => clausesOf(plan), [plan])
  const shown = useShown(plan, state)
  const visible = shown ? placed.filter(({ clause }) => shown(clause)) : placed
  const chosen = placed.find(({ clause }) => clause.id === chosenId)
  const { box, current, go } = useScrollSpy(shown)

  const choose = useCallback(
    (clause: ClauseView) =>
      void navigate({ to: paths.plan, search: (before) => ({ ...before, clause: clause.id }), replace: true }),
    [navigate],
  )
  const open = useCallback(
    (clause: ClauseView) => {
      const task = clause.tasks.find(({ readable }) => readable)
      if (task) void navigate({ href: paths.task(task.id) })
    },
    [navigate],
  )
  const step = (by: 1 | -1, only: (clause: ClauseView) => boolean = () => true) => {
    const at = visible.findIndex(({ clause }) => clause.id === chosenId)
    const ordered =
      by === 1 ? [...visible.slice(at + 1), ...visible.slice(0, at + 1)] : visible.slice(0, Math.max(at, 0)).reverse()
    const next = ordered.find(({ clause }) => only(clause))
    if (next) choose(next.clause)
  }
  const openChosen = () => chosen && open(chosen.clause)
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    n: () => step(1, (clause) => clause.state === 'OVERDUE'),
    Enter: openChosen,
  })
  useEffect(() => {
    if (chosenId)
      box.current?.querySelector(`[data-clause="${CSS.escape(chosenId)}"]`)?.scrollIntoView({ block: 'center' })
  }, [chosenId, box])

  return (
    <Page title={t('common:nav.plan')} width="fill" actions={<PlanHead plan={plan} />}>
      <div className={styles.plan}>
        {!phone && <Outline plan={plan} current={current} onGo={go} />}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the text scrolls, and the keyboard must reach it */}
        <article ref={box} className={styles.text} tabIndex={0} aria-label={plan.title}>
          {shown && visible.length === 0 && <EmptyState title={t('plan.noneOfState')} />}
          <PlanText
            plan={plan}
            split={view === 'sentences' || shown !== undefined}
            shown={shown}
            chosen={chosenId}
            reachable={chosenId ?? visible[0]?.clause.id}
            onChoose={choose}
            onOpen={open}
          />
        </article>
        {!phone && (chosen || wide) && (
          <div className={styles.side}>
            {chosen ? <ClausePanel plan={plan} placed={chosen} onChoose={choose} /> : <Hint plan={plan} />}
          </div>
        )}
        {phone && chosen && <ClauseSheet placed={chosen} onPrevious={() => step(-1)} onNext={() => step(1)} />}
      </div>
    </Page>
  )
}

/** The filter of sentences by state; undefined shows the whole text. Stable, so that the text is not drawn again. */
function useShown(plan: PlanView, state: string | undefined) {
  return useMemo(() => {
    const wanted = clauseStates.find((each) => each === state)
    return wanted && plan ? (clause: ClauseView) => clause.state === wanted : undefined
  }, [plan, state])
}

function Hint({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plans')
  const { measures, clauses } = plan.counts
  return (
    <EmptyState title={t('panel.chooseTitle')}>
      {t('panel.chooseHint', { measures, clauses })}
      <br />
      <kbd>J</kbd> <kbd>K</kbd> {t('panel.keys')} · <kbd>N</kbd> {t('panel.keyRed')} · <kbd>Enter</kbd>{' '}
      {t('panel.openTask')}
    </EmptyState>
  )
}
