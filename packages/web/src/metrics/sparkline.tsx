import { sparkPath } from './spark-path.ts'

interface Props {
  /** What it shows, for those who can't see it. */
  label: string
  /** Oldest first; values in percent. */
  points: readonly { at: number; value: number }[]
}

const WIDTH = 200
const HEIGHT = 30

/** A thin line of the last hour, from 0 to 100 percent. */
export function Sparkline({ label, points }: Props) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-[30px] w-[88px] flex-none max-lg:w-12 stroke-running"
      fill="none"
      strokeWidth="1.5"
      strokeLinejoin="round"
    >
      <path d={sparkPath(points, WIDTH, HEIGHT)} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
