import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** Listens while the shell stands and the server answers; says whether what is shown is kept up to date. */
export function useLive(on: boolean): boolean {
  const client = useQueryClient()
  const [stands, setStands] = useState(true)
  useEffect(() => {
    if (!on) return
    let end = () => {}
    let left = false
    // After the page itself: nobody waits for it.
    import('./hearing').then(
      ({ hear }) => {
        if (!left) end = hear(client, setStands)
      },
      () => setStands(false),
    )
    return () => {
      left = true
      end()
    }
  }, [client, on])
  return stands
}
