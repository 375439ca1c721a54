/** Null where the file, the folder or the process is gone: others end and tidy up while a test looks. */
export function unlessGone<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', 'ESRCH'].includes(code)) return null
    throw error
  }
}
