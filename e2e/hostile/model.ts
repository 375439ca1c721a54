import type { Random } from '../faults/harness/random.ts'
import {
  breaksOff,
  calls,
  endsEarly,
  fails,
  failsMidway,
  malformed,
  type Reply,
  says,
  saysMiB,
  silent,
  stalls,
} from '../setup/model/replies.ts'

const ODD = 'a\u202etxt.exe\u202c\u200b\u2066\u0000\u001b[2J\u001b]0;title\u0007\r 😀'

/** What a hostile model has the built-in agent do. */
export function hostileReply(random: Random): Reply {
  const shell = (command: string, more: object = {}) =>
    calls({ name: 'shell', input: { command, ...more } })
  const deep = (depth: number) => `{"path":${'['.repeat(depth)}${']'.repeat(depth)}}`
  const replies: (() => Reply)[] = [
    () => shell(`yes ${random.between(1, 9)} | head -c ${random.between(1, 60)}M`),
    () => shell('(sleep 600 &) ; (setsid sleep 600 &)'),
    () => shell(':'.repeat(random.between(1, 300_000))),
    () => shell('sleep 600', { timeoutSeconds: random.pick([1e-9, 1, 1e308]) }),
    () =>
      shell('mkdir -p b; cd b; for i in $(seq 3000); do echo x > $i; done; echo "*" > .gitignore'),
    () => shell('kill -9 $$; rm -rf b; git init -q .; git config filter.x.clean "sleep 600"'),
    () => shell('truncate -s 1T sparse; mkfifo pipe; ln -s /proc/self proc; ln -s . loop'),
    () =>
      calls({
        name: 'read_file',
        input: { path: random.pick(['sparse', 'pipe', 'proc/mem', ODD]) },
      }),
    () => calls({ name: 'write_file', input: { path: ODD, content: ODD } }),
    () =>
      calls({
        name: 'write_file',
        input: { path: 'f', content: 'x'.repeat(random.between(1, 2_000_000)) },
      }),
    () => calls({ name: 'edit_file', input: { path: 'f', old: '', new: ODD, all: true } }),
    () => calls({ name: 'list_files', input: { path: '/'.repeat(100_000) } }),
    () =>
      calls({
        name: 'fetch_url',
        input: { url: random.pick(['http://0x7f.1/', 'file:///etc/passwd', ODD]) },
      }),
    () => calls({ name: random.pick(['no_such_tool', '__proto__', ODD]), input: {} }),
    () => calls({ name: 'read_file', input: random.pick(['{', '[]', 'null', '7', deep(5_000)]) }),
    () =>
      calls(
        ...Array.from({ length: random.between(2, 100) }, () => ({
          name: 'list_files',
          input: {},
        })),
      ),
    () => says(...Array.from({ length: random.between(1, 5_000) }, () => ODD)),
    () => saysMiB(random.between(1, 20)),
    ...[silent, breaksOff, endsEarly, malformed, failsMidway, stalls(ODD)].map(
      (reply) => () => reply,
    ),
    () =>
      fails(random.pick([400, 401, 404, 429, 500]), ODD.repeat(10_000), { 'retry-after': '0.1' }),
    () => says('Done.'),
  ]
  return random.pick(replies)()
}
