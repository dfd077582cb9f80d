import type { Reason } from '../core/reason.js'
import type { DialectName } from './dialect.js'

/** A statement for the host's engine. */
export interface SqlStatement {
  readonly dialect: DialectName
  /** Readable SQL. Placeholders are `$1, $2, …` (DuckDB, PostgreSQL) or `{p1:String}, {p2:String}, …` (ClickHouse). */
  readonly text: string
  /** The texts of the definition, in the order of their placeholders. */
  readonly params: readonly string[]
  /** False where something of the definition could not be said in this dialect: the notes name it, and its columns are NULL. Nothing is approximated. */
  readonly lossless: boolean
  /** `info` — what the answer rests on; `refused` — what could not be said. Sentences are in `messages`. */
  readonly notes: readonly Reason[]
}
