import type { Workspace } from '@mission-control/protocol'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'

/** The workspace that an address names; undefined: the person's own. */
export function workspaceIn(rootPath: string, path: string): string | undefined {
  const [, id] = /^w\/([\w-]+)(?:\/|$)/.exec(path.slice(rootPath.length)) ?? []
  return id
}

/** The path of a workspace's pages below the dashboard's root; `id` undefined: the person's own workspace. */
export function pathOfWorkspace(id: string | undefined): string {
  return id === undefined ? '' : `w/${id}/`
}

/**
 * Opens another workspace, or a page of it, by loading everything again: what is there belongs to the one
 * before.
 */
export function openWorkspace(
  { id, personal }: { id: string; personal: boolean },
  page = '',
): void {
  const path = pathOfWorkspace(personal ? undefined : id) + page
  location.assign(new URL(path, document.baseURI).href)
}

/**
 * What each is called in a list of all. Everybody's own is called the same at first, so whoever is a guest in
 * another's sees that name twice.
 */
export function workspaceLabels(
  all: readonly Pick<Workspace, 'id' | 'name' | 'personal'>[],
): string[] {
  const words = text.accountMenu
  return all.map(({ id, name, personal }) => {
    const namesakes = all.filter((each) => each.name === name)
    if (namesakes.length === 1) return visible(name)
    if (personal) return words.own(name)
    const isOnly = namesakes.every((each) => each.personal || each.id === id)
    return words.guest(name, isOnly ? '' : id.slice(-4))
  })
}
