import type { Task } from '@mission-control/protocol'
import { type Job, newJob } from '../harness/job.ts'
import type { Random } from '../harness/random.ts'
import type { Place } from './place.ts'

/** A task of which the server has given an id; what became of it is for the judge. */
export interface Try {
  job: Job
  /** The server has taken the order to run it, and the one to cancel it. */
  ran: boolean
  cancelled: boolean
  /** For the agent, which is asked this. */
  prompt?: string
}

let prompts = 0

/** Sends the API an order, once; undefined where it couldn't be carried out, or not any more. */
async function order({ site }: Place, path: string, json?: object): Promise<Task | undefined> {
  const answer = await site.server
    .request(`/api/mission-control/tasks${path}`, { method: 'POST', json: json ?? {} })
    .catch(() => null)
  if (answer === null || answer.status >= 500 || answer.status === 409) return undefined
  const body = (await answer.json()) as Task
  if (answer.ok) return body
  throw new Error(`${path}: ${JSON.stringify(body)}`)
}

/** Commands that print, more than run at a time, and a prompt. */
export async function giveWork(place: Place, random: Random): Promise<Try[]> {
  const { site } = place
  const jobs = Array.from({ length: 4 }, () => {
    return newJob(site, { lines: random.pick([1, 20, 400]), pause: random.pick([0, 0.01]) })
  })
  const prompt = `prompt ${++prompts} of ${process.pid}`
  const tries = jobs.map(({ content, ...job }) => begin(place, { type: 'command', content }, job))
  const asked = { stdout: '', exitCode: 0, truth: '' }
  tries.push(begin(place, { type: 'prompt', content: prompt }, asked, prompt))
  return (await Promise.all(tries)).filter((each) => each !== null)
}

/** Two that would not end by themselves, of which one mostly still waits, and the order to end them. */
export async function giveWorkToCancel(place: Place): Promise<Try[]> {
  const jobs = ['1000', '1001'].map((pause) =>
    newJob(place.site, { lines: 1, pause: Number(pause) }),
  )
  const tries = await Promise.all(
    jobs.map(({ content, ...job }) => begin(place, { type: 'command', content }, job)),
  )
  return tries.filter((each) => each !== null)
}

export async function cancel(place: Place, tries: Try[]): Promise<void> {
  for (const each of tries) {
    if (each.ran && !each.cancelled) {
      each.cancelled = (await order(place, `/${each.job.task.id}/cancel`)) !== undefined
    }
  }
}

async function begin(
  place: Place,
  what: { type: string; content: string },
  job: Omit<Job, 'task'>,
  prompt?: string,
): Promise<Try | null> {
  const desktopId = place.site.desktop.id
  const task = await order(place, '', { ...what, desktopId })
  if (task === undefined) return null
  const ran = (await order(place, `/${task.id}/run`)) !== undefined
  return { job: { ...job, task }, ran, cancelled: false, ...(prompt && { prompt }) }
}
