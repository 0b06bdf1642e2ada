/** The same keys with other words: what the English file of an area has to satisfy. */
export type Labels<T> = { [K in keyof T]: T[K] extends string ? string : Labels<T[K]> }
