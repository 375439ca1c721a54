/** A canvas knows no CSS variables: asks the page what they are now. */
export function readColors<T extends string>(
  element: HTMLElement,
  colors: Record<T, string>,
): Record<T, string> {
  const read = {} as Record<T, string>
  for (const name of Object.keys(colors) as T[]) {
    // A new one for each: on the same one a transition could still show the color before.
    const probe = document.createElement('span')
    probe.style.color = colors[name]
    element.append(probe)
    read[name] = getComputedStyle(probe).color
    probe.remove()
  }
  return read
}
