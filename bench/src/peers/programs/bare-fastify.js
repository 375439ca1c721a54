// Bare Fastify with one route. Argument: port.
import Fastify from 'fastify'

// An exit of its own accord, so that Node writes the compile cache.
process.once('SIGTERM', () => process.exit())

const app = Fastify()
app.get('/', async () => ({ status: 'ok' }))
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
