import assert from 'node:assert/strict'
import { constants } from 'node:os'
import test from 'node:test'
import {
  adviceIn,
  END_ADVICE,
  type EndMeaning,
  meaningOfExit,
  meaningOfSignal,
} from '../src/index.ts'

/** What each has to say, and what it mustn't. */
const EXITS: readonly [code: number, says: RegExp, not: RegExp | null][] = [
  [1, /code 1\. The command itself reported the failure: read the end of the output/, /signal/],
  [2, /code 2\..*itself reported/, /signal/],
  [124, /code 124\..*timeout/, /signal/],
  [126, /code 126\..*can't be executed.*chmod \+x/, /itself reported/],
  [127, /code 127\..*not found.*PATH/, /itself reported/],
  [128, /code 128\..*itself reported/, /signal/],
  [129, /signal 1 \(HUP\).*session.*nohup/, /itself reported/],
  [130, /signal 2 \(INT\).*Ctrl-C/, /itself reported/],
  [134, /signal 6 \(ABRT\).*gave up by itself/, /itself reported|memory/],
  [135, /signal 7 \(BUS\)/, /Out of memory/],
  [136, /signal 8 \(FPE\).*division by zero/, /Out of memory/],
  [137, /signal 9 \(KILL\).*out of memory.*dmesg/, /itself reported/],
  [
    139,
    /signal 11 \(SEGV\).*memory that is not its own.*fault is in the program/,
    /[Oo]ut of memory/,
  ],
  [141, /signal 13 \(PIPE\).*head/, /itself reported/],
  [143, /signal 15 \(TERM\).*asked to end/, /itself reported|memory/],
  [159, /signal 31 \(SYS\).*sandbox/, /itself reported/],
  [160, /code 160\..*itself reported/, /signal/],
  [255, /code 255\..*itself reported/, /signal/],
]

const whole = ({ what, advice }: EndMeaning) => `${what} ${advice}`

test('each exit code says what it means, and nothing that is wrong', () => {
  for (const [code, says, not] of EXITS) {
    const words = whole(meaningOfExit(code))
    assert.match(words, says)
    if (not) assert.doesNotMatch(words, not)
  }
})

test('each signal of the system is known by its name and number, as a signal and as 128 + n', () => {
  for (const [name, number] of Object.entries(constants.signals)) {
    // Other names of the same signals.
    if (['SIGIOT', 'SIGPOLL', 'SIGUNUSED', 'SIGBREAK', 'SIGLOST', 'SIGINFO'].includes(name))
      continue
    const { what, advice } = meaningOfSignal(name)
    assert.match(
      what,
      new RegExp(`^The command was ended by ${name} \\(signal ${number}\\): .+\\.$`),
    )
    const asCode = meaningOfExit(128 + number)
    assert.match(asCode.what, new RegExp(`signal ${number} \\(${name.slice(3)}\\): .+\\.$`))
    assert.equal(asCode.advice, advice)
  }
  assert.match(
    whole(meaningOfSignal('SIGRTMIN')),
    /ended by SIGRTMIN\. .*find out what sends this signal/,
  )
})

test('a violation of memory is a fault of the program, and not a lack of memory', () => {
  assert.doesNotMatch(whole(meaningOfSignal('SIGSEGV')), /out of memory/i)
  assert.match(whole(meaningOfSignal('SIGKILL')), /out of memory/)
})

test('the advice is found again at the end of a message', () => {
  for (const advice of END_ADVICE) {
    assert.match(advice, /^[A-Z].*\.$/)
    assert.equal(adviceIn('exit_nonzero', `What. ${advice}`), advice)
  }
  assert.equal(adviceIn('signaled', 'The words of an earlier version.'), null)
})
