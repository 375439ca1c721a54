import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { writeDurably } from '@mission-control/durable'
import { eachProcess } from '../each-process.ts'
import { codeOf, hasCode } from '../error-code.ts'
import type { Log } from '../log.ts'
import { homeFolder } from './home.ts'

/** What tools look for upwards to find the project around a folder. */
const PROJECT_MARKS = ['.git', '.hg', '.jj', '.svn', 'package.json', 'node_modules']
/** Beside a work folder outside: the path of the runner's folder whose work folder it is. */
const OWNER = 'runner'

export interface WorkFolderOptions {
  /** The runner's folder. */
  dir: string
  /** The name of the work folder if it lies outside. */
  name: string
  env: NodeJS.ProcessEnv
  /** Runs may still be going on. */
  isBusy: boolean
  log: Log
}

/**
 * Where commands start, made if need be: `work` in the runner's folder. Where that is in a repository
 * or a package, as `./data` in a clone is, `git` and `npm` in a command would take that for theirs. So
 * there the work folder lies in the user's data folder, and `work` is a link to it.
 */
export function workFolder(options: WorkFolderOptions): string {
  const { dir, env, log } = options
  const inside = join(dir, 'work')
  const project = projectAround(dir)
  const outside = join(dataHome(env), 'mission-control', 'desktops')
  const kind = kindOf(inside)
  if (kind !== 'link' && (project === null || isBelow(outside, project))) return madeFolder(inside)
  if (kind === 'folder' && (options.isBusy || isUsed(inside))) {
    log.warn(
      { path: inside, project },
      'The work folder lies inside another project; the next start at which nothing runs moves it out',
    )
    return inside
  }
  try {
    return movedOutside(options, outside)
  } catch (error) {
    if (kind === 'link') throw error
    log.warn(
      { path: inside, project, outside, error: codeOf(error) },
      'The work folder lies inside another project and could not be moved out',
    )
    return madeFolder(inside)
  }
}

function movedOutside({ dir, name, log }: WorkFolderOptions, outside: string): string {
  const inside = join(dir, 'work')
  const kind = kindOf(inside)
  const linked = kind === 'link' ? dirname(readlinkSync(inside)) : null
  // A copy of a runner's folder names the same desktop, and finds the link of the first one.
  const own = `${name}-${createHash('sha256').update(dir).digest('hex').slice(0, 8)}`
  const home = [linked, join(outside, name)].find((home) => home !== null && isMine(home, dir))
  const place = join(home ?? join(outside, own), 'work')
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
  writeDurably(join(dirname(place), OWNER), `${dir}\n`)
  if (kind === 'folder') moveAway(inside, place, log)
  madeFolder(place)
  if (kind === 'link' && readlinkSync(inside) !== place) rmSync(inside)
  if (kindOf(inside) === 'nothing') symlinkSync(place, inside)
  return place
}

/** All of it or, as between two file systems, nothing. */
function moveAway(from: string, to: string, log: Log): void {
  if (readdirSync(from).length === 0) {
    rmdirSync(from)
    return
  }
  renameSync(from, to)
  log.warn({ from, to }, 'The work folder was moved out of the project around it')
}

/**
 * Whether the work folder is this runner folder's: nobody owns it yet, or its owner is gone because
 * it was moved to here.
 */
function isMine(home: string, dir: string): boolean {
  try {
    const owner = readFileSync(join(home, OWNER), 'utf8').trim()
    return owner === dir || !existsSync(owner)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return true
    throw error
  }
}

function projectAround(dir: string): string | null {
  for (let at = dir; ; at = dirname(at)) {
    if (PROJECT_MARKS.some((mark) => existsSync(join(at, mark)))) return at
    if (at === dirname(at)) return null
  }
}

function dataHome(env: NodeJS.ProcessEnv): string {
  const given = env.XDG_DATA_HOME
  // The specification says to ignore a relative path.
  return given?.startsWith('/') ? given : join(homeFolder(), '.local', 'share')
}

/** Whether a process of this machine works in it, as a background child of a run may. */
function isUsed(folder: string): boolean {
  return eachProcess((process) => readlinkSync(`${process}/cwd`)).some((cwd) =>
    isBelow(cwd, folder),
  )
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

function kindOf(path: string): 'nothing' | 'link' | 'folder' {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 'nothing'
  return stat.isSymbolicLink() ? 'link' : 'folder'
}

export function madeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}
