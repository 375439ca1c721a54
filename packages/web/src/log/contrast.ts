/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

const BLACK: Rgb = [0, 0, 0]
const WHITE: Rgb = [255, 255, 255]

/** WCAG AA for text of this size. */
const ENOUGH = 4.5

/** The contrast of two colours by WCAG 2: from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

/** The nearest to `ink`, on the way to black or white, that can be read on the ground. */
export function readable(ink: Rgb, ground: Rgb): Rgb {
  if (contrast(ink, ground) >= ENOUGH) return ink
  const end = contrast(BLACK, ground) > contrast(WHITE, ground) ? BLACK : WHITE
  let low = 0
  let high = 1
  for (let step = 0; step < 7; step++) {
    const middle = (low + high) / 2
    if (contrast(mix(ink, end, middle), ground) >= ENOUGH) high = middle
    else low = middle
  }
  return mix(ink, end, high)
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (place: 0 | 1 | 2) => Math.round(a[place] + (b[place] - a[place]) * share)
  return [part(0), part(1), part(2)]
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
