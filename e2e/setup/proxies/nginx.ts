import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { programOf } from '../debian.ts'
import type { Front } from './front.ts'

/** Connections: a desktop or stream takes one to nginx, and one from there. */
const CONNECTIONS = 16_384

export const nginx: Front = {
  name: 'nginx',
  sample: 'nginx.conf',
  settle(sample, { servers, port, dir }) {
    for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(dir, name))
    const settled = sample
      .replace(/server 127.0.0.1:3000(.*)/, (_, more) =>
        servers.map((server) => `server ${server}${more}`).join('\n'),
      )
      .replace('listen 80;', `listen 127.0.0.1:${port};`)
    const paths = `
      client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/fastcgi;
      uwsgi_temp_path ${dir}/uwsgi; scgi_temp_path ${dir}/scgi;`
    return `daemon off; master_process off; pid ${dir}/pid; error_log stderr; worker_processes 1;
      events { worker_connections ${CONNECTIONS}; }
      http { access_log off; ${paths} ${settled} }`
  },
  command: (config, dir) => [
    programOf('nginx', 'NGINX', 'nginx-light'),
    ['-c', config, '-p', dir, '-e', 'stderr'],
  ],
}
