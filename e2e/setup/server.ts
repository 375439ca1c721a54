import { join } from 'node:path'
import { type Client, createClient } from '@mission-control/client'
import type { Scope } from './cleanup.ts'
import { storeOf } from './engine.ts'
import { temporaryFolder } from './folder.ts'
import { type Program, startProgram } from './processes.ts'

/** The key of every test server's owner. */
export const KEY = `mc_${'test-key-'.repeat(5)}`

export interface TestServer {
  program: Program
  url: string
  client: Client
  dataDir: string
  /** The desktop that the server's own machine is; empty where it was switched off. */
  desktopId: string
  /** Where that desktop's commands run. */
  workDir: string
  /** An HTTP request with the owner's key; `path` begins with /api. */
  request(path: string, options?: RequestOptions): Promise<Response>
  /** TERM, then the exit code. */
  stop(): Promise<number | string>
}

export interface RequestOptions extends Omit<RequestInit, 'body'> {
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is. */
  body?: NonNullable<RequestInit['body']>
}

/**
 * A real server with this machine's runner on a port of its own choice, ready when it resolves.
 * It ends with the test, and so does everything that its runs have started.
 */
export async function startServer(
  t: Scope,
  env: NodeJS.ProcessEnv = {},
  dataDir = temporaryFolder(t),
  main?: string,
): Promise<TestServer> {
  const variables = {
    PORT: '0',
    MISSION_CONTROL_DATA_DIR: dataDir,
    MISSION_CONTROL_API_KEY: KEY,
    ...(await storeOf(dataDir)),
    ...env,
  }
  const program = startProgram(t, ['serve'], variables, undefined, main)
  const [, url = ''] = await program.prints(/Address\s+(http\S+)/)
  await program.prints(/Ctrl-C/)
  const [desktopId = ''] = /desktop_\w+/.exec(program.stdout()) ?? []
  return {
    program,
    ...serverAt(url),
    dataDir,
    desktopId,
    workDir: join(dataDir, 'desktops', desktopId, 'work'),
    async stop() {
      program.child.kill('SIGTERM')
      return await program.exited
    },
  }
}

/** How a server is asked at an address, which may be that of a proxy in front of it; by the owner's key, or another. */
export function serverAt(
  url: string,
  apiKey = KEY,
): Pick<TestServer, 'url' | 'client' | 'request'> {
  return {
    url,
    client: createClient({ baseUrl: url, apiKey }),
    async request(path, { json, headers, ...options } = {}) {
      return await fetch(url + path, {
        ...options,
        ...(json !== undefined && { body: JSON.stringify(json) }),
        headers: {
          'x-api-key': apiKey,
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
      })
    },
  }
}
