import { constants } from 'node:os'
import { getSystemErrorName } from 'node:util'

/**
 * The system's own `posix_spawn`, called through koffi. Node's `spawn` forks: the kernel copies the page
 * tables of this process for a child that drops them at once, which costs more than all else of a short
 * command (0.5 ms here and 0.3 in the child, of 1.3). With `posix_spawn` the child borrows the memory
 * until it has become the command, so what this process holds doesn't matter.
 */
export interface PosixSpawn {
  /**
   * Starts `file` as leader of a session, and so a group, of its own, with nothing to read and its output
   * in these two. Returns its pid; `exited` is called once, in a later turn. Throws what the system says.
   */
  spawn(
    program: Program,
    exited: (code: number | null, signal: NodeJS.Signals | null) => void,
  ): number
}

export interface Program {
  file: string
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
  stdout: number
  stderr: number
}

/** What `<spawn.h>` and `<sys/wait.h>` say, in glibc as in musl. */
const SETSIGDEF = 0x04
const SETSIGMASK = 0x08
const SETSID = 0x80
const WNOHANG = 1

/** More than the structures take: 336, 80 and 128 bytes. */
const ATTRIBUTES_BYTES = 1024
const ACTIONS_BYTES = 512
const SIGNALS_BYTES = 128

/** Throws where the system doesn't have it, or koffi's native part can't be loaded. */
export async function loadPosixSpawn(): Promise<PosixSpawn> {
  const { default: koffi } = await import('koffi')
  return posixSpawn(koffi.load(null))
}

function posixSpawn(system: import('koffi').LibraryHandle): PosixSpawn {
  const call = {
    spawn: system.func(
      'int posix_spawn(_Out_ int *pid, const char *file, void *actions, void *attributes, char **argv, char **env)',
    ),
    wait: system.func('int waitpid(int pid, _Out_ int *status, int options)'),
    initAttributes: system.func('int posix_spawnattr_init(void *attributes)'),
    setFlags: system.func('int posix_spawnattr_setflags(void *attributes, short flags)'),
    setDefaults: system.func('int posix_spawnattr_setsigdefault(void *attributes, void *signals)'),
    initActions: system.func('int posix_spawn_file_actions_init(void *actions)'),
    destroyActions: system.func('int posix_spawn_file_actions_destroy(void *actions)'),
    addOpen: system.func(
      'int posix_spawn_file_actions_addopen(void *actions, int fd, const char *path, int flags, int mode)',
    ),
    addDup: system.func('int posix_spawn_file_actions_adddup2(void *actions, int fd, int to)'),
    addChdir: system.func(
      'int posix_spawn_file_actions_addchdir_np(void *actions, const char *path)',
    ),
  }
  // Programs expect default signals, none blocked or ignored; Node ignores SIGPIPE.
  const attributes = Buffer.alloc(ATTRIBUTES_BYTES)
  check(call.initAttributes(attributes))
  check(call.setDefaults(attributes, Buffer.alloc(SIGNALS_BYTES, 0xff)))
  check(call.setFlags(attributes, SETSID | SETSIGDEF | SETSIGMASK))

  const living = new Map<number, (code: number | null, signal: NodeJS.Signals | null) => void>()
  // One signal may stand for many ends. We wait only for our own children: the others are Node's.
  process.on('SIGCHLD', () => {
    for (const [pid, exited] of living) {
      const status = [0]
      if (call.wait(pid, status, WNOHANG) !== pid) continue
      living.delete(pid)
      // In a tick of its own: an error in one must not lose the others.
      process.nextTick(exited, ...meaningOf(status[0]!))
    }
  })

  const actions = Buffer.alloc(ACTIONS_BYTES)
  return {
    spawn({ file, args, cwd, env, stdout, stderr }, exited) {
      const texts = Object.entries(env).map(([name, value]) => `${name}=${value}`)
      const pid = [0]
      check(call.initActions(actions))
      try {
        check(call.addOpen(actions, 0, '/dev/null', 0, 0))
        check(call.addDup(actions, stdout, 1))
        check(call.addDup(actions, stderr, 2))
        check(call.addChdir(actions, cwd))
        check(call.spawn(pid, file, actions, attributes, [file, ...args, null], [...texts, null]))
      } finally {
        call.destroyActions(actions)
      }
      living.set(pid[0]!, exited)
      return pid[0]!
    },
  }
}

function check(errno: number): void {
  if (errno === 0) return
  const code = getSystemErrorName(-errno)
  throw Object.assign(new Error(`posix_spawn: ${code}`), { code })
}

/** As `waitpid` says it. */
function meaningOf(status: number): [number | null, NodeJS.Signals | null] {
  const signal = status & 0x7f
  return signal === 0 ? [(status >> 8) & 0xff, null] : [null, SIGNALS.get(signal) ?? null]
}

/** If a signal has two names, the first is the usual one. */
const SIGNALS = new Map(
  (Object.entries(constants.signals) as [NodeJS.Signals, number][])
    .map(([name, number]) => [number, name] as const)
    .reverse(),
)
