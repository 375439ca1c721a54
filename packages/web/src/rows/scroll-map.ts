/** Browsers cut elements that are much higher; 400,000 lines still fit without any translation. */
const MAX_PX = 8_000_000
const EDGE = MAX_PX / 4

/**
 * Between where the scroll bar is (`scrollTop`) and how far down the log that is (`top`). Up to 8
 * million px they are the same. Beyond, the first and the last quarter of the bar are still the first
 * and last px of the log, and its middle stands for all that is between: small steps move by as much
 * as they say, big ones jump there.
 */
export class ScrollMap {
  #total = 0
  #view = 0
  top = 0
  scrollTop = 0

  /** How high the scrolled element has to be. */
  get height(): number {
    return Math.min(this.#total, MAX_PX)
  }

  get end(): number {
    return Math.max(0, this.#total - this.#view)
  }

  resize(total: number, view: number): void {
    this.#total = total
    this.#view = view
    this.goTo(this.top)
  }

  /** Sets both; the scroll bar is then to be put there. */
  goTo(top: number): void {
    this.top = Math.min(Math.max(0, top), this.end)
    const place = this.#placeOf(this.top)
    const mayStay = this.#isBetween(this.top) && Math.abs(place - this.scrollTop) < EDGE / 2
    if (!mayStay) this.scrollTop = place
  }

  /** The scroll bar was moved. */
  moveTo(scrollTop: number): void {
    const step = scrollTop - this.scrollTop
    this.scrollTop = scrollTop
    const isStep = this.#total > MAX_PX && Math.abs(step) <= 3 * this.#view
    this.goTo(isStep ? this.top + step : this.#topOf(scrollTop))
  }

  #isBetween(top: number): boolean {
    return this.#total > MAX_PX && top > EDGE && top < this.end - EDGE
  }

  #placeOf(top: number): number {
    const end = this.#total - this.#view
    if (this.#total <= MAX_PX || top <= EDGE) return top
    const last = MAX_PX - this.#view
    if (top >= end - EDGE) return last - (end - top)
    return EDGE + ((top - EDGE) / (end - 2 * EDGE)) * (last - 2 * EDGE)
  }

  #topOf(place: number): number {
    const end = this.#total - this.#view
    if (this.#total <= MAX_PX || place <= EDGE) return place
    const last = MAX_PX - this.#view
    if (place >= last - EDGE) return end - (last - place)
    return EDGE + ((place - EDGE) / (last - 2 * EDGE)) * (end - 2 * EDGE)
  }
}
