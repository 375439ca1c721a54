import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { DAILY_SEED } from './sampled.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Of the looks within other tests, each half a second of a processor's time, one of so many is taken. */
const EVERY = 6
let looks = 0

/** As {@link expectNoViolations}, within a story: other looks each day, all of them by name. */
export async function glanceForViolations(page: Page): Promise<void> {
  const isChosen = DAILY_SEED === undefined || looks % EVERY === Number(DAILY_SEED) % EVERY
  looks++
  if (isChosen) await expectNoViolations(page)
}

/** The page as it is shown now breaks none of the rules of accessibility that a program can check. */
export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: RULES, resultTypes: ['violations'] })
    // Without frames there is nothing to put together in a page of its own, which costs a second.
    .setLegacyMode()
    .analyze()
  const report = violations.map(({ id, impact, help, nodes }) => {
    const where = nodes.map(({ target, failureSummary = '' }) => {
      return `  ${target.join(' ')}\n${failureSummary.replace(/^/gm, '    ')}`
    })
    return [`${id} (${impact}): ${help}`, ...where].join('\n')
  })
  assert.equal(
    report.length,
    0,
    `${new URL(page.url()).pathname} is not accessible:\n${report.join('\n')}`,
  )
}
