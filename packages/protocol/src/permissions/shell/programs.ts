/** How a program that runs another one takes its arguments, as far as it is known here. */
export interface Wrapper {
  /** Letters and names of options without a value. */
  flags?: string
  long?: readonly string[]
  /** … with one. */
  values?: string
  longValues?: readonly string[]
  /** Letters of options with which it runs nothing. */
  idle?: string
  /** How many words of its own come before the command. */
  own?: number
  /** `NAME=value` may come before the command. */
  assigns?: boolean
  /** Options with which it runs a shell where no command follows. */
  shell?: readonly string[]
  /** Whether it adds words of its own to the command. */
  adds?: boolean
}

/** By base name. An option that isn't here makes what is run unknown. */
export const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map(
  Object.entries({
    env: {
      flags: 'i0v',
      values: 'uC',
      long: ['ignore-environment', 'null', 'debug'],
      longValues: ['unset', 'chdir'],
      assigns: true,
    },
    sudo: {
      flags: 'AbBEHnPSkNis',
      values: 'CDghpRrtTuU',
      long: [
        'preserve-env',
        'non-interactive',
        'set-home',
        'login',
        'shell',
        'background',
        'stdin',
      ],
      longValues: ['user', 'group', 'chdir', 'host', 'prompt', 'preserve-env'],
      shell: ['-s', '-i', '--shell', '--login'],
      assigns: true,
    },
    doas: { flags: 'nLs', values: 'uC', shell: ['-s'] },
    time: { flags: 'apqv', values: 'fo' },
    nice: { flags: '0123456789', values: 'n', longValues: ['adjustment'] },
    nohup: {},
    setsid: { flags: 'cfw', long: ['ctty', 'fork', 'wait'] },
    stdbuf: { values: 'ioe', longValues: ['input', 'output', 'error'] },
    timeout: {
      flags: 'fpv',
      values: 'ks',
      long: ['foreground', 'preserve-status', 'verbose'],
      longValues: ['kill-after', 'signal'],
      own: 1,
    },
    ionice: { flags: 't', values: 'cn' },
    chrt: { flags: 'abdfioRrv', values: 'TPD', own: 1 },
    taskset: { flags: 'ac', own: 1 },
    flock: { flags: 'senuxoFv', values: 'wE', own: 1 },
    exec: { flags: 'cl', values: 'a' },
    command: { flags: 'p', idle: 'vV' },
    builtin: {},
    busybox: {},
    toybox: {},
    xargs: {
      flags: '0rtxpo',
      values: 'adEILnPs',
      long: ['null', 'no-run-if-empty', 'verbose', 'exit', 'interactive', 'open-tty'],
      longValues: ['arg-file', 'delimiter', 'max-args', 'max-procs', 'max-lines', 'max-chars'],
      adds: true,
    },
  } satisfies Record<string, Wrapper>),
)

/** Where a program is told what to run besides itself: options with a line, words before a command. */
interface Told {
  options?: readonly string[]
  before?: readonly string[]
}

/** By base name. A word that isn't a line does no harm: it counts as a command that no rule knows. */
export const TOLD: ReadonlyMap<string, Told> = new Map(
  Object.entries({
    git: {
      options: [
        ...['-c', '-x', '--exec', '--extcmd', '--upload-pack', '--receive-pack', '--config'],
        ...['--open-files-in-pager', '-O'],
      ],
      before: ['run', 'foreach', '--recursive'],
    },
    flock: { options: ['-c', '--command'] },
    npx: { options: ['-c', '--call'] },
    npm: { options: ['-c', '--call'] },
    rsync: { options: ['-e', '--rsh', '--rsync-path'] },
    ssh: { options: ['-o'] },
    fd: { before: ['-x', '-X', '--exec', '--exec-batch'] },
    tar: {
      options: ['-I', '-F', '--use-compress-program', '--to-command', '--checkpoint-action'],
    },
  } satisfies Record<string, Told>),
)

/** The shells that read a line as this parser does. */
export const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'rbash'])

/** Programs that run something, or change what a name stands for, in ways that are not analysed. */
export const OPAQUE: ReadonlySet<string> = new Set([
  ...['alias', 'hash', 'enable', 'zsh', 'ksh', 'mksh', 'fish', 'csh', 'tcsh', 'pwsh'],
  ...['su', 'runuser', 'chroot', 'unshare', 'nsenter', 'setpriv', 'systemd-run', 'fakeroot'],
  ...['firejail', 'bwrap', 'strace', 'ltrace', 'script', 'watch', 'parallel', 'unbuffer', 'entr'],
  ...['prlimit', 'numactl', 'at', 'batch', 'start-stop-daemon', 'ld.so', 'jobs', 'mapfile'],
  ...['readarray', 'setarch', 'linux32', 'linux64', 'i386', 'x86_64', 'pkexec', 'sg', 'run0'],
  ...['gosu', 'su-exec', 'tini', 'dumb-init', 'catatonit', 'chpst', 'setuidgid', 'runcon', 'capsh'],
  ...['ssh-agent', 'dbus-run-session', 'dbus-launch', 'xvfb-run', 'perf', 'valgrind', 'gdb'],
  ...['fakechroot', 'eatmydata', 'chronic', 'faketime', 'cpulimit', 'cgexec', 'torsocks', 'proot'],
  ...['proxychains', 'proxychains4', 'tmux', 'screen', 'expect', 'rlwrap'],
])

/** The system's own loader, by whatever architecture. */
export const LOADER = /^ld(-linux\S*|-musl\S*|64)?\.so(\.\d+)*$/
