// Bare Node http + node:sqlite: answers every request with the newest 50 of its rows, as JSON.
// Arguments: port, number of rows, one row as JSON: the shape and size of all.
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

const [port, count, sample] = process.argv.slice(2)
const row = JSON.parse(sample)
const columns = Object.keys(row).join(', ')
// SQLite has no type for these two.
const booleans = Object.keys(row).filter((column) => typeof row[column] === 'boolean')
const objects = Object.keys(row).filter((column) => typeof row[column] === 'object' && row[column])
const values = Object.entries(row).map(([column, value]) => {
  if (booleans.includes(column)) return Number(value)
  return objects.includes(column) ? JSON.stringify(value) : value
})

const database = new DatabaseSync('list.db')
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
database.exec(`CREATE TABLE tasks (number INTEGER PRIMARY KEY, ${columns})`)
const insert = database.prepare(
  `INSERT INTO tasks (${columns}) VALUES (${values.map(() => '?').join(', ')})`,
)
database.exec('BEGIN')
for (let index = 0; index < Number(count); index++) insert.run(...values)
database.exec('COMMIT')

const list = database.prepare(`SELECT ${columns} FROM tasks ORDER BY number DESC LIMIT 50`)
const server = createServer((_request, response) => {
  const rows = list.all()
  for (const task of rows) {
    for (const column of booleans) task[column] = task[column] === 1
    for (const column of objects) task[column] = JSON.parse(task[column])
  }
  const body = Buffer.from(JSON.stringify(rows))
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
})
server.listen(Number(port), '127.0.0.1')
