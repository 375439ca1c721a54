/** Part of postgres.test.ts: a database that isn't ours alone, or not as we would set it up. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { certificate } from '../../../e2e/setup/certificate.ts'
import { ask } from '../../../e2e/setup/engine.ts'
import { startPgBouncer } from '../../../e2e/setup/pgbouncer.ts'
import { waitFor } from '../../../e2e/setup/wait.ts'
import { moveHouse } from '../src/store/move/move.ts'
import { holdTables } from '../src/store/postgres/others.ts'
import { openStore, type Store } from '../src/store/store.ts'
import {
  findWorkspace,
  insertWorkspace,
  readSettings,
  writeSettings,
} from '../src/store/workspaces.ts'
import { countsHold } from './setup/counted.ts'
import { ON } from './setup/example-settings.ts'

export function testBesideOthers(server: string, dir: string): void {
  /** A database `name` with a user of that name, who is nobody special. */
  async function newHome(name: string, ...statements: string[]): Promise<string> {
    await ask(server, `create role ${name} login`)
    await ask(server, `create database ${name}`)
    const url = Object.assign(new URL(server), { pathname: `/${name}` })
    for (const each of statements) await ask(url.href, each)
    return Object.assign(url, { username: name }).href
  }

  test('settings that the database or the role has for others are not ours', async (t) => {
    const databaseUrl = await newHome(
      'set',
      'grant create on schema public to set',
      ...[
        "statement_timeout = '100ms'",
        "lock_timeout = '1ms'",
        "idle_in_transaction_session_timeout = '100ms'",
        "idle_session_timeout = '200ms'",
        "default_transaction_isolation = 'serializable'",
        'array_nulls = off',
        'standard_conforming_strings = off',
        'transform_null_equals = on',
        "bytea_output = 'escape'",
        'extra_float_digits = -15',
      ].map((each) => `alter role set set ${each}`),
    )
    const at = { databaseUrl, tenure: 'shared' } as const
    const [one, other] = [await openStore(dir, at), await openStore(dir, at)]
    t.after(() => Promise.all([one.close(), other.close()]))
    await countsHold(one, other)
    for (const { db } of [one, other]) {
      const { rows } = await sql<Record<string, unknown>>`
        select pg_sleep(0.3)::text as slept, 0.1::float8 as tenth`.execute(db)
      assert.deepEqual(rows, [{ slept: '', tenth: 0.1 }])
    }
  })

  test('a pooler in session mode is as good as PostgreSQL; in any other it is refused in words, and nothing is left behind; an address may ask for TLS, name a socket and have options', async (t) => {
    await ask(server, 'create database pooled')
    const direct = Object.assign(new URL(server), { pathname: '/pooled' }).href
    const signed = certificate(t)
    const through = await startPgBouncer(t, direct, signed)
    for (const mode of ['transaction', 'statement'] as const) {
      await assert.rejects(
        openStore(dir, { databaseUrl: through(mode) }),
        {
          name: 'StartError',
          message: /Set it to session mode \(PgBouncer: pool_mode = session\)/,
        },
        mode,
      )
    }
    await (await openStore(dir, { databaseUrl: direct })).close()
    const at = { databaseUrl: through('session'), tenure: 'shared' } as const
    const [one, other] = [await openStore(dir, at), await openStore(dir, at)]
    t.after(() => Promise.all([one.close(), other.close()]))
    await countsHold(one, other)

    const secure = through('session')
    const [{ directories }] = (await ask(
      server,
      "select current_setting('unix_socket_directories') as directories",
    )) as [{ directories: string }]
    const socket = direct.replace('127.0.0.1', encodeURIComponent(directories))
    const rows: [url: string, refusal?: RegExp][] = [
      [`${secure}?sslmode=verify-full&sslrootcert=${signed.ca}`],
      [`${secure}?sslmode=require&sslrootcert=${signed.ca}`],
      [`${secure}?sslmode=require`, /Name the authority .*sslrootcert=/],
      [`${secure}?sslmode=no-verify`],
      [`${secure}?sslmode=verify-full&sslrootcert=/none.pem`, /no such file.*none\.pem/],
      [
        `${secure.replace('127.0.0.1', 'localhost')}?sslmode=verify-full&sslrootcert=${signed.ca}`,
        /altnames/,
      ],
      [`${direct}?options=-c%20work_mem%3D5MB`],
      [socket],
    ]
    for (const [databaseUrl, refusal] of rows) {
      const opening = openStore(dir, { databaseUrl, tenure: 'shared' })
      if (refusal) await assert.rejects(opening, refusal, databaseUrl)
      else await (await opening).close()
    }
  })

  test('a PostgreSQL that doesn’t tell a user which server it is does as well', async (t) => {
    const databaseUrl = await newHome(
      'withheld',
      'revoke execute on function pg_control_system() from public',
      'grant create on schema public to withheld',
    )
    const store = await openStore(dir, { databaseUrl })
    t.after(() => store.close())
    await store.write((tx) => insertWorkspace(tx, { id: 'w', name: 'n', at: 0 }))
  })

  test('a NUL in a text is replaced alike on both engines, also by a move of what a version before has stored', async (t) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-'))
    t.after(() => rmSync(dataDir, { recursive: true }))
    const databaseUrl = await newHome('nul', 'grant create on schema public to nul')
    const nameAt = async (store: Store) => (await findWorkspace(store.db, 'w'))?.name
    const before = await openStore(dataDir)
    await before.write((tx) => insertWorkspace(tx, { id: 'w', name: 'a\0b', at: 0 }))
    assert.equal(await nameAt(before), 'a\ufffdb')
    await before.write((tx) => sql`update workspaces set name = 'c' || char(0) || 'd'`.execute(tx))
    assert.equal(await nameAt(before), 'c\0d')
    await before.close()
    await moveHouse({ dataDir }, { databaseUrl }, () => undefined)
    const after = await openStore(dir, { databaseUrl })
    t.after(() => after.close())
    assert.equal(await nameAt(after), 'c\ufffdd')
    await after.write((tx) => insertWorkspace(tx, { id: 'v', name: 'a\0b', at: 0 }))
    assert.equal((await findWorkspace(after.db, 'v'))?.name, 'a\ufffdb')
  })

  test('a server that gets fewer connections than it would like makes do with them', async (t) => {
    const databaseUrl = await newHome('few', 'grant create on schema public to few')
    const store = await openStore(dir, { databaseUrl })
    t.after(() => store.close())
    // Three write.
    await ask(server, 'alter role few connection limit 5')
    const reads = Array.from({ length: 40 }, () => sql`select pg_sleep(0.01)`.execute(store.db))
    const settled = await Promise.allSettled(reads)
    assert.deepEqual(
      settled.filter(({ status }) => status === 'rejected'),
      [],
    )
  })

  test('programs that have a schema of their own in the database are left alone', async (t) => {
    const databaseUrl = await newHome(
      'beside',
      'create schema app',
      'create table app.kysely_migration (name text)',
      'create table app.tasks (id integer)',
      'grant usage on schema app to beside',
      // Such as that of an extension.
      'create table public.spatial_ref_sys (id integer)',
      'grant create on schema public to beside',
    )
    const store = await openStore(dir, { databaseUrl })
    t.after(() => store.close())
    // What a newer version does beside servers of the one before.
    await store.write(holdTables)
    await store.write((tx) => insertWorkspace(tx, { id: 'w', name: 'n', at: 0 }))
  })

  for (const [name, words, ...statements] of [
    ['bare', /permission denied for schema public\. Its user must be allowed to create tables/],
    [
      'taken',
      /relation "tasks" already exists\. Give it a database of its own\. Nothing was changed/,
      'create table tasks (id integer)',
      'grant create on schema public to taken',
    ],
    [
      'standby',
      /in a read-only transaction\. Name a server that takes writes\. Nothing was changed/,
      'grant create on schema public to standby',
      'alter role standby set default_transaction_read_only = on',
    ],
  ] as const) {
    test(`a database that a user can't make the tables in is refused in words: ${name}`, async () => {
      const databaseUrl = await newHome(
        name,
        'revoke create on schema public from public',
        ...statements,
      )
      await assert.rejects(openStore(dir, { databaseUrl }), words)
    })
  }

  test('a start on a database that takes no writes is refused in words, also where the tables are there', async () => {
    const databaseUrl = await newHome('asleep', 'grant create on schema public to asleep')
    await (await openStore(dir, { databaseUrl })).close()
    await ask(server, 'alter role asleep set default_transaction_read_only = on')
    await assert.rejects(
      openStore(dir, { databaseUrl }),
      /takes no writes: PostgreSQL is a standby/,
    )
  })

  test('a server that takes no writes any more is left for the one that the name then leads to', async (t) => {
    const databaseUrl = await newHome('failover', 'grant create on schema public to failover')
    const store = await openStore(dir, { databaseUrl })
    t.after(() => store.close())
    await store.write((tx) => insertWorkspace(tx, { id: 'w', name: 'n', at: 0 }))
    const turn = async (readOnly: boolean) => {
      await ask(server, `alter role failover set default_transaction_read_only = ${readOnly}`)
    }
    await turn(true)
    await ask(
      server,
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'failover'",
    )
    const write = () => store.write((tx) => writeSettings(tx, 'w', ON), 'w')
    await waitFor('it to be refused', async () => {
      const { code } = await write().catch((error) => error)
      return code === '25006'
    })
    // The connections that are there would stay as they are.
    await turn(false)
    await write()
    assert.deepEqual(await readSettings(store.db, 'w'), ON)
  })
}
