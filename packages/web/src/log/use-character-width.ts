import { type RefObject, useLayoutEffect, useState } from 'react'

/** px of a character in the element's monospace font; again when the font has been loaded. */
export function useCharacterWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(7.2)
  useLayoutEffect(() => {
    const measure = () => {
      if (!element.current) return
      const probe = document.createElement('span')
      probe.textContent = '0'.repeat(100)
      probe.className = 'absolute invisible whitespace-pre'
      element.current.append(probe)
      const measured = probe.getBoundingClientRect().width / 100
      probe.remove()
      if (measured > 0) setWidth(measured)
    }
    measure()
    void document.fonts.ready.then(measure)
  }, [element])
  return width
}
