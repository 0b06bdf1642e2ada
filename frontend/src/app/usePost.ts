import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { switchPost } from '../api/session'
import type { HeldPost } from '../api/types'
import { paths } from '../paths'

const CHANNEL = 'luoshi-post'

/** How many texts this computer keeps that the server does not have yet. */
export function unsavedTexts(): number {
  return Object.keys(localStorage).filter((key) => /^luoshi\.(report|contribution)\./.test(key)).length
}

/** Lets the session work in another post; every page is then asked for anew, and other windows are told. */
export function useSwitchPost() {
  const client = useQueryClient()
  const router = useRouter()
  return async (post: HeldPost) => {
    await switchPost(post.id)
    const channel = new BroadcastChannel(CHANNEL)
    channel.postMessage(post.id)
    channel.close()
    await router.navigate({ href: paths.home })
    await client.resetQueries()
  }
}

/** Another window of the same session went to another post: this one says so at once, and keeps what is typed in it. */
export function useOtherWindows() {
  const client = useQueryClient()
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL)
    channel.onmessage = () => void client.invalidateQueries({ queryKey: ['me'] })
    return () => channel.close()
  }, [client])
}
