import { PLATFORMS, type Platform } from '@mission-control/server/runtimes'

const MACHINES: Record<number, string> = { 62: 'x64', 183: 'arm64' }
const INTERPRETER = 3

/**
 * The kind of machine that a program is made for, read from its ELF headers; undefined: none that can join.
 */
export function platformOf(program: Buffer): Platform | undefined {
  if (program.length < 64 || program.toString('latin1', 0, 5) !== '\x7fELF\x02') return undefined
  const machine = MACHINES[program.readUInt16LE(18)]
  const loader = loaderOf(program)
  if (!machine || loader === undefined) return undefined
  const name = `linux-${machine}${loader.includes('ld-musl') ? '-musl' : ''}`
  return PLATFORMS.find((each) => each === name)
}

/** What starts it: that of glibc, or that of musl. */
function loaderOf(program: Buffer): string | undefined {
  const table = Number(program.readBigUInt64LE(32))
  const size = program.readUInt16LE(54)
  const count = program.readUInt16LE(56)
  for (let at = table; at < table + size * count && at + 56 <= program.length; at += size) {
    if (program.readUInt32LE(at) !== INTERPRETER) continue
    const from = Number(program.readBigUInt64LE(at + 8))
    return program.toString('latin1', from, from + Number(program.readBigUInt64LE(at + 32)))
  }
  return undefined
}

/** The version in Node's binary: in the address of its sources, or as in `process.version`. */
export function versionOf(program: Buffer): string | undefined {
  const text = program.toString('latin1')
  return (/node-(v\d+\.\d+\.\d+)\.tar\.gz/.exec(text) ?? /\0(v\d+\.\d+\.\d+)\0/.exec(text))?.[1]
}

/** Whether runners run on it. */
export function isNewEnough(version: string): boolean {
  return version.localeCompare('v24.9.0', 'en', { numeric: true }) >= 0
}
