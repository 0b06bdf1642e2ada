// What the words of the plan propose for this task. Each is taken over by a click or its number; none by itself.
import { Button, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../ui/useKeys'
import styles from './Proposals.module.css'
import { isTaken, type Proposal } from './proposals'
import type { TaskFields } from './taskDraft'

interface ProposalListProps {
  proposals: readonly Proposal[]
  onTake: (proposal: Proposal) => void
  /** the proposal that is pointed at: its words stand out in the sentence */
  onPoint: (key: string | null) => void
}

export function ProposalList({ proposals, onTake, onPoint }: ProposalListProps) {
  const { t } = useTranslation(['plans', 'evidence'])
  const fields: Partial<TaskFields> = Form.useWatch([], Form.useFormInstance<TaskFields>()) ?? {}
  const open = proposals.filter((each) => !isTaken(each, fields) && !isUnknown(each))
  useKeys(Object.fromEntries(open.slice(0, 9).map((each, at) => [String(at + 1), () => onTake(each)])))
  if (proposals.length === 0) return null
  return (
    <section className={styles.list} aria-label={t('proposal.title')}>
      <h3>
        {t('proposal.title')} <span className={styles.hint}>{t('proposal.hint')}</span>
      </h3>
      <ul>
        {proposals.map((each) => {
          const number = open.indexOf(each) + 1
          return (
            <li
              key={`${each.about} ${each.key}`}
              onMouseEnter={() => onPoint(each.key)}
              onMouseLeave={() => onPoint(null)}
            >
              <span className={styles.about}>{t(`proposal.about.${each.about}`)}</span>
              <span className={styles.value}>
                <Value proposal={each} />
              </span>
              <span className={styles.from}>
                {each.clause === null ? t('proposal.note') : ''}“{each.words}”
              </span>
              {isUnknown(each) && <span className={styles.done}>{t('proposal.unknown')}</span>}
              {!isUnknown(each) && number === 0 && <span className={styles.done}>{t('proposal.taken')}</span>}
              {number > 0 && (
                <Button
                  size="small"
                  aria-label={t('proposal.takeThis', { words: each.words })}
                  onFocus={() => onPoint(each.key)}
                  onBlur={() => onPoint(null)}
                  onClick={() => onTake(each)}
                >
                  {t('proposal.take')} {number <= 9 && <kbd>{number}</kbd>}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function isUnknown(proposal: Proposal): boolean {
  return 'organisation' in proposal && proposal.organisation === null
}

function Value({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation(['plans', 'evidence'])
  if (proposal.about === 'due')
    return (
      <>
        {proposal.day} {!proposal.certain && <span className={styles.hint}>{t('proposal.check')}</span>}
      </>
    )
  if (proposal.about === 'deliverable') {
    const kinds = proposal.evidence.map((kind) => t(`evidence:kind.${kind}`)).join('；')
    return (
      <>
        {proposal.wording} <span className={styles.hint}>{t('proposal.evidence', { kinds })}</span>
      </>
    )
  }
  return <>{proposal.organisation?.short_name ?? proposal.words}</>
}
