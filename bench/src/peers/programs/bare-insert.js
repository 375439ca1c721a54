// Bare Node http + node:sqlite: one insert a request, in a commit of its own that is on the disk
// before the 201. Argument: port.
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

const database = new DatabaseSync('insert.db')
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
database.exec(`CREATE TABLE tasks (
  number INTEGER PRIMARY KEY, type TEXT, content TEXT, desktopId TEXT, status TEXT, createdAt TEXT
)`)
const insert = database.prepare(
  'INSERT INTO tasks (type, content, desktopId, status, createdAt) VALUES (?, ?, ?, ?, ?)',
)

function create(text) {
  const { type, content, desktopId } = JSON.parse(text)
  const task = { type, content, desktopId, status: 'pending', createdAt: new Date().toISOString() }
  const { lastInsertRowid } = insert.run(...Object.values(task))
  return JSON.stringify({ id: String(lastInsertRowid), ...task })
}

const server = createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const body = request.method === 'POST' ? create(Buffer.concat(parts).toString()) : '{}'
    response.writeHead(request.method === 'POST' ? 201 : 200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
  })
})
server.listen(Number(process.argv[2]), '127.0.0.1')
