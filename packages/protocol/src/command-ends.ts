/** What an exit code or a signal says about a command: what happened, and what to do about it. */
export interface EndMeaning {
  what: string
  advice: string
}

const ITS_OWN = 'The command itself reported the failure: read the end of the output.'
const FAULT =
  'The fault is in the program or in a library that it uses: update it, or report it to its authors.'
const OUTSIDE =
  'Something outside of the command sent this signal, such as `kill`, a shutdown or a service manager. Run it again.'
const OWN_LIMIT = 'Raise that limit on the desktop (`ulimit -a` shows it), or ask for less.'
const UNUSUAL =
  'Read the end of the output, and find out what sends this signal: another program of that user, or the program itself.'
const STOPS =
  'This signal only pauses or wakes a program, so the command itself chose that end. Read its output.'

/** The signals by their numbers on Linux: what causes them, and what to do. */
const SIGNALS: readonly [name: string, cause: string, advice: string][] = [
  ['HUP', 'its terminal or session was closed', 'Start it with `nohup` or `setsid`.'],
  ['INT', 'it was interrupted, as by Ctrl-C', OUTSIDE],
  ['QUIT', 'it was told to quit and to dump its memory, as by Ctrl-\\', OUTSIDE],
  [
    'ILL',
    'it used an instruction that this processor does not know',
    'Get a build of the program for the processor of that desktop.',
  ],
  ['TRAP', 'it met a breakpoint or a failed check with no debugger there', FAULT],
  [
    'ABRT',
    'the program gave up by itself, usually because one of its own checks failed',
    'Read the end of the output: it usually says which check.',
  ],
  [
    'BUS',
    'memory that it used was gone',
    'Look for a file that was cut short while it was in use, and for a full disk or `/dev/shm`.',
  ],
  ['FPE', 'it calculated something impossible, such as a division by zero', FAULT],
  [
    'KILL',
    'it was killed and could not react, often because the machine ran out of memory',
    'Look in `journalctl -k` or `dmesg` for “Out of memory”; if there is nothing, somebody or something used `kill -9`.',
  ],
  ['USR1', 'another program sent it, and it was not prepared for it', UNUSUAL],
  ['SEGV', 'it used memory that is not its own', FAULT],
  ['USR2', 'another program sent it, and it was not prepared for it', UNUSUAL],
  [
    'PIPE',
    'it wrote to something that had stopped reading, such as `head`',
    'Let the reader read to the end, or ignore this failure.',
  ],
  [
    'ALRM',
    'an alarm that it had set itself went off',
    'Read the end of the output to see what it waited for.',
  ],
  ['TERM', 'it was asked to end', OUTSIDE],
  ['STKFLT', 'another program sent it, and it was not prepared for it', UNUSUAL],
  ['CHLD', 'a program that it had started has ended', STOPS],
  ['CONT', 'it was told to go on', STOPS],
  ['STOP', 'it was told to pause', STOPS],
  ['TSTP', 'it was told to pause, as by Ctrl-Z', STOPS],
  ['TTIN', 'it wanted to read from a terminal that is not its own', STOPS],
  ['TTOU', 'it wanted to write to a terminal that is not its own', STOPS],
  ['URG', 'something urgent arrived on a connection', STOPS],
  ['XCPU', 'it used more processor time than its user may', OWN_LIMIT],
  ['XFSZ', 'it wrote a larger file than its user may', OWN_LIMIT],
  [
    'VTALRM',
    'an alarm that it had set itself went off',
    'Read the end of the output to see what it waited for.',
  ],
  [
    'PROF',
    'an alarm that it had set itself went off',
    'Read the end of the output to see what it waited for.',
  ],
  ['WINCH', 'a window changed its size', STOPS],
  ['IO', 'a connection or file became ready, and it was not prepared for it', UNUSUAL],
  ['PWR', 'the power supply changed', OUTSIDE],
  [
    'SYS',
    'it called the system in a way that is forbidden there',
    'Look at the sandbox or container in which it runs.',
  ],
]

const CODES: Record<number, EndMeaning> = {
  124: {
    what: 'That is how `timeout` says that the time ran out.',
    advice: 'Give it more time, or read the end of the output to see what it waited for.',
  },
  126: {
    what: "The program that it wanted to run exists but can't be executed.",
    advice:
      'Make it executable (`chmod +x`), and check that it is a program for that machine and not a folder.',
  },
  127: {
    what: 'The program that it wanted to run, or the interpreter that a script names, was not found.',
    advice:
      "Check its name, that it is installed on the desktop, and that its folder is on the runner's PATH.",
  },
}

/**
 * What a command's exit code other than 0 means. A shell adds 128 to the signal that ended its
 * child.
 */
export function meaningOfExit(code: number): EndMeaning {
  const exited = `The command exited with code ${code}.`
  const known = CODES[code]
  if (known) return { what: `${exited} ${known.what}`, advice: known.advice }
  const signal = SIGNALS[code - 129]
  if (!signal) return { what: exited, advice: ITS_OWN }
  const [name, cause, advice] = signal
  return {
    what: `${exited} Something in it was ended by signal ${code - 128} (${name}): ${cause}.`,
    advice,
  }
}

/** What a signal (such as `SIGKILL`) means that ended the command's own process. */
export function meaningOfSignal(signal: string): EndMeaning {
  const at = SIGNALS.findIndex(([name]) => `SIG${name}` === signal)
  const known = SIGNALS[at]
  if (!known) return { what: `The command was ended by ${signal}.`, advice: UNUSUAL }
  const [, cause, advice] = known
  return { what: `The command was ended by ${signal} (signal ${at + 1}): ${cause}.`, advice }
}

/**
 * The number of the signal that such a message names; null: it names none, or one that has no number here.
 */
export function signalIn(message: string): number | null {
  const number = /^The command was ended by SIG\w+ \(signal (\d+)\)/.exec(message)?.[1]
  return number === undefined ? null : Number(number)
}

/** A shell takes each carriage return for a part of the line's last word. */
export const hasWindowsLineEnds = (command: string): boolean => command.includes('\r\n')

export const WINDOWS_LINE_ENDS =
  'The command has Windows line ends (CRLF): its interpreter takes the carriage return for a part of the last word of each line. Send it with plain line feeds.'

/** All advice that the end of a command can have. */
export const END_ADVICE: ReadonlySet<string> = new Set([
  ITS_OWN,
  UNUSUAL,
  WINDOWS_LINE_ENDS,
  ...SIGNALS.map(([, , advice]) => advice),
  ...Object.values(CODES).map(({ advice }) => advice),
])
