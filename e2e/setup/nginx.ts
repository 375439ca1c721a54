import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanUp, type Scope } from './cleanup.ts'
import { programOf } from './debian.ts'
import { temporaryFolder } from './folder.ts'
import { freePort } from './port.ts'
import { waitFor } from './wait.ts'

const SAMPLE = join(import.meta.dirname, '../../deploy/nginx.conf')

/** Connections: a desktop or stream takes one to nginx, and one from there. */
const CONNECTIONS = 16_384

/** nginx with the sample of deploy/ in front of servers, as it is shipped otherwise. Resolves with its address. */
export async function startNginx(t: Scope, ...urls: string[]): Promise<string> {
  const program = programOf('nginx', 'NGINX', 'nginx-light')
  const [dir, port] = [temporaryFolder(t), await freePort()]
  for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(dir, name))
  const sample = readFileSync(SAMPLE, 'utf8')
    .replace(/server 127.0.0.1:3000(.*)/, (_, more) =>
      urls.map((url) => `server ${new URL(url).host}${more}`).join('\n'),
    )
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
  const paths = `
    client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/fastcgi;
    uwsgi_temp_path ${dir}/uwsgi; scgi_temp_path ${dir}/scgi;`
  const config = join(dir, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; pid ${dir}/pid; error_log stderr; worker_processes 1;
    events { worker_connections ${CONNECTIONS}; }
    http { access_log off; ${paths} ${sample} }`,
  )
  // One process, so that it is gone when it has ended.
  const args = ['-c', config, '-p', dir, '-e', 'stderr', '-g', 'master_process off;']
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const ended = once(child, 'close')
  cleanUp(t, async () => {
    child.kill('SIGKILL')
    await ended
  })
  const address = `http://127.0.0.1:${port}`
  await waitFor('nginx to answer', async () => {
    if (child.exitCode !== null) throw new Error(`nginx has not started:\n${said}`)
    return await fetch(`${address}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  return address
}
