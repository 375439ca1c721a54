import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { DATABASE_FILE, openStore } from '../src/store/store.ts'

test('a start that is broken off while it makes the schema leaves nothing that stops the next one', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const inTheWay = new DatabaseSync(join(dir, DATABASE_FILE))
  inTheWay.exec('create table output (a)')
  await assert.rejects(openStore(dir), /output/)
  inTheWay.exec('drop table output')
  inTheWay.close()
  const store = await openStore(dir)
  await store.close()
})
