import { programOf } from '../debian.ts'
import type { Front } from './front.ts'

export const caddy: Front = {
  name: 'Caddy',
  sample: 'Caddyfile',
  settle: (sample, { servers, port }) =>
    `{\n\tadmin off\n\tauto_https off\n}\n${sample
      .replace('reverse_proxy 127.0.0.1:3000 {', `reverse_proxy ${servers.join(' ')} {`)
      .replace('mission-control.example.org {', `http://127.0.0.1:${port} {`)}`,
  command: (config) => [
    programOf('caddy', 'CADDY'),
    ['run', '--adapter', 'caddyfile', '--config', config],
  ],
}
