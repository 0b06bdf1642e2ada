import { useCallback, useEffect, useRef, useState } from 'react'

/** Which measure stands at the top of a scrolling text, and a way to go to an element of it; looks again for other `content`. */
export function useScrollSpy(content: unknown) {
  const box = useRef<HTMLElement>(null)
  const [current, setCurrent] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other content has other measures at the same place
  useEffect(() => {
    const scroller = box.current
    if (!scroller) return
    let next = 0
    const look = () => {
      const frame = scroller.getBoundingClientRect()
      const line = frame.top + frame.height * 0.55
      const above = [...scroller.querySelectorAll<HTMLElement>('[data-measure]')].filter(
        (element) => element.getBoundingClientRect().top <= line,
      )
      setCurrent(above.at(-1)?.dataset.measure ?? null)
    }
    const later = () => {
      cancelAnimationFrame(next)
      next = requestAnimationFrame(look)
    }
    look()
    scroller.addEventListener('scroll', later, { passive: true })
    return () => {
      cancelAnimationFrame(next)
      scroller.removeEventListener('scroll', later)
    }
  }, [content])
  const go = useCallback((elementId: string) => {
    box.current?.querySelector(`#${CSS.escape(elementId)}`)?.scrollIntoView({ block: 'start' })
  }, [])
  return { box, current, go }
}
