import { programOf } from '../debian.ts'
import type { Front } from './front.ts'

export const haproxy: Front = {
  name: 'HAProxy',
  sample: 'haproxy.cfg',
  settle: (sample, { servers, port }) =>
    sample
      .replace('server one 127.0.0.1:3000', () =>
        servers.map((server, at) => `server number-${at} ${server}`).join('\n    '),
      )
      .replace('bind :80', `bind 127.0.0.1:${port}`),
  command: (config) => [programOf('haproxy', 'HAPROXY'), ['-db', '-f', config]],
}
