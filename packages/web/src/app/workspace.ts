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
