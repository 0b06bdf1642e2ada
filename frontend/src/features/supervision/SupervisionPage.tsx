// Which notices are on their way, whose turn it is, and which answers are late.
import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Checkbox, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/session'
import type { Notice } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar, FilterTags } from '../../ui/FilterBar'
import { Light } from '../../ui/Light'
import { Page } from '../../ui/Page'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import { NewNoticeDialog } from './NewNoticeDialog'
import { type NoticeFilter, noticedTaskQuery, noticesQuery } from './queries'
import styles from './Supervision.module.css'
import { levels, states } from './words'

const writers = ['OFFICE_STAFF', 'OFFICE_HEAD', 'LEADER']

export function SupervisionPage() {
  const { t } = useTranslation(['supervision', 'common'])
  const { new: writing, ...filter } = useSearch({ from: '/shell/supervision' })
  const navigate = useNavigate()
  const { data: me } = useSuspenseQuery(meQuery)
  const notices = useInfiniteQuery(noticesQuery(filter))
  const { data: task } = useQuery(noticedTaskQuery(filter.task_id ?? ''))
  const columns = useColumns()
  const rows = notices.data?.pages.flatMap((page) => page.items)
  const total = notices.data?.pages[0]?.total ?? 0
  const to = (change: NoticeFilter & { new?: string }) =>
    void navigate({ href: withQuery(paths.supervision, { ...filter, ...change }), replace: true })
  const drop = (name: keyof NoticeFilter, label: string | undefined) =>
    filter[name] ? [{ label: label ?? '', onRemove: () => to({ [name]: undefined }) }] : []
  const level = levels.find((each) => each === filter.level)
  const state = states.find((each) => each === filter.state)
  const active = [
    ...drop('task_id', task ? `${task.code} ${task.title}` : t('filter.task')),
    ...drop('level', level && t(`level.${level}`)),
    ...drop('state', state && t(`state.${state}`)),
    ...drop('org', rows?.[0]?.addressee.short_name ?? t('column.unit')),
    ...drop('late', t('filter.late')),
    ...drop('q', filter.q),
  ]
  const clear = () => void navigate({ href: paths.supervision, replace: true })
  const writes = me.user.roles.some((role) => writers.includes(role))
  return (
    <Page
      title={t('common:nav.supervision')}
      lead={notices.data && t('lead', { count: total })}
      actions={
        writes &&
        task && (
          <Button type="primary" onClick={() => to({ new: 'yes' })}>
            {t('write')}
          </Button>
        )
      }
    >
      {task && (
        <p className={styles.about}>
          <Light code={task.light} days={task.days_late} />
          <To href={paths.task(task.id)}>
            {task.code} {task.title}
          </To>
        </p>
      )}
      <FilterBar active={active} onClear={clear} extra={writes && !task && t('writeHint')}>
        <Input.Search
          key={filter.q}
          size="small"
          className={styles.search}
          defaultValue={filter.q}
          placeholder={t('filter.search')}
          aria-label={t('filter.search')}
          onSearch={(q) => to({ q: q.trim() || undefined })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('column.level')}
          placeholder={t('column.level')}
          allowClear
          value={level}
          options={levels.map((value) => ({ value, label: t(`level.${value}`) }))}
          onChange={(chosen) => to({ level: chosen })}
        />
        <Select
          size="small"
          className={styles.select}
          aria-label={t('column.state')}
          placeholder={t('column.state')}
          allowClear
          value={state}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(chosen) => to({ state: chosen })}
        />
        <Checkbox
          checked={filter.late === 'true'}
          onChange={({ target }) => to({ late: target.checked ? 'true' : undefined })}
        >
          {t('filter.late')}
        </Checkbox>
      </FilterBar>
      <DataTable
        caption={t('common:nav.supervision')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.notice(row.id)}
        error={notices.error}
        onRetry={() => void notices.refetch()}
        more={{
          total,
          hasMore: notices.hasNextPage,
          busy: notices.isFetchingNextPage,
          onMore: () => void notices.fetchNextPage(),
        }}
        empty={
          <EmptyState
            title={active.length > 0 ? t('common:state.filterNone') : t('empty')}
            actions={<FilterTags active={active} onClear={clear} />}
          >
            {active.length > 0 ? t('common:state.filterHint') : t('emptyHint')}
          </EmptyState>
        }
      />
      {writing && task && <NewNoticeDialog task={task} onClose={() => to({ new: undefined })} />}
    </Page>
  )
}

function useColumns(): Column<Notice>[] {
  const { t } = useTranslation(['supervision', 'common'])
  return [
    {
      key: 'level',
      title: t('column.level'),
      phone: 'top',
      nowrap: true,
      render: (row) => row.number ?? t(`level.${row.level}`),
    },
    {
      key: 'task',
      title: t('column.task'),
      main: true,
      render: (row) => `${row.task.code} ${row.task.title}`,
    },
    { key: 'unit', title: t('column.unit'), nowrap: true, render: (row) => row.addressee.short_name },
    { key: 'state', title: t('column.state'), nowrap: true, render: (row) => <NoticeState notice={row} /> },
    {
      key: 'issued',
      title: t('column.issued'),
      nowrap: true,
      render: (row) => (row.issued_on ? <DateText value={row.issued_on} /> : t('common:state.empty')),
    },
    {
      key: 'reply',
      title: t('column.reply'),
      nowrap: true,
      render: (row) => {
        const due = row.reply_by ?? row.meet_on
        if (!due) return t('common:state.empty')
        return (
          <>
            <DateText value={due} />
            {row.days_late !== null && <b className={styles.late}>{t('late', { days: row.days_late })}</b>}
          </>
        )
      },
    },
  ]
}

export function NoticeState({ notice }: { notice: Notice }) {
  const { t } = useTranslation('supervision')
  return <StateTag tone={notice.state === 'RETURNED' ? 'fault' : 'plain'}>{t(`state.${notice.state}`)}</StateTag>
}
