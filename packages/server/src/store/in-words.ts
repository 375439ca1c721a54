import { ExpressionWrapper, type OperationNode, type RawBuilder, type RawNode } from 'kysely'
import type { Schema } from './schema.ts'

/** What is said to SQLite, and what PostgreSQL is told in its place. */
const postgresWords = new WeakMap<OperationNode, OperationNode>()

/** An expression for which the engines have different words. */
export function inWords<T>(words: { sqlite: RawBuilder<T>; postgres: RawBuilder<T> }) {
  const node = words.sqlite.toOperationNode()
  postgresWords.set(node, words.postgres.toOperationNode())
  return new ExpressionWrapper<Schema, never, T>(node)
}

/** The node as PostgreSQL is to be told it. */
export function asPostgres(node: RawNode): RawNode {
  return (postgresWords.get(node) as RawNode | undefined) ?? node
}
