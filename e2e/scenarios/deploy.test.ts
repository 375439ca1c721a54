import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { endpoints } from '@mission-control/protocol/client'
import { parseAllDocuments } from 'yaml'
import { published } from '../setup/published.ts'

const ROOT = join(import.meta.dirname, '../..')
const CHART = 'deploy/helm/mission-control'
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
// biome-ignore lint/suspicious/noExplicitAny: documents of Kubernetes and compose, looked at by their fields.
type Document = any

function documentsOf(text: string): Document[] {
  return parseAllDocuments(text, { merge: true }).map((document) => {
    assert.deepEqual(document.errors, [])
    return document.toJS()
  })
}

/** What the chart's templates come to. They use values alone, no functions and no conditions. */
function render(): Document[] {
  const [values] = documentsOf(read(`${CHART}/values.yaml`))
  const used = new Set<string>()
  const documents = readdirSync(join(ROOT, CHART, 'templates')).flatMap((file) => {
    const text = read(`${CHART}/templates/${file}`).replace(/\{\{ (.*?) \}\}/g, (_, name) => {
      if (name === '.Release.Name') return 'release'
      const [, key] = /^\.Values\.(\w+)$/.exec(name) ?? []
      assert.ok(key && key in values, `${file} uses ${name}, which values.yaml doesn't have`)
      used.add(key)
      return values[key]
    })
    assert.doesNotMatch(text, /\{\{|\}\}/)
    return documentsOf(text)
  })
  assert.deepEqual([...used].toSorted(), Object.keys(values).toSorted())
  return documents
}

/** The variables that the server reads, as the README and its pages tell of them. */
const KNOWN = new Set(
  [...read('packages/server/src/config.ts').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name),
)

function assertKnown(names: string[], where: string): void {
  assert.ok(names.length > 0)
  for (const name of names)
    assert.ok(KNOWN.has(name), `${where} sets ${name}, which no server reads`)
}

test('the chart renders to what its parts know of one another', () => {
  const documents = render()
  const one = (kind: string) => {
    const found = documents.filter((each) => each.kind === kind)
    assert.equal(found.length, 1, kind)
    return found[0].spec
  }
  const { template, selector } = one('Deployment')
  const [server] = template.spec.containers
  const labels = template.metadata.labels
  assert.deepEqual(selector.matchLabels, labels)
  assert.deepEqual(one('Service').selector, labels)
  assert.deepEqual(one('PodDisruptionBudget').selector.matchLabels, labels)
  const [port] = one('Service').ports
  assert.ok(server.ports.some(({ name }: Document) => name === port.targetPort))
  const { backend } = one('Ingress').rules[0].http.paths[0]
  assert.deepEqual(backend.service, { name: 'release', port: { name: port.name } })
  assert.equal(server.readinessProbe.httpGet.path, endpoints.getReady.path)
  assert.equal(server.livenessProbe.httpGet.path, endpoints.getHealth.path)
  assertKnown(
    server.env.map(({ name }: Document) => name),
    'the chart',
  )
  for (const { value } of server.env) assert.equal(typeof value, 'string')
  const drain = server.env.find(({ name }: Document) => name === 'MISSION_CONTROL_DRAIN').value
  assert.ok(template.spec.terminationGracePeriodSeconds > Number(drain) + 9)
  assert.equal(server.securityContext.readOnlyRootFilesystem, true)
  assert.equal(template.spec.automountServiceAccountToken, false)
  const [{ labelSelector }] = template.spec.topologySpreadConstraints
  assert.deepEqual(labelSelector.matchLabels, labels)
  const mounts = server.volumeMounts.map(({ name }: Document) => name)
  assert.deepEqual(
    template.spec.volumes.map(({ name }: Document) => name),
    mounts,
  )
})

test('what the chart renders to is what Kubernetes takes', async () => {
  const schemas = join(await published('kubernetes'), 'kubernetes-models')
  const documents = render()
  assert.ok(documents.length > 0)
  for (const document of documents) {
    const { apiVersion, kind } = document
    const { [kind]: Model } = await import(join(schemas, apiVersion, `${kind}.js`))
    new Model(document).validate()
  }
})

test('the compose file starts servers that share what they need, with what the server reads', () => {
  const [{ services, volumes }] = documentsOf(read('deploy/compose.yaml'))
  const servers = Object.entries<Document>(services).filter(([name]) => name.startsWith('server'))
  assert.equal(servers.length, 2)
  for (const [name, { environment, depends_on, read_only, volumes: mounts, build }] of servers) {
    assertKnown(Object.keys(environment), name)
    for (const needed of Object.keys(depends_on)) assert.ok(needed in services, needed)
    assert.equal(read_only, true)
    assert.ok(mounts[0].split(':')[0] in volumes)
    assert.match(read(build.dockerfile), /^ENTRYPOINT/m)
    // Without words, Debian's podman-compose passes the name on in place of the value.
    for (const value of Object.values<string>(environment)) assert.doesNotMatch(value, /:\?\}/)
  }
})

test('the proxy of the compose file is the sample for nginx, with its own servers', () => {
  const [{ services }] = documentsOf(read('deploy/compose.yaml'))
  const bare = (text: string) =>
    text
      .replace(/#.*$/gm, '')
      .replace(/^\s*server \S+:3000 .*$/gm, '')
      .replace(/\s+/g, ' ')
      .trim()
  assert.match(services.proxy.volumes[0], /^\.\/compose-nginx\.conf:\/etc\/nginx\/conf\.d\//)
  const own = read('deploy/compose-nginx.conf')
  assert.equal(bare(own), bare(read('deploy/nginx.conf')))
  const named = [...own.matchAll(/^\s*server (\S+):3000 /gm)].map(([, name]) => name)
  assert.deepEqual(
    named,
    Object.keys(services).filter((name) => name.startsWith('server')),
  )
  const follow = services.proxy.command.join(' ')
  for (const name of named) assert.ok(follow.includes(`getent hosts ${name}`), name)
})

test('the image and the units set what the server reads, and start what the package has', () => {
  const dockerfile = read('deploy/Dockerfile')
  const [, env = ''] = /^ENV (.*)$/m.exec(dockerfile) ?? []
  assertKnown(
    env.split(' ').map((each) => each.split('=')[0] as string),
    'the image',
  )
  assert.match(dockerfile, /^USER 10001/m)
  for (const unit of ['mission-control', 'mission-control-runner']) {
    const text = read(`deploy/systemd/${unit}.service`)
    assert.match(text, /^KillMode=process$/m)
    assert.match(text, /^ExecStart=\/usr\/local\/bin\/mission-control (serve|runner )/m)
  }
})

test('of each alarm docs/operations.md says what it means and what to do', () => {
  const rows = [...read('docs/operations.md').matchAll(/^\| `(MissionControl\w+)` \| \S.*\| \S/gm)]
  const [{ groups }] = documentsOf(read('deploy/alerts.yaml'))
  const alarms = groups[0].rules.map(({ alert }: Document) => alert)
  assert.deepEqual(
    rows.map(([, name]) => name),
    alarms,
  )
})
