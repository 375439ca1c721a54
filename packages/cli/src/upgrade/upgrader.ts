import type { DownOf, Upgradable } from '@mission-control/protocol/runner'
import { becomeCurrent, type Installation, ownInstallation } from './installation.ts'
import { keepRecord, readRecord, type UpgradeRecord, writeRecord } from './record.ts'

const SHA256 = /^[0-9a-f]{64}$/

export interface UpgraderOptions {
  /** The runner's folder. */
  dir: string
  serverUrl: string
  /** A new version is there, to be tried. */
  fetched(): void
  /** The new version can't be fetched. */
  failed(): void
}

/** Does what the server says about upgrades: fetches a version, and tries it in place of this process. */
export class Upgrader {
  readonly #options: UpgraderOptions
  readonly #installation: Installation | string = ownInstallation()
  #record: UpgradeRecord | undefined
  #isFetching = false
  /** The name of the version that is there to be tried. */
  #next: string | undefined

  constructor(options: UpgraderOptions) {
    this.#options = options
    this.#record = readRecord(options.dir)
  }

  /** What `hello` says. */
  get state(): Upgradable {
    const { version = '', failed = null } = this.#record ?? {}
    return {
      obstacle: typeof this.#installation === 'string' ? this.#installation : null,
      failed: failed === null ? null : { version, message: failed },
      trial: false,
    }
  }

  /** Fetches the version; another one that is being fetched comes first. */
  take(offer: DownOf<'upgrade'>): void {
    if (this.#isFetching || typeof this.#installation === 'string') return
    this.#isFetching = true
    this.#fetch(this.#installation, offer)
      .catch((error: Error) => this.#fail(offer.version, error.message))
      .finally(() => {
        this.#isFetching = false
      })
  }

  async #fetch(installation: Installation, offer: DownOf<'upgrade'>): Promise<void> {
    const { dir, serverUrl, fetched } = this.#options
    // What failed before is tried anew; what was only interrupted goes on being counted.
    const isKnown = this.#record?.version === offer.version && this.#record.failed === null
    const trials = isKnown ? this.#record!.trials : 0
    this.#record = { version: offer.version, trials, failed: null }
    writeRecord(dir, this.#record)
    if (!SHA256.test(offer.sha256)) {
      throw new Error(`Expected the SHA-256 of the package, got ${JSON.stringify(offer.sha256)}.`)
    }
    const { fetchVersion } = await import('./fetch.ts')
    this.#next = await fetchVersion(installation, serverUrl, offer)
    fetched()
  }

  #fail(version: string, message: string): void {
    this.#keep({ version, trials: 0, failed: message })
    this.#options.failed()
  }

  /** A record that isn't on disk is still reported until this process ends. */
  #keep(record: UpgradeRecord): void {
    this.#record = record
    keepRecord(this.#options.dir, record)
  }

  /**
   * Once this process's runner has handed over: tries the version that was fetched, and goes on as the command
   * of the installation, which is the new version or this one. Returns only if there is nothing to try, or
   * at the signal.
   */
  async goOn(signal: AbortSignal): Promise<void> {
    if (this.#next === undefined || typeof this.#installation === 'string') return
    const { folder, own } = this.#installation
    const { tryVersion } = await import('./trial.ts')
    const args = process.argv.slice(2)
    const { version } = this.#record!
    const trials = this.#record!.trials + 1
    this.#keep({ version, trials, failed: null, before: own })
    const { serverUrl } = this.#options
    const trial = { folder, name: this.#next, serverUrl, args, trials, signal }
    // Whatever happens, the command takes this process's place.
    const verdict = await tryVersion(trial).catch(({ message }: Error) => ({ failed: message }))
    if (typeof verdict === 'object') this.#keep({ version, trials, failed: verdict.failed })
    if (signal.aborted) return
    becomeCurrent(folder)
  }
}
