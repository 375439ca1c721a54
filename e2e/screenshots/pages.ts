import type { Page } from 'playwright-core'
import { setUpToken } from '../setup/browser.ts'
import { invited } from '../setup/people.ts'
import { ended } from '../setup/tasks.ts'
import type { Sample } from './sample.ts'

/** One page to take, in every look. */
export interface Shot {
  name: string
  path: (sample: Sample) => string
  /** `new`: nobody has set up yet. `stranger`: nobody is signed in. Else somebody is. */
  visitor?: 'new' | 'stranger'
  /** What is done on the page before it is taken. */
  steps?: (page: Page, sample: Sample) => Promise<void>
  /** The looks of it that the documentation shows. */
  docs?: Look['name'][]
}

export interface Look {
  name: string
  viewport: { width: number; height: number }
  colorScheme: 'light' | 'dark'
  hasTouch: boolean
}

const WIDE = { viewport: { width: 1440, height: 900 }, hasTouch: false }
const MIDDLE = { viewport: { width: 1024, height: 768 }, hasTouch: false }
const NARROW = { viewport: { width: 390, height: 844 }, hasTouch: true }

export const LOOKS = [
  { name: 'wide-light', colorScheme: 'light', ...WIDE },
  { name: 'wide-dark', colorScheme: 'dark', ...WIDE },
  { name: 'middle-light', colorScheme: 'light', ...MIDDLE },
  { name: 'middle-dark', colorScheme: 'dark', ...MIDDLE },
  { name: 'narrow-light', colorScheme: 'light', ...NARROW },
  { name: 'narrow-dark', colorScheme: 'dark', ...NARROW },
] as const satisfies Look[]

export const SHOTS: Shot[] = [
  {
    name: 'set-up',
    visitor: 'new',
    path: ({ server }) => `/set-up#${setUpToken(server)}`,
  },
  { name: 'search', path: () => '/search?q=in%3Aoutput+date' },
  { name: 'sign-in', visitor: 'stranger', path: () => '/' },
  { name: 'board', path: () => '/', docs: ['wide-light', 'wide-dark', 'narrow-light'] },
  {
    name: 'new-task',
    path: () => '/',
    steps: async (page) => {
      await page.keyboard.press('n')
      await page.getByRole('dialog', { name: 'New Task' }).waitFor()
    },
  },
  {
    name: 'batch',
    path: ({ batch }) => `/?batch=${batch}`,
    async steps(page) {
      await page.getByRole('list', { name: 'Tasks of the batch' }).waitFor()
    },
  },
  {
    name: 'edit-again',
    path: ({ tasks }) => `/tasks/${tasks.failed}`,
    async steps(page) {
      await page.getByRole('button', { name: 'Edit and run again' }).click()
      await page.getByRole('dialog', { name: 'Edit and run again' }).getByText('2nd try').waitFor()
    },
  },
  { name: 'task-running', path: ({ tasks }) => `/tasks/${tasks.running}` },
  { name: 'task-review', path: ({ tasks }) => `/tasks/${tasks.review}`, docs: ['wide-light'] },
  { name: 'task-failed', path: ({ tasks }) => `/tasks/${tasks.failed}` },
  { name: 'task-long-log', path: ({ tasks }) => `/tasks/${tasks.longLog}` },
  { name: 'task-pending', path: ({ tasks }) => `/tasks/${tasks.pending}` },
  { name: 'task-prompt', path: ({ tasks }) => `/tasks/${tasks.promptReview}`, steps: openTool },
  {
    name: 'task-changes',
    path: ({ tasks }) => `/tasks/${tasks.promptReview}`,
    async steps(page) {
      await page.getByRole('tab', { name: /^Changes/ }).click()
      await page.getByRole('region', { name: 'Commands' }).waitFor()
    },
  },
  { name: 'task-prompt-running', path: ({ tasks }) => `/tasks/${tasks.promptRunning}` },
  {
    name: 'task-votes',
    path: () => '/',
    async steps(page, { server: { client, url }, desktops }) {
      const desktopId = desktops['web-staging']!
      const plan = { type: 'command', content: 'terraform plan', desktopId } as const
      const { id } = await client.tasks.create({ ...plan, approvals: { required: 2 } })
      await client.tasks.run(id)
      await ended(client, id)
      await client.tasks.review(id, { decision: 'approve', feedback: 'Looks right.' })
      await page.goto(`${url}/tasks/${id}`)
      await page.getByText('1 more person has to').waitFor()
    },
  },
  { name: 'approvals', path: () => '/approvals' },
  { name: 'desktops', path: () => '/desktops' },
  { name: 'desktop', path: ({ desktops }) => `/desktops/${desktops['build-02']}` },
  {
    name: 'desktop-move',
    path: ({ desktops }) => `/desktops/${desktops['build-02']}`,
    async steps(page, { server }) {
      const { workspaces } = server.client
      if ((await workspaces.list()).length === 1) await workspaces.create('Build team')
      await page.reload()
      await page.getByRole('button', { name: 'More actions', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Move to another workspace' }).click()
      await page.getByRole('button', { name: 'Move desktop' }).waitFor()
    },
  },
  { name: 'desktop-chat', path: ({ desktops }) => `/desktops/${desktops['orders-dev']}?view=chat` },
  {
    name: 'desktop-agent',
    path: ({ desktops }) => `/desktops/${desktops['orders-dev']}?view=agent`,
  },
  {
    name: 'desktop-agent-copy',
    path: ({ desktops }) => `/desktops/${desktops['orders-dev']}?view=agent`,
    async steps(page) {
      await page.getByRole('button', { name: 'Copy to other desktops' }).click()
      await page.getByRole('button', { name: /^pool:ci/ }).click()
    },
  },
  {
    name: 'desktop-agent-form',
    path: ({ desktops }) => `/desktops/${desktops['build-01']}?view=agent`,
    async steps(page) {
      await page.getByRole('button', { name: 'Set up', exact: true }).click()
      await page.getByRole('button', { name: 'Headers, tools and limits' }).click()
      await page.getByRole('button', { name: 'Add a server' }).click()
      await page.getByLabel('Command or address').fill('npx -y @modelcontextprotocol/server-git')
    },
  },
  { name: 'activity', path: () => '/activity' },
  {
    name: 'metrics',
    path: () => '/activity?view=metrics',
    async steps(page) {
      await page.locator('.uplot canvas').nth(2).waitFor()
    },
  },
  { name: 'settings', path: () => '/settings' },
  { name: 'settings-new-desktops', path: () => '/settings/new-desktops' },
  {
    name: 'settings-people',
    path: () => '/settings/people',
    async steps(page, { server }) {
      const { client } = server
      if ((await client.members.list()).length === 1) {
        await invited(server, client, 'operator', 'Grace')
      }
      await page.reload()
      await page.getByRole('button', { name: 'Actions for Grace' }).waitFor()
    },
  },
  { name: 'settings-single-sign-on', path: () => '/settings/single-sign-on', steps: addProvider },
  {
    name: 'settings-api-keys',
    path: () => '/settings/api-keys',
    async steps(page) {
      await page.getByText('Limit what it can do').click()
    },
  },
  {
    name: 'settings-audit',
    path: () => '/settings/audit',
    async steps(page) {
      await page.getByRole('list', { name: 'Who did what' }).waitFor()
    },
  },
  {
    name: 'invitation',
    visitor: 'stranger',
    path: () => '/',
    async steps(page, { server: { client } }) {
      const { link } = await client.invitations.create({ role: 'approver' })
      await page.goto(link)
      await page.getByRole('button', { name: 'Join' }).waitFor()
    },
  },
  { name: 'settings-account', path: () => '/settings/account' },
  { name: 'settings-appearance', path: () => '/settings/appearance' },
  { name: 'no-such-page', path: () => '/nowhere' },
]

/** The command that went wrong, with what it was given and gave back. */
async function openTool(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^failed: node/ }).click()
}

async function addProvider(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a provider' }).click()
  await page.getByRole('radio', { name: /^GitHub/ }).check({ force: true })
  await page.getByRole('button', { name: 'Add a rule' }).click()
}
