#!/usr/bin/env node
// What every Node understands: an old one says which is needed, in place of an error about syntax.
import module from 'node:module'
import path from 'node:path'
import url from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 9)) {
  console.error(`Mission Control needs Node 24.9 or newer, this is ${process.version}.`)
  process.exit(1)
}

// Compiled code is kept between starts: a start needs half the time and less memory.
const { HOME, XDG_CACHE_HOME } = process.env
const caches = XDG_CACHE_HOME || (HOME && path.join(HOME, '.cache'))
if (caches) process.env.NODE_COMPILE_CACHE ||= path.join(caches, 'mission-control', 'compiled')

/**
 * What can only be said at the start. A large young generation costs memory and brings nothing. Objects made for
 * one answer are short-lived, even if V8 judges otherwise after a large import.
 */
const FLAGS = ['--max-semi-space-size=2', '--no-allocation-site-pretenuring']
const command = process.argv[2]
if ((command === 'serve' || command === 'runner') && !process.execArgv.includes(FLAGS[0])) {
  const self = url.fileURLToPath(import.meta.url)
  const flags = [...FLAGS, '--disable-warning=ExperimentalWarning', ...process.execArgv]
  process.removeAllListeners('warning')
  process.execve?.(
    process.execPath,
    [process.execPath, ...flags, self, ...process.argv.slice(2)],
    process.env,
  )
}

module.enableCompileCache()
await import('../lib/cli/main.js')
