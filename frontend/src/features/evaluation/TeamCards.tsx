import { useTranslation } from 'react-i18next'
import type { Round } from '../../api/types'
import { Card } from '../../ui/Card'
import { type Column, DataTable } from '../../ui/DataTable'
import { DateText } from '../../ui/DateText'
import { Facts } from '../../ui/Facts'

type Team = NonNullable<Round['team']>

/** Who works on the round and how the agency was selected; only those who run it read this. */
export function TeamCards({ team }: { team: Team }) {
  const { t } = useTranslation('evaluation')
  const columns: Column<Team['members'][number]>[] = [
    { key: 'name', title: t('round.member'), phone: 'top', render: ({ person }) => person.name },
    { key: 'kind', title: t('round.speciality'), phone: 'fact', render: (row) => t(`speciality.${row.speciality}`) },
    {
      key: 'term',
      title: t('round.term'),
      phone: 'fact',
      render: (row) => (
        <>
          <DateText value={row.from_on} as="full" /> – <DateText value={row.to_on} as="full" />
        </>
      ),
    },
    {
      key: 'declared',
      title: t('round.declared'),
      phone: 'fact',
      render: ({ declared_at }) => (declared_at ? <DateText value={declared_at} as="full" /> : t('round.undeclared')),
    },
  ]
  const { selection } = team
  return (
    <>
      <Card title={t('round.team')} note={team.lead && `${t('round.lead')} ${team.lead.name}`} flush>
        <DataTable
          caption={t('round.team')}
          columns={columns}
          rows={team.members}
          rowKey={({ person }) => person.id}
          empty={<p style={{ padding: '0 16px' }}>{t('round.noMembers')}</p>}
        />
      </Card>
      <Card title={t('round.selection')}>
        {selection ? (
          <Facts
            facts={[
              { name: t('setUp.method'), value: selection.method },
              { name: t('round.candidates'), value: selection.candidates.join('、') },
              { name: t('setUp.panel'), value: selection.panel },
              { name: t('setUp.result'), value: selection.result },
              { name: t('setUp.contractFrom'), value: <DateText value={selection.contract_from} as="full" /> },
              { name: t('setUp.contractTo'), value: <DateText value={selection.contract_to} as="full" /> },
              { name: t('setUp.price'), value: selection.price_yuan.toLocaleString('en') },
            ]}
          />
        ) : (
          t('round.noSelection')
        )}
      </Card>
    </>
  )
}
