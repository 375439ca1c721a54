import type { CSSProperties } from 'react'
import { css, type Rgb, readable } from './contrast.ts'
import { type Style, TRUE_COLOUR } from './style.ts'

/** The log's ground in the light and in the dark scheme: `--color-sunk`. */
export const LIGHT_GROUND: Rgb = [243, 242, 239]
export const DARK_GROUND: Rgb = [20, 21, 23]

/** The 16 as grounds, the same in both schemes; as inks they are the variables of ansi.css. */
const SIXTEEN: readonly Rgb[] = [
  [46, 52, 64],
  [185, 47, 40],
  [27, 110, 67],
  [143, 84, 0],
  [31, 95, 199],
  [133, 60, 165],
  [13, 110, 122],
  [216, 213, 206],
  [99, 96, 90],
  [240, 119, 111],
  [88, 184, 133],
  [226, 163, 60],
  [110, 162, 255],
  [200, 140, 230],
  [90, 200, 210],
  [255, 255, 255],
]
const STEPS = [0, 95, 135, 175, 215, 255]

/**
 * A style as CSS. Whatever a command asks for can be read: an ink alone is brought to enough contrast
 * with the page's ground, in both schemes; where there is a ground, with that.
 */
export function cssOf(style: Style): CSSProperties {
  const properties: CSSProperties = {}
  if (style.bold) properties.fontWeight = 700
  if (style.italic) properties.fontStyle = 'italic'
  if (style.underline) properties.textDecorationLine = 'underline'
  const { ink, ground } = style.inverse ? { ink: style.ground, ground: style.ink } : style
  if (ground !== 0) {
    const on = rgbOf(ground)
    properties.backgroundColor = css(on)
    properties.color = css(readable(ink === 0 ? on : rgbOf(ink), on))
  } else if (style.inverse) {
    properties.backgroundColor = 'var(--color-text)'
    properties.color = ink === 0 ? 'var(--color-sunk)' : schemes(ink, DARK_TEXT, LIGHT_TEXT)
  } else if (ink !== 0) {
    properties.color =
      ink <= 16 ? `var(--ansi-${ink - 1})` : schemes(ink, LIGHT_GROUND, DARK_GROUND)
  } else if (style.dim) {
    properties.color = 'var(--color-faint)'
  }
  return properties
}

/** `--color-text`: the ground of what is inverse. */
const DARK_TEXT: Rgb = [29, 28, 26]
const LIGHT_TEXT: Rgb = [236, 236, 234]

function schemes(ink: number, light: Rgb, dark: Rgb): string {
  const wanted = rgbOf(ink)
  return `light-dark(${css(readable(wanted, light))}, ${css(readable(wanted, dark))})`
}

function rgbOf(colour: number): Rgb {
  if (colour >= TRUE_COLOUR) return [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255]
  const index = colour - 1
  if (index < 16) return SIXTEEN[index]!
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232)
    return [grey, grey, grey]
  }
  const cube = index - 16
  return [STEPS[Math.floor(cube / 36)]!, STEPS[Math.floor(cube / 6) % 6]!, STEPS[cube % 6]!]
}
