import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { z } from 'zod'
import { Down, Up } from '../../src/runner/schemas.ts'
import { PROTOCOL_VERSION } from '../../src/runner/version.ts'

/** The messages of each version, as a hash of their schemas. A released one never changes. */
const HASHES: Record<number, string> = {
  1: '62f4cecf9b88eaf2d6428502e665d0373154a341b045027af3f1b70815b0f638',
  2: '884d3094aeeccd30feb84f0ba37845af0d48ded70b9dd508d7f0db04ddb3b61f',
  3: 'c244ffcc85cf0f5f8952c1d92af55b5cba58fcc9dd872496f54090a8553153b6',
  4: 'cae254269906c26ffc971d12690d7d27d164b864de0cc09c361c1b1ce1f734be',
  5: '1be894ca18560ae9ff2b0df0271fa68eb1e7091ce8fc788665d513939e673800',
  6: '7334763c061305019db428feb2cb5efd3dffa5f007ba73c63bc600131c10283b',
  7: '79c547474c2ecd7b9ed04c2ef051cc24f718e8fb4e2b4904645899ab94305b37',
  8: '3c4942e8133c841439262aa61568b0cf5570a0f142f3e1f21118eff2662ad369',
}

const WHAT_TO_DO = `
The messages between runner and server are not those of protocol version ${PROTOCOL_VERSION} any more.
- The other side can notice (a new message, a field added, removed or of another type):
  raise PROTOCOL_VERSION in src/runner/version.ts, add a line to the history there and the new
  hash below the old ones here. Runners of the versions from OLDEST_SUPPORTED on must go on working.
- Version ${PROTOCOL_VERSION} has never been released, or only the schema's notation changed:
  replace its hash here.
`

test('no message changes without a new protocol version', () => {
  // What the API's document says about a field in words is nothing to the wire.
  const words = z.registry<object>()
  const schemas = [Up, Down].map((union) =>
    z.toJSONSchema(union, { unrepresentable: 'any', metadata: words }),
  )
  const hash = createHash('sha256').update(JSON.stringify(schemas)).digest('hex')
  assert.equal(hash, HASHES[PROTOCOL_VERSION], WHAT_TO_DO)
})

test('every version has a line in the history', () => {
  const source = readFileSync(new URL('../../src/runner/version.ts', import.meta.url), 'utf8')
  const lines = source.matchAll(/^ \* \| (\d+) \| .+ \|$/gm)
  const versions = [...lines].map(([, version]) => Number(version))
  assert.deepEqual(
    versions,
    Array.from({ length: PROTOCOL_VERSION }, (_, index) => index + 1),
  )
})
