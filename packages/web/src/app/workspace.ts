/** The part of an address that names the workspace, where it isn't one's own. */
export function workspaceIn(rootPath: string, path: string): string | undefined {
  const [, id] = /^w\/([\w-]+)(?:\/|$)/.exec(path.slice(rootPath.length)) ?? []
  return id
}

/** Where the pages of a workspace begin, from the dashboard's root on; undefined: one's own. */
export function pathOfWorkspace(id: string | undefined): string {
  return id === undefined ? '' : `w/${id}/`
}

/** Opens another workspace: everything that the page has is of the one before. */
export function openWorkspace({ id, personal }: { id: string; personal: boolean }): void {
  const path = pathOfWorkspace(personal ? undefined : id)
  location.assign(new URL(path, document.baseURI).href)
}
