import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { hasCode } from '../../error-code.ts'

/** What a tool answers when it can't do what it was asked for: words for the model. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
}

/**
 * The true path of what the agent names, with every symbolic link followed; it need not exist.
 * Throws {@link ToolError} if it lies outside of the working directory. That keeps the file tools to
 * their place and is no sandbox: the shell can go wherever its user may.
 */
export function inside(workDir: string, path: string): string {
  const root = realpathSync(workDir)
  const found = truePath(resolve(root, path))
  if (leadsOut(relative(root, found))) {
    throw new ToolError(`${path} is outside of the working directory.`)
  }
  return found
}

/**
 * What a rule may know the path by: the way from the working directory, if it is inside, and the true
 * path. What can't be followed is taken as it is written.
 */
export function pathForms(workDir: string, path: string): string[] {
  const root = realpathSync(workDir)
  const found = followed(resolve(root, path))
  const way = relative(root, found)
  return leadsOut(way) ? [found] : [way || '.', found]
}

function followed(path: string): string {
  try {
    return truePath(path)
  } catch (error) {
    if (error instanceof ToolError) return path
    throw error
  }
}

function leadsOut(way: string): boolean {
  return way.split('/')[0] === '..' || isAbsolute(way)
}

/** The path relative to the working directory, to show to the model. */
export function shownPath(workDir: string, path: string): string {
  return relative(realpathSync(workDir), path) || '.'
}

function truePath(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw new ToolError(`${path} can't be used: ${error}`)
  }
  // Writing to a dangling link would make a file at its other end.
  if (isLink(path)) throw new ToolError(`${path} is a link to nothing.`)
  return join(truePath(dirname(path)), basename(path))
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}
