import type { BrowserContextOptions } from 'playwright-core'
import { type Chromium, openPage, openSignedIn } from '../setup/chromium.ts'
import { within } from '../setup/within.ts'
import { LOOKS, type Look, type Shot } from './pages.ts'
import type { Sample } from './sample.ts'

/** What streams in has no end to wait for, in ms. */
const SETTLED_AFTER = 1_000

/** The cookies of who is signed in. */
type Session = NonNullable<BrowserContextOptions['storageState']>

export interface Picture {
  shot: Shot
  look: Look
  png: Buffer
}

/** Signs in, after a set-up if need be. */
export async function signIn(browser: Chromium, { server }: Sample): Promise<Session> {
  return await within(async (t) => {
    const page = await openSignedIn(t, browser, server)
    return await page.context().storageState()
  })
}

/** Pictures of the pages in every look; what cannot be taken is left out and told to `failed`. */
export async function* takeAll(
  browser: Chromium,
  sample: Sample,
  shots: Shot[],
  session: Session | undefined,
  failed: (what: string, error: unknown) => void,
): AsyncGenerator<Picture, void> {
  for (const shot of shots) {
    const pictures = LOOKS.map(async (look) => {
      try {
        return { shot, look, png: await take(browser, sample, shot, look, session) }
      } catch (error) {
        failed(`${shot.name}-${look.name}`, error)
        return null
      }
    })
    for (const picture of await Promise.all(pictures)) if (picture) yield picture
  }
}

async function take(
  browser: Chromium,
  sample: Sample,
  { path, visitor, steps }: Shot,
  { name: _, ...look }: Look,
  session: Session | undefined,
): Promise<Buffer> {
  return await within(async (t) => {
    const known = visitor === undefined && session !== undefined
    const options = known ? { ...look, storageState: session } : look
    const page = await openPage(t, browser, sample.server.url + path(sample), options)
    await page.locator('#root > *').first().waitFor()
    await steps?.(page, sample)
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(SETTLED_AFTER)
    return await page.screenshot({ caret: 'hide' })
  })
}
