/**
 * How a piece of text looks, as the command asked for by SGR sequences. A colour is one number: 0 the
 * default, 1 to 256 an entry of the palette plus 1, from `TRUE_COLOUR` on red, green and blue.
 */
export interface Style {
  readonly ink: number
  readonly ground: number
  readonly bold: boolean
  readonly dim: boolean
  readonly italic: boolean
  readonly underline: boolean
  readonly inverse: boolean
}

export const TRUE_COLOUR = 0x1000000

export const PLAIN: Style = {
  ink: 0,
  ground: 0,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
}
