/** A line of a chart: what was measured at each place of the x axis. */
export interface Line {
  name: string
  points: { x: number; y: number }[]
}

export interface Chart {
  title: string
  x: string
  y: string
  /** Where places are powers of ten apart. */
  logarithmic?: boolean
  lines: Line[]
}

const [WIDTH, HEIGHT] = [640, 360]
const BORDER = { left: 70, right: 20, top: 50, bottom: 60 }
const COLOURS = ['#2563eb', '#dc2626', '#059669', '#7c3aed', '#d97706']
const GRID = 5

/** As SVG that reads on a light and on a dark page. */
export function draw({ title, x, y, logarithmic = false, lines }: Chart): string {
  const scale = logarithmic ? Math.log10 : (value: number) => value
  const all = lines.flatMap(({ points }) => points)
  const places = [...new Set(all.map((point) => point.x))].sort((a, b) => a - b)
  const [first, last] = [scale(places[0]!), scale(places.at(-1)!)]
  const top = niceAbove(Math.max(...all.map((point) => point.y)))
  const atX = (value: number) =>
    BORDER.left +
    ((scale(value) - first) / (last - first || 1)) * (WIDTH - BORDER.left - BORDER.right)
  const atY = (value: number) =>
    HEIGHT - BORDER.bottom - (value / top) * (HEIGHT - BORDER.top - BORDER.bottom)
  const text = (at: [number, number], words: string, more = '') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${more}>${words}</text>`
  const levels = Array.from({ length: GRID + 1 }, (_, i) => (top * i) / GRID)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text([BORDER.left, 22], title, 'font-size="15" font-weight="bold"'),
    ...levels.flatMap((level) => [
      `<path d="M${BORDER.left} ${atY(level).toFixed(1)}H${WIDTH - BORDER.right}" stroke="#e5e7eb"/>`,
      text([BORDER.left - 8, atY(level) + 4], short(level), 'text-anchor="end"'),
    ]),
    ...places.map((place) =>
      text([atX(place), HEIGHT - BORDER.bottom + 18], short(place), 'text-anchor="middle"'),
    ),
    text([WIDTH / 2, HEIGHT - BORDER.bottom + 36], x, 'text-anchor="middle" fill="#4b5563"'),
    text([BORDER.left, 40], y, 'fill="#4b5563"'),
    ...lines.flatMap(({ name, points }, i) => {
      const colour = COLOURS[i % COLOURS.length]!
      const path = points.map((at) => `${atX(at.x).toFixed(1)} ${atY(at.y).toFixed(1)}`).join('L')
      return [
        `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...points.map(
          (at) =>
            `<circle cx="${atX(at.x).toFixed(1)}" cy="${atY(at.y).toFixed(1)}" r="3" fill="${colour}"/>`,
        ),
        text([BORDER.left + i * 130, HEIGHT - 8], name, `fill="${colour}"`),
      ]
    }),
    '</svg>\n',
  ].join('\n')
}

/** 1, 2 or 5 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value || 1))
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10)
}

function short(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (value >= 1e3) return `${Number((value / 1e3).toPrecision(3))}k`
  return `${Number(value.toPrecision(3))}`
}
