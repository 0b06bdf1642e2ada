// What a submission will bring, told before it is made. Days and files are counted; whether it may be made, the server says.
import type { ReportView } from '../../api/types'
import { daysBetween } from '../../ui/dates'

export interface Consequences {
  late: { title: string; days: number }[]
  withoutEvidence: string[]
  missingFacts: string[]
  silent: boolean
}

export function consequences(report: ReportView, today: string): Consequences {
  const claims = report.claims.filter(({ claimed }) => claimed)
  const files = [...report.evidence, ...claims.flatMap(({ evidence }) => evidence)]
  return {
    late: claims
      .map(({ milestone }) => ({ title: milestone.title, days: daysBetween(milestone.due_on, today) }))
      .filter(({ days }) => days > 0),
    withoutEvidence: claims.filter(({ evidence }) => evidence.length === 0).map(({ milestone }) => milestone.title),
    missingFacts: files
      .filter(({ missing_facts }) => missing_facts.length > 0)
      .map((file) => file.title || file.file_name),
    silent: claims.length === 0 && !report.no_change,
  }
}
