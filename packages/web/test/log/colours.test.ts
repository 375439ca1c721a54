import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { cssOf, DARK_GROUND, LIGHT_GROUND } from '../../src/log/colours.ts'
import { contrast, type Rgb } from '../../src/log/contrast.ts'
import { PLAIN, TRUE_COLOUR } from '../../src/log/style.ts'

const source = (path: string) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8')

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** The colours of an `rgb(…)` or of both schemes' in a `light-dark(…)`. */
function coloursOf(css: string): Rgb[] {
  return [...css.matchAll(/rgb\((\d+) (\d+) (\d+)\)/g)].map(
    ([, ...rgb]) => rgb.map(Number) as unknown as Rgb,
  )
}

test('the grounds are the theme’s', () => {
  const [, light, dark] = /--color-sunk: light-dark\((#\w+), (#\w+)\)/.exec(
    source('app/theme.css'),
  )!
  assert.deepEqual([rgbOf(light!), rgbOf(dark!)], [LIGHT_GROUND, DARK_GROUND])
})

test('each of the 16 can be read in both schemes', () => {
  const inks = [...source('log/ansi.css').matchAll(/--ansi-(\d+): light-dark\((#\w+), (#\w+)\)/g)]
  assert.equal(inks.length, 16)
  for (const [, name, light, dark] of inks) {
    assert.ok(contrast(rgbOf(light!), LIGHT_GROUND) >= 4.5, `${name}, light`)
    assert.ok(contrast(rgbOf(dark!), DARK_GROUND) >= 4.5, `${name}, dark`)
  }
})

test('so can whatever else a command asks for', () => {
  const colours = [
    17,
    22,
    100,
    232,
    244,
    256,
    TRUE_COLOUR,
    TRUE_COLOUR + 0xffffff,
    TRUE_COLOUR + 0x7f7f7f,
  ]
  for (const ink of colours) {
    const [light, dark] = coloursOf(cssOf({ ...PLAIN, ink }).color!)
    assert.ok(contrast(light!, LIGHT_GROUND) >= 4.5, `${ink}, light`)
    assert.ok(contrast(dark!, DARK_GROUND) >= 4.5, `${ink}, dark`)
    for (const ground of [...colours, 1, 8, 16]) {
      for (const inverse of [false, true]) {
        const { color, backgroundColor } = cssOf({ ...PLAIN, ink, ground, inverse })
        const [text] = coloursOf(color!)
        const [on] = coloursOf(backgroundColor as string)
        assert.ok(contrast(text!, on!) >= 4.5, `${ink} on ${ground}`)
      }
    }
  }
})
