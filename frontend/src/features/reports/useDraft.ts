// The autosave of a report.
import type { FormInstance } from 'antd'
import { reportQuery, saveReport } from '../../api/reports'
import type { ReportView } from '../../api/types'
import { type Draft, draftOf, type Field, fields } from './merge'
import { type Paper, useAutosave } from './useAutosave'

const paper: Paper<ReportView, Draft, Field> = {
  name: 'report',
  fields,
  draftOf,
  save: saveReport,
  load: (client, id) => client.fetchQuery({ ...reportQuery(id), staleTime: 0 }),
  keep: (client, view) => client.setQueryData(reportQuery(view.id).queryKey, view),
}

export function useDraft(report: ReportView, form: FormInstance<Draft>) {
  return useAutosave(report, form, paper)
}
