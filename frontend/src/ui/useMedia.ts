import { useSyncExternalStore } from 'react'

/** Whether a media query holds now; follows the window. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}

/** A phone held upright: cards instead of tables, bottom bar instead of navigation. */
export function usePhone(): boolean {
  return useMedia('(max-width: 640px)')
}
