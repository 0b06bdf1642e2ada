import { useRouter } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, MouseEvent } from 'react'

export interface ToProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  /** a path of this application, from paths.ts */
  href: string
}

/** A link inside the application. Ctrl-click, middle click and copying work, since it is an anchor. */
export function To({ href, onClick, ...rest }: ToProps) {
  const router = useRouter()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !plain || rest.target === '_blank') return
    event.preventDefault()
    void router.navigate({ href })
  }
  return <a {...rest} href={href} onClick={follow} />
}
