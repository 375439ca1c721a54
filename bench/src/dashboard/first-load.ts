import { get, type IncomingMessage } from 'node:http'
import { type Figure, summariseAlone } from '../measure.ts'
import { newContext } from './chromium.ts'
import type { Subject } from './subject.ts'
import { openBoard } from './usable.ts'

/** Bytes of the body as it goes over the wire. */
interface File {
  path: string
  type: string
  gzip: number
  brotli: number
}

/** So long after the board is usable what it asks for still counts, in ms. */
const AFTERWARDS = 1000
const KB = 1000

/** All that the board asks for until it is usable, and shortly after. */
export async function firstLoad(subject: Subject): Promise<{ figures: Figure[]; files: File[] }> {
  const root = new URL(subject.server.url)
  const asked = [...(await addressesAsked(subject))].map((url) => new URL(url))
  const elsewhere = asked.filter(({ host }) => host !== root.host)
  const own = asked.filter(({ host, pathname }) => {
    return host === root.host && !pathname.startsWith('/api/')
  })
  const files = await Promise.all(own.map(weigh))
  const scripts = files.filter(({ type }) => type.includes('javascript'))
  const kilobytes = (of: File[], encoding: 'gzip' | 'brotli') => [
    of.reduce((sum, file) => sum + file[encoding], 0) / KB,
  ]
  const atMost = (value: number) => ({ bound: 'at most', value }) as const
  return {
    files,
    figures: [
      summariseAlone('JavaScript, gzip', 'KB', kilobytes(scripts, 'gzip'), atMost(185)),
      summariseAlone('JavaScript, brotli', 'KB', kilobytes(scripts, 'brotli')),
      summariseAlone('all files, brotli', 'KB', kilobytes(files, 'brotli')),
      summariseAlone('requests to other hosts', 'requests', [elsewhere.length], atMost(0)),
    ],
  }
}

async function addressesAsked({ browser, session, server }: Subject): Promise<Set<string>> {
  const context = await newContext(browser, session)
  const asked = new Set<string>()
  context.on('request', (request) => asked.add(request.url()))
  const page = await openBoard(context, server)
  await page.waitForTimeout(AFTERWARDS)
  await context.close()
  return asked
}

async function weigh(url: URL): Promise<File> {
  const gzip = await bodyOf(url, 'gzip')
  const brotli = await bodyOf(url, 'br')
  return { path: url.pathname, type: gzip.type, gzip: gzip.bytes, brotli: brotli.bytes }
}

/** Not `fetch`, which unpacks what it gets. */
function bodyOf(url: URL, encoding: string): Promise<{ type: string; bytes: number }> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': encoding, accept: '*/*' }
    get(url, { headers }, (response: IncomingMessage) => {
      const { statusCode, headers } = response
      if (statusCode !== 200) return reject(new Error(`${url} answered ${statusCode}`))
      let bytes = 0
      response.on('data', (data: Buffer) => {
        bytes += data.length
      })
      response.on('error', reject)
      response.on('end', () => resolve({ type: headers['content-type'] ?? '', bytes }))
    }).on('error', reject)
  })
}
