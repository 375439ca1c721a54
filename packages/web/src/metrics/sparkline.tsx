interface Props {
  /** What it shows, for those who can't see it. */
  label: string
  /** Oldest first; values in percent. */
  points: readonly { at: number; value: number }[]
}

const WIDTH = 200
const HEIGHT = 30
const HOUR_MS = 3_600_000

/** A thin line of the last hour, from 0 to 100 percent. */
export function Sparkline({ label, points }: Props) {
  const end = points.at(-1)?.at ?? 0
  const path = points
    .map(({ at, value }) => {
      const x = WIDTH - ((end - at) / HOUR_MS) * WIDTH
      const y = HEIGHT - 1 - (Math.min(value, 100) / 100) * (HEIGHT - 2)
      return `${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('L')
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-[30px] w-full max-w-[200px] min-w-0 stroke-running"
      fill="none"
      strokeWidth="1.5"
    >
      {points.length > 1 && <path d={`M${path}`} vectorEffect="non-scaling-stroke" />}
    </svg>
  )
}
