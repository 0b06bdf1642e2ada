import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayPicker } from '../../ui/DayPicker'
import { FilterBar } from '../../ui/FilterBar'
import { lightOrder } from '../../ui/Light'
import { usePhone } from '../../ui/useMedia'
import { type FilterName, natures, sorts, states, type useTaskFilters } from './useTaskFilters'

/** Search, light, state and lead in the first row; the rest behind 更多条件. */
export function TaskFilters({ view }: { view: ReturnType<typeof useTaskFilters> }) {
  const { t } = useTranslation(['tasks', 'common'])
  const { search, set, sort } = view
  const phone = usePhone()
  const [more, setMore] = useState(false)
  const choose = (
    name: FilterName,
    word: string,
    options: { value: string; label: string }[],
    width: number,
    many = false,
  ) => (
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
  const toggle = (name: 'is_key' | 'mine', word: string) => (
    <Button aria-pressed={search[name] === 'true'} onClick={() => set(name, search[name] ? '' : 'true')}>
      {word}
    </Button>
  )
  return (
    <FilterBar
      active={view.active}
      onClear={view.clear}
      extra={
        <Select
          aria-label={t('list.sort')}
          style={{ width: 128 }}
          value={sort}
          options={sorts.map((value) => ({ value, label: t(`list.sortBy.${value}`) }))}
          onChange={(value) => set('sort', value === 'code' ? '' : value)}
        />
      }
    >
      <Input.Search
        key={search.q ?? ''}
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        style={{ width: phone ? '100%' : 200 }}
        allowClear
        maxLength={100}
        defaultValue={search.q}
        onSearch={(value) => set('q', value.trim())}
      />
      {choose(
        'light',
        t('list.light'),
        options(lightOrder, (value) => t(`common:light.${value}`)),
        104,
        true,
      )}
      {(more || !phone) && (
        <>
          {choose(
            'state',
            t('list.state'),
            options(states, (value) => t(`state.${value}`)),
            104,
            true,
          )}
          {choose(
            'lead',
            t('list.leadOrg'),
            view.leads.map(([value, org]) => ({ value, label: org.short_name || org.name })),
            168,
          )}
          {toggle('mine', t('list.mine'))}
        </>
      )}
      {more && (
        <>
          {choose(
            'part',
            t('list.part'),
            view.parts.map(([value, label]) => ({ value: String(value), label })),
            152,
          )}
          {choose('measure', t('list.measure'), measureOptions(view.measures), 168)}
          {choose(
            'nature',
            t('list.nature'),
            options(natures, (value) => t(`nature.${value}`)),
            104,
          )}
          {toggle('is_key', t('list.key'))}
          <DayPicker
            width={128}
            label={t('list.from')}
            placeholder={t('list.from')}
            value={search.due_from}
            onChange={(day) => set('due_from', day ?? '')}
          />
          <DayPicker
            width={128}
            label={t('list.to')}
            placeholder={t('list.to')}
            value={search.due_to}
            onChange={(day) => set('due_to', day ?? '')}
          />
        </>
      )}
      <Button type="link" size="small" aria-expanded={more} onClick={() => setMore(!more)}>
        {t('list.more')}
      </Button>
    </FilterBar>
  )
}

function options<T extends string>(values: readonly T[], word: (value: T) => string) {
  return values.map((value) => ({ value, label: word(value) }))
}

function measureOptions(measures: readonly { number: number | null; short_title: string }[]) {
  return measures.map(({ number, short_title }) => ({
    value: String(number ?? ''),
    label: `${number ?? ''} ${short_title}`,
  }))
}
