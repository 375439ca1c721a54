import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanUp, type Scope } from '../../setup/cleanup.ts'
import { temporaryFolder } from '../../setup/folder.ts'
import { ModelServer } from '../../setup/model/model-server.ts'
import { waitFor } from '../../setup/wait.ts'
import { Site } from '../harness/site.ts'
import { Rule } from './rule.ts'

const KEEPER = join(import.meta.dirname, '../../../packages/runner/src/keeper/main.ts')

export type Target = 'server' | 'runner' | 'keeper'

/** A site each of whose programs can be refused what it asks of its disk, apart from the others. */
export class Place {
  readonly site: Site
  readonly model: ModelServer
  readonly rules: Record<Target, Rule>
  readonly #scope: Scope
  #keeper: ChildProcess | null = null

  private constructor(scope: Scope, site: Site, model: ModelServer, rules: Record<Target, Rule>) {
    this.#scope = scope
    this.site = site
    this.model = model
    this.rules = rules
  }

  static async start(scope: Scope): Promise<Place> {
    const model = await ModelServer.start(scope)
    const dataDir = temporaryFolder(scope)
    const runnerFolder = temporaryFolder(scope)
    const rules = {
      server: new Rule(scope, dataDir),
      runner: new Rule(scope, runnerFolder),
      keeper: new Rule(scope, runnerFolder),
    }
    // As on a machine that has joined: then the runner also notes its state.
    const joined = { server: 'http://127.0.0.1', desktopId: 'desktop', name: 'elsewhere' }
    mkdirSync(join(runnerFolder, 'runner'))
    writeFileSync(join(runnerFolder, 'runner/joined.json'), JSON.stringify(joined))
    const site = await Site.start(scope, {
      folder: runnerFolder,
      dataDir,
      server: rules.server.environment,
      runner: {
        ...rules.runner.environment,
        ...model.environment('chat'),
        MISSION_CONTROL_CONCURRENCY: '3',
      },
    })
    return new Place(scope, site, model, rules)
  }

  /** One of its own making, in the place of the one that lives. */
  async startKeeper(): Promise<void> {
    const { site } = this
    await this.stopKeeper()
    const keeper = spawn(process.execPath, [KEEPER, '3600000', 'warm'], {
      cwd: site.dir,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, ...this.rules.keeper.environment },
    })
    this.#keeper = keeper
    cleanUp(this.#scope, () => void keeper.kill('SIGKILL'))
    await waitFor('the keeper', () => site.keeper !== null || keeper.exitCode !== null)
  }

  async stopKeeper(): Promise<void> {
    const { keeper } = this.site
    if (keeper === null) return
    process.kill(keeper, 'SIGTERM')
    if (this.#keeper?.pid === keeper && this.#keeper.exitCode === null) {
      await once(this.#keeper, 'exit')
    }
    await waitFor('the keeper to end', () => this.site.keeper === null)
  }
}
