import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StartError } from '@mission-control/server/start-error'

/** Fetches the release of this Node for a kind of machine to `file`, and holds it against its checksum. */
export async function download(platform: string, file: string): Promise<void> {
  const folder = `${mirrorFor(platform)}/${process.version}`
  const name = `node-${process.version}-${platform}.tar.gz`
  const list = await (await get(`${folder}/SHASUMS256.txt`)).text()
  const line = list.split('\n').find((each) => each.endsWith(`  ${name}`))
  if (!line) throw new StartError(`${folder} has no ${name}: give a file.`)
  const expected = line.slice(0, 64)
  const sum = createHash('sha256')
  const counted = new Transform({
    transform(chunk, _, done) {
      sum.update(chunk)
      done(null, chunk)
    },
  })
  const { body } = await get(`${folder}/${name}`)
  await pipeline(Readable.fromWeb(body!), counted, createWriteStream(file))
  const got = sum.digest('hex')
  if (got !== expected) {
    throw new StartError(
      `${folder}/${name} came with the wrong checksum (expected ${expected}, got ${got}): nothing was added.`,
    )
  }
}

/** Node's own site; builds for musl are not made by the project itself. */
function mirrorFor(platform: string): string {
  const given = process.env.MISSION_CONTROL_NODE_MIRROR
  if (given) return given.replace(/\/$/, '')
  return platform.endsWith('-musl')
    ? 'https://unofficial-builds.nodejs.org/download/release'
    : 'https://nodejs.org/dist'
}

async function get(url: string): Promise<Response> {
  try {
    const answer = await fetch(url)
    if (answer.ok) return answer
    throw new StartError(
      `${url} answered HTTP ${answer.status}. Download Node elsewhere, and give the file.`,
    )
  } catch (error) {
    if (error instanceof StartError) throw error
    const { cause, message } = error as Error
    throw new StartError(
      `${url} can't be reached: ${(cause as Error)?.message || message}. Download Node elsewhere, and give the file.`,
    )
  }
}
