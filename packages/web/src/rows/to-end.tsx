import { Button } from '../ui/button.tsx'
import type { Sight, Viewport } from './viewport.ts'

interface Props {
  viewport: Viewport
  sight: Sight
  /** The button's words, by how many rows have come meanwhile. */
  label: (unseen: number) => string
}

/** The button that leads back to the end. It lies over the rows after somebody has scrolled away. */
export function ToEnd({ viewport, sight, label }: Props) {
  if (!sight.away) return null
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 grid justify-items-center">
      <Button
        size="small"
        icon="down"
        className="pointer-events-auto rounded-full! shadow-float"
        onClick={() => viewport.jumpToEnd()}
      >
        {label(sight.unseen)}
      </Button>
    </div>
  )
}
