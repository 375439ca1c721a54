// Bare Node http + node:sqlite: a POST is an insert, in a commit of its own that is on the disk; then 201, and one
// prepared event of 600 bytes to every GET /events. Argument: port.
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

const database = new DatabaseSync('events.db')
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
database.exec('CREATE TABLE events (seq INTEGER PRIMARY KEY, text TEXT)')
const insert = database.prepare('INSERT INTO events (text) VALUES (?)')

const event = `id: 1\ndata: {"type":"task.created","text":"${'x'.repeat(550)}"}\n\n`
const chunk = Buffer.from(`${event.length.toString(16)}\r\n${event}\r\n`)
const sockets = new Set()

createServer((request, response) => {
  if (request.url === '/events') {
    const { socket } = response
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': here\n\n')
    sockets.add(socket)
    response.on('close', () => sockets.delete(socket))
    return
  }
  request.resume().on('end', () => {
    const isPost = request.method === 'POST'
    if (isPost) insert.run(event)
    response.writeHead(isPost ? 201 : 200, { 'content-length': 2 }).end('{}')
    if (isPost) for (const socket of sockets) socket.write(chunk)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
