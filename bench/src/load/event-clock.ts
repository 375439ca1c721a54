import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Context } from '../bench.ts'
import { need } from '../peers/debian.ts'
import { complete } from '../program.ts'

const SOURCE = join(import.meta.dirname, 'native/event-clock.c')
/** More than the ms of all events to all streams take as text. */
const OUTPUT_MAX = 64 * 1024 * 1024

/** A server that tells streams of what is posted. */
export interface Told {
  port: number
  /** The request that opens a stream, and the one that is posted. */
  stream: Buffer
  post: Buffer
}

export interface Counts {
  streams: number
  posts: number
  /** Made before that don't count. */
  firstPosts: number
}

/** In ms, from each post to its event on each of the streams. */
export type Clock = (told: Told, counts: Counts) => Promise<number[]>

const run = promisify(execFile)

/** Builds, in a folder, the client that times events: in C, because Node reads no faster than the server writes. */
export async function buildClock(context: Context, folder: string, mark: string): Promise<Clock> {
  const compiler = '/usr/bin/gcc'
  await need(context, 'gcc', compiler)
  await need(context, 'libc6-dev', '/usr/include/stdio.h')
  const program = join(folder, 'event-clock')
  await complete(compiler, ['-O2', '-Wall', '-Wextra', '-o', program, SOURCE])
  const fileOf = (name: string, bytes: Buffer) => {
    const file = join(folder, name)
    writeFileSync(file, bytes)
    return file
  }
  return async ({ port, stream, post }, { streams, posts, firstPosts }) => {
    const requests = [fileOf('stream', stream), fileOf('post', post)]
    const options = { maxBuffer: OUTPUT_MAX, signal: context.signal }
    const counts = [port, streams, posts, firstPosts].map(String)
    const { stdout } = await run(program, [...counts, mark, ...requests], options)
    return stdout.split(/\s/).filter(Boolean).map(Number)
  }
}
