import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterBar } from '../../ui/FilterBar'
import { usePhone } from '../../ui/useMedia'
import { type FilterName, flags, kinds, states, strengths, type useEvidenceFilters } from './useEvidenceFilters'

interface Option {
  value: string
  label: string
}

export function EvidenceFilters({ view }: { view: ReturnType<typeof useEvidenceFilters> }) {
  const { t } = useTranslation('evidence')
  const phone = usePhone()
  const [more, setMore] = useState(false)
  const { search, set } = view
  const choose = (name: FilterName, word: string, options: Option[], width: number, many = false) => (
    <Select
      key={name}
      aria-label={word}
      placeholder={word}
      style={{ width: phone ? '100%' : width }}
      allowClear
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      mode={many ? 'multiple' : undefined}
      maxTagCount={0}
      maxTagPlaceholder={(omitted) => `${word} ${omitted.length}`}
      popupMatchSelectWidth={false}
      options={options}
      value={many ? (search[name]?.split(',') ?? []) : (search[name] ?? null)}
      onChange={(value: string | string[] | null) => set(name, Array.isArray(value) ? value.join(',') : (value ?? ''))}
    />
  )
  return (
    <FilterBar active={view.active} onClear={view.clear}>
      <Input.Search
        key={search.q ?? ''}
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        style={{ width: phone ? '100%' : 220 }}
        allowClear
        maxLength={100}
        defaultValue={search.q}
        onSearch={(value) => set('q', value.trim())}
      />
      {(more || !phone) && (
        <>
          {choose(
            'cycle_id',
            t('list.cycle'),
            view.cycles.map(({ id, name }) => ({ value: id, label: name })),
            144,
          )}
          {choose(
            'org',
            t('list.org'),
            view.organisations.map(({ id, short_name }) => ({ value: id, label: short_name })),
            144,
          )}
          {choose(
            'kind',
            t('kindName'),
            kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
            96,
            true,
          )}
          {choose(
            'state',
            t('list.state'),
            states.map((value) => ({ value, label: t(`state.${value}`) })),
            96,
            true,
          )}
          {choose(
            'strength',
            t('list.strength'),
            strengths.map((value) => ({ value, label: t(`strength.${value}`) })),
            104,
            true,
          )}
        </>
      )}
      {flags.map((flag) => (
        <Button key={flag} aria-pressed={search[flag] === 'true'} onClick={() => set(flag, search[flag] ? '' : 'true')}>
          {t(`list.${flag}`)}
        </Button>
      ))}
      {phone && (
        <Button type="link" size="small" aria-expanded={more} onClick={() => setMore(!more)}>
          {t('list.more')}
        </Button>
      )}
    </FilterBar>
  )
}
