import { gzipSync } from 'node:zlib'
import type { Random } from '../faults/harness/random.ts'
import { KEY } from '../setup/server.ts'
import { broken, brokenText } from './broken.ts'
import type { Operation, Operations, Parameter } from './document.ts'
import type { Known } from './known.ts'
import { idKind, Values } from './values.ts'

export interface Asked {
  method: string
  /** With the query. */
  path: string
  headers: Record<string, string>
  body?: Buffer
  /** What the body says; undefined where it is no JSON, or isn't sent as such. */
  json?: { value: unknown }
  /** Nothing about it is odd: it has to be understood. */
  isPlain?: true
}

/** What a request may not touch, so that there is something left to ask. */
export interface Spared {
  /** The desktop that tasks run on. */
  desktopId: string
  /** Desktops with a runner: they get no agent, which could be any program or host. */
  live: string[]
  keyId: string
  /** Of the session that requests come with. */
  cookie: string
  sessionId: string
}

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
]
const PATHS = [
  '/api',
  '/api/',
  '/api/nothing',
  '/api/tasks',
  '/api/mission-control',
  '/api/mission-control/tasks//',
  '/api/mission-control/TASKS',
  '/api/%zz',
  '/api/%00',
  '/api/../api/health',
  '/api/health/x',
  '//api/health',
  '/api/auth',
]
const ODD_IDS = [
  '%00',
  '%zz',
  '%ff',
  '..',
  '.',
  '%2e%2e%2f',
  '%20',
  'task_',
  "'%20OR%201=1--",
  'x'.repeat(2000),
  'null',
  '0',
  '%F0%9F%99%82',
  'a%2Fb',
  'constructor',
  '__proto__',
]
const ODD_QUERY = [
  '',
  '0',
  '-1',
  '1.5',
  '1e3',
  '99999999999999999999',
  'null',
  'é',
  '\u0000',
  '🙂',
  '"',
  'a:b (',
  'x'.repeat(3000),
  'true',
  '[]',
]
const TYPES = [
  'application/json; charset=utf-8',
  'application/merge-patch+json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'nonsense',
  'application/json;',
  '',
]
const ACCEPTS = [
  '*/*',
  'application/json',
  'text/plain',
  'text/event-stream',
  'image/png',
  'text/plain;q=0',
  '',
]
const KEYS = ['', ' ', 'a b', 'x'.repeat(300), '\u00e9', 'k,k']
const PLACES = ['0', '1', '5', '-1', 'x', '999999999', '1.5', '']

/** Makes requests of the document: mostly such as it describes, with something broken in many of them. */
export class Requests {
  readonly operations: Operations
  readonly known: Known
  readonly spared: Spared

  constructor(operations: Operations, known: Known, spared: Spared) {
    this.operations = operations
    this.known = known
    this.spared = spared
  }

  any(random: Random): Asked {
    if (random.chance(0.4)) return plainly(this.of(random.pick(this.operations.all), random, 0))
    const asked = random.chance(0.04)
      ? { method: random.pick(METHODS), path: random.pick(PATHS), headers: {} }
      : this.of(random.pick(this.operations.all), random, 0.35)
    if (random.chance(0.04)) {
      asked.method = random.pick(METHODS)
      if (this.#endsAll(asked)) asked.method = 'GET'
      delete asked.json
    }
    this.#identify(asked, random)
    this.#headers(asked, random)
    return asked
  }

  /** A request of the operation; in a part of them, by chance, something is broken. */
  of(operation: Operation, random: Random, breaks: number): Asked {
    const values = new Values(this.operations, this.known, random, (id) =>
      this.#isMeantToGet(operation, id),
    )
    const parts = { path: operation.template, query: new URLSearchParams() }
    for (const parameter of operation.parameters) {
      const isOdd = random.chance(breaks / 4)
      if (parameter.in === 'path') {
        const value = isOdd ? random.pick(ODD_IDS) : this.#inPath(operation, parameter, values)
        parts.path = parts.path.replace(`{${parameter.name}}`, () => value)
      } else if (parameter.in === 'query') {
        const isGiven = parameter.required ? !random.chance(breaks / 10) : random.chance(0.4)
        if (!isGiven) continue
        const value = isOdd ? random.pick(ODD_QUERY) : `${values.of(parameter.schema)}`
        parts.query.append(parameter.name, value)
        if (random.chance(breaks / 20)) parts.query.append(parameter.name, value)
      }
    }
    if (random.chance(breaks / 20)) parts.query.append('extra', '1')
    const query = `${parts.query}`
    const asked: Asked = {
      method: operation.method,
      path: query ? `${parts.path}?${query}` : parts.path,
      headers: {},
    }
    const schema = operation.requestBody?.content['application/json']?.schema
    if (schema && (operation.requestBody?.required || random.chance(0.7))) {
      let value = values.of(schema)
      // The right password would end the session that requests come with.
      if (operation.operationId === 'changePassword') {
        value = { ...(value as object), currentPassword: 'a wrong password' }
      }
      while (random.chance(breaks)) value = broken(value, random)
      withJson(asked, value)
      if (random.chance(breaks / 10)) {
        asked.body = brokenText(asked.body!.toString(), random)
        delete asked.json
      }
    }
    return asked
  }

  /** Whether a body may name it. */
  #isMeantToGet({ operationId }: Operation, id: string): boolean {
    return operationId !== 'copyAgent' || !this.spared.live.includes(id)
  }

  #inPath({ operationId }: Operation, { schema }: Parameter, values: Values): string {
    const kind = idKind(schema.examples)
    if (kind === undefined) return encodeURIComponent(`${values.of(schema)}`)
    const { desktopId, live, keyId, sessionId } = this.spared
    const isMeant = (id: string) => {
      if (['deleteDesktop', 'moveDesktop'].includes(operationId)) return id !== desktopId
      if (operationId === 'setAgentUp') return !live.includes(id)
      return !(/^(delete|rotate)/.test(operationId) && [keyId, sessionId].includes(id))
    }
    // Foreign: an id of another kind.
    const picked = values.random.chance(0.05) ? 'approval' : kind
    return this.known.pick(picked, values.random, isMeant)
  }

  /** Whether it would remove what the further requests need. */
  #endsAll({ method, path }: Asked): boolean {
    const { desktopId, keyId, sessionId } = this.spared
    const ends = [`/desktops/${desktopId}`, `/api-keys/${keyId}`, `/sessions/${sessionId}`]
    return method === 'DELETE' && ends.some((end) => path.split('?', 1)[0]?.endsWith(end))
  }

  /** Wrong keys are few: ten in a minute are all that one address has. */
  #identify({ headers, path }: Asked, random: Random): void {
    const by = random()
    if (by < 0.03) return
    if (by < 0.04) headers['x-api-key'] = random.pick(['', 'mc_wrong', `${KEY}x`, '\u00ff'])
    else if (by < 0.15 && path !== '/api/auth/sign-out') {
      headers.cookie = this.spared.cookie
      if (random.chance(0.9)) headers['sec-fetch-site'] = 'same-origin'
    } else if (by < 0.3) headers.authorization = `Bearer ${KEY}`
    else headers['x-api-key'] = KEY
  }

  #headers(asked: Asked, random: Random): void {
    const { headers } = asked
    if (random.chance(0.05)) {
      headers['content-type'] = random.pick(TYPES)
      delete asked.json
    }
    if (random.chance(0.3)) headers.accept = random.pick(ACCEPTS)
    if (random.chance(0.1))
      headers['accept-encoding'] = random.pick(['gzip', 'br', '*', 'zstd', ''])
    if (random.chance(0.1)) {
      headers['idempotency-key'] = random.chance(0.7)
        ? `key-${random.between(1, 50)}`
        : random.pick(KEYS)
    }
    if (random.chance(0.05)) headers['last-event-id'] = random.pick(PLACES)
    if (random.chance(0.02)) headers.origin = random.pick(['http://other.example', 'null', 'x'])
    if (random.chance(0.01)) headers['x-long'] = 'x'.repeat(random.pick([1000, 20_000]))
    if (random.chance(0.01))
      headers.cookie = random.pick(['mission_control_session=x', '=;;=', '\u00e9'])
    if (asked.body && random.chance(0.02)) {
      headers['content-encoding'] = random.pick(['gzip', 'br', 'identity', 'x'])
      if (headers['content-encoding'] === 'gzip') asked.body = gzipSync(asked.body)
      delete asked.json
    }
  }
}

/** The same request with the owner's key and nothing odd about it. */
export function plainly(asked: Asked): Asked {
  return { ...asked, isPlain: true, headers: { ...asked.headers, 'x-api-key': KEY } }
}

export function withJson(asked: Asked, value: unknown): Asked {
  const text = JSON.stringify(value)
  asked.json = { value: JSON.parse(text) }
  asked.body = Buffer.from(text)
  asked.headers['content-type'] = 'application/json'
  return asked
}
