import assert from 'node:assert/strict'
import { parseQuery, type TaskStatus } from '@mission-control/protocol'
import { search } from '../../src/search/search.ts'
import type { Store } from '../../src/store/store.ts'
import type { Seeded } from './search-corpus.ts'

const has = (task: Seeded, word: string) => {
  const plain = (text: string) => text.normalize('NFC').toLowerCase()
  return task.texts.some((text) =>
    plain(text)
      .split('\n')
      .some((line) => line.includes(plain(word))),
  )
}
const all =
  (...words: string[]) =>
  (task: Seeded) =>
    words.every((word) => has(task, word))
const isStatus =
  (...some: TaskStatus[]) =>
  ({ status }: Seeded) =>
    some.includes(status)

/** A query, and what a look at every task says to it. */
export const QUERIES: [q: string, naive: (task: Seeded) => boolean][] = [
  ['nginx', all('nginx')],
  ['NGINX', all('nginx')],
  ['orker_proc', all('orker_proc')],
  ['"worker_processes auto"', all('worker_processes auto')],
  ['"worker_processes  auto"', all('worker_processes  auto')],
  ['worker_processes auto', all('worker_processes', 'auto')],
  ['nginx -error', (t) => has(t, 'nginx') && !has(t, 'error')],
  ['-nginx', (t) => !has(t, 'nginx')],
  ['-"no such file"', (t) => !has(t, 'no such file')],
  ['status:failed', isStatus('failed')],
  ['status:failed,cancelled', isStatus('failed', 'cancelled')],
  ['status:failed status:cancelled', isStatus('failed', 'cancelled')],
  ['-status:done', (t) => t.status !== 'done'],
  ['STATUS:Failed error', (t) => t.status === 'failed' && has(t, 'error')],
  ['desktop:web-*', (t) => t.desktop.startsWith('web-')],
  ['desktop:WEB-1', (t) => t.desktop === 'web-1'],
  ['desktop:"büro 2"', (t) => t.desktop === 'Büro 2'],
  ['-desktop:web-*', (t) => !t.desktop.startsWith('web-')],
  ['desktop:nobody', () => false],
  ['label:gpu', (t) => t.labels.includes('gpu')],
  ['label:g* error', (t) => t.labels.includes('gpu') && has(t, 'error')],
  ['-label:gpu', (t) => !t.labels.includes('gpu')],
  ['type:prompt', (t) => t.type === 'prompt'],
  ['type:command nginx', (t) => t.type === 'command' && has(t, 'nginx')],
  ['exit:137', (t) => t.exitCode === 137],
  ['-exit:0', (t) => t.exitCode !== 0],
  ['exit:0,137', (t) => t.exitCode === 0 || t.exitCode === 137],
  ['before:2026-11-20', (t) => t.createdAt < Date.parse('2026-11-20')],
  ['after:2026-11-20T12:00Z', (t) => t.createdAt >= Date.parse('2026-11-20T12:00Z')],
  [
    'after:2026-11-20 before:2026-11-21 nginx',
    (t) =>
      has(t, 'nginx') &&
      t.createdAt >= Date.parse('2026-11-20') &&
      t.createdAt < Date.parse('2026-11-21'),
  ],
  ['web-1', all('web-1')],
  ['web-1 nginx', all('web-1', 'nginx')],
  ['gpu oom', all('gpu', 'oom')],
  ['a', all('a')],
  ['é', all('é')],
  ['§', all('§')],
  ['zq', all('zq')],
  ['日', all('日')],
  ['日本語', all('日本語')],
  ['👩‍🔧', all('👩‍🔧')],
  ['café', all('café')],
  ['cafe\u0301', all('café')],
  ['ÜBER', all('über')],
  ['שגיאה', all('שגיאה')],
  ['"שגיאה בקובץ"', all('שגיאה בקובץ')],
  ['AND', all('AND')],
  ['"a AND b"', all('a AND b')],
  ['NEAR(x', all('NEAR(x')],
  ['foo*bar', all('foo*bar')],
  ["it's", all("it's")],
  ['100%', all('100%')],
  ['key:value', all('key:value')],
  ['https://example.com/x', all('https://example.com/x')],
  ['\\n', all('\\n')],
  ['in:feedback again', (t) => (t.feedback ?? '').includes('again')],
  ['in:content nginx', (t) => t.content.includes('nginx')],
  ['in:output nginx', (t) => t.output.includes('nginx')],
  ['in:desktop web', (t) => t.desktop.includes('web')],
  ['"red alert"', all('red alert')],
  ['needle-at-the-seam', all('needle-at-the-seam')],
  ['split-between-chunks', all('split-between-chunks')],
  ['the agent says so', all('the', 'agent', 'says', 'so')],
  ['nowhere-at-all', () => false],
]

/** Each query finds the same, by pages that end in the middle of everything. */
export async function agree(store: Store, corpus: Seeded[], when: string): Promise<void> {
  for (const [q, naive] of QUERIES) {
    const found: string[] = []
    let below: number | undefined
    do {
      const { workspaceId } = corpus[0]!
      const request = { workspaceId, query: parseQuery(q, Date.now()).query, limit: 30, below }
      const { hits, next } = await search(store, request, () => false)
      found.push(...hits.map(({ id }) => id))
      below = next ?? undefined
    } while (below !== undefined)
    assert.deepEqual(
      found,
      corpus.filter(naive).map(({ id }) => id),
      `${q}, ${when}`,
    )
  }
}
