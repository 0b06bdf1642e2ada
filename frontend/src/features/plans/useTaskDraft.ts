import type { FormInstance } from 'antd'
import { useState } from 'react'
import type { TaskFields } from './taskDraft'

export interface TaskDraft {
  /** something is typed that the server does not have */
  dirty: boolean
  read: () => Partial<TaskFields> | null
  keep: () => void
  drop: () => void
}

interface Place {
  plan: string
  measure: string
  /** the task, or the one that a new task is split from */
  task: string | undefined
}

/** The copy of a half-written task in this browser, one per task, and one per measure for a new one. */
export function useTaskDraft({ plan, measure, task }: Place, form: FormInstance<TaskFields>): TaskDraft {
  const name = `luoshi.task.${plan}.${measure}.${task ?? 'new'}`
  const [dirty, setDirty] = useState(() => localStorage.getItem(name) !== null)
  return {
    dirty,
    read: () => JSON.parse(localStorage.getItem(name) ?? 'null'),
    keep: () => {
      setDirty(true)
      localStorage.setItem(name, JSON.stringify(form.getFieldsValue(true)))
    },
    drop: () => {
      setDirty(false)
      localStorage.removeItem(name)
    },
  }
}
