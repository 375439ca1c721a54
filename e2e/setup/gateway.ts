import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { cleanUp, type Scope } from './cleanup.ts'
import { freePort } from './port.ts'
import { published } from './published.ts'
import { waitFor } from './wait.ts'

/** It would listen to every network that the machine is in, and has no setting for that. */
const TO_THIS_MACHINE = `data:text/javascript,${encodeURIComponent(`
  import { Server } from 'node:net'
  const { listen } = Server.prototype
  Server.prototype.listen = function (port, ...rest) {
    return listen.call(this, { port, host: '127.0.0.1' }, rest.at(-1))
  }
`)}`

/** Portkey's gateway, a published one, at an address of this machine: the base URL. */
export async function startGateway(t: Scope): Promise<string> {
  const program = join(
    await published('portkey-gateway'),
    '@portkey-ai/gateway/build/start-server.js',
  )
  const port = await freePort()
  const gateway = spawn(
    process.execPath,
    ['--import', TO_THIS_MACHINE, program, `--port=${port}`, '--headless'],
    { env: { ...process.env, NODE_ENV: 'production' }, stdio: 'ignore' },
  )
  cleanUp(t, async () => {
    gateway.kill('SIGKILL')
    await once(gateway, 'close')
  })
  const url = `http://127.0.0.1:${port}`
  await waitFor('the gateway', () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  return `${url}/v1`
}
