/** What somebody has written or looked for; how they like the page to be stays. */
const PERSONAL = /^mission-control\.(draft|feedback\..*|palette\.recent|searches)$/

/** For whoever sits here next. */
export function forgetPersonal(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (PERSONAL.test(key)) localStorage.removeItem(key)
    }
  } catch {
    return // Storage is off: there is nothing to forget.
  }
}
