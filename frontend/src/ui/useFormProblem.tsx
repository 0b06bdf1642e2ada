import { type ReactNode, useState } from 'react'
import { applyProblem } from '../api/problem'
import type { FieldError } from '../api/types'
import { ProblemAlert } from './ProblemAlert'

interface FormProblem {
  /** what the fields could not say; draw it above the buttons */
  alert: ReactNode
  show: (thrown: unknown) => void
  clear: () => void
}

/** Refusals of a form: errors go to their fields, the rest into one alert, and nothing is said twice. */
export function useFormProblem(form: Parameters<typeof applyProblem>[0]): FormProblem {
  const [shown, setShown] = useState<{ error: unknown; rest: readonly FieldError[] } | null>(null)
  return {
    alert: <ProblemAlert error={shown?.error} errors={shown?.rest} />,
    show: (thrown) => setShown({ error: thrown, rest: applyProblem(form, thrown) }),
    clear: () => setShown(null),
  }
}
