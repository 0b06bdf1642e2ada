/** What was typed before and never delivered. */
export function kept<Fields>(key: string): Fields | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps what is typed until the server has it; null forgets it. */
export function keep(key: string, fields: unknown): void {
  if (fields === null) localStorage.removeItem(key)
  else localStorage.setItem(key, JSON.stringify(fields))
}
