import assert from 'node:assert/strict'
import test from 'node:test'
import { blocksOf, safeAddress, withoutEntities } from '../../src/markdown/blocks.ts'

test('headings make no leaps, whatever the text’s own levels are', () => {
  const text = '### deep\n\n###### deeper\n\n# top\n\n## below\n\n##### far below\n\n## again'
  assert.deepEqual(
    blocksOf(text).map(({ level }) => level),
    [1, 2, 1, 2, 3, 2],
  )
})

test('HTML is a block of text like any other', () => {
  const [block] = blocksOf('<img src=x onerror=alert(1)>')
  assert.deepEqual([block?.token.type, block?.token.raw], ['html', '<img src=x onerror=alert(1)>'])
})

for (const href of [
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  '/tasks',
  'x',
]) {
  test(`a link to ${JSON.stringify(href)} is only text`, () => {
    assert.equal(safeAddress(href), null)
  })
}

test('links to the web and to a mail address can be followed', () => {
  for (const href of ['https://example.org/a', 'HTTP://example.org', 'mailto:ada@example.org']) {
    assert.equal(safeAddress(href), href)
  }
})

test('entities that people write are read, all others stay', () => {
  assert.equal(withoutEntities('&lt;b&gt; &amp;amp; &#39;&#x41; &copy;'), "<b> &amp; 'A &copy;")
  assert.equal(withoutEntities('&#0; &#xD800; &#9999999;'), '&#0; \ufffd &#9999999;')
})
