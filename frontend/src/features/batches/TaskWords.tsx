import { useTranslation } from 'react-i18next'
import type { BatchTask } from '../../api/types'
import { Facts } from '../../ui/Facts'
import { Quote } from '../../ui/Quote'
import styles from './Batch.module.css'

/** Everything a proposed task says, with the sentences of the plan behind it. */
export function TaskWords({ task }: { task: BatchTask }) {
  const { t } = useTranslation(['batches', 'evidence', 'tasks'])
  const names = (units: BatchTask['responsible']) => units.map(({ short_name }) => short_name).join('、')
  return (
    <div className={styles.words}>
      {task.sentences.map((sentence) => (
        <Quote key={sentence.id} source={sentence.key}>
          {sentence.text}
        </Quote>
      ))}
      <Facts
        facts={[
          { name: t('field.lead'), value: task.lead.short_name },
          task.responsible.length > 0 && { name: t('field.responsible'), value: names(task.responsible) },
          task.supporting.length > 0 && { name: t('field.supporting'), value: names(task.supporting) },
          { name: t('field.deliverable'), value: task.deliverable },
          {
            name: t('field.deliverable_kinds'),
            value: task.deliverable_kinds.map((kind) => t(`evidence:kind.${kind}`)).join('；'),
          },
          { name: t('field.acceptance_standard'), value: task.acceptance_standard },
          { name: t('field.days'), value: `${task.start_on} — ${task.due_on}` },
          { name: t('field.nature'), value: t(`tasks:nature.${task.nature}`) },
          {
            name: t('field.milestones'),
            value: (
              <ul className={styles.milestones}>
                {task.milestones.map((each) => (
                  <li key={each.id}>
                    {each.is_key && '◆ '}
                    {each.title}　{each.due_on}　{each.weight}%
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </div>
  )
}
