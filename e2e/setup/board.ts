import type { Locator, Page } from 'playwright-core'

/** The board's column of that name, such as `Pending`. */
export function column(page: Page, name: string): Locator {
  return page.getByRole('region', { name: new RegExp(`^${name}, `) })
}

/** The cards of that column that hold these words. */
export function cards(page: Page, name: string, words: string): Locator {
  return column(page, name).getByRole('article').filter({ hasText: words })
}

/** Opens the card's menu and chooses from it. */
export async function choose(page: Page, card: Locator, item: RegExp): Promise<void> {
  await card.hover()
  await card.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
