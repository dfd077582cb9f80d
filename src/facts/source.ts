/** A host's rows, whatever holds them: objects one by one, or columns. Inside, only columns. */

import { UsageError } from '../core/errors.js'
import type { DictionaryColumn } from '../core/table.js'
import { SOURCE_KINDS, type SourceKind } from './mapping.js'

/** Columns of any array kind; dictionary codes spare the strings. */
export interface ColumnSource {
  readonly length: number
  readonly columns: Readonly<Record<string, ArrayLike<unknown> | DictionaryColumn>>
}

export type Source = Iterable<unknown> | ColumnSource

/** One source for all entries of the mapping, or one per entry: `{ order: rows, refund: rows }`. */
export type Input = Source | Readonly<Partial<Record<SourceKind, Source>>>

export interface RawTable {
  readonly length: number
  /** False where the row was no object at all. */
  readonly valid: (i: number) => boolean
  /** Whether every row is an object. */
  readonly whole: boolean
  readonly has: (column: string) => boolean
  readonly get: (column: string) => (i: number) => unknown
  /** The column as a list of values where it is one. */
  readonly list: (column: string) => readonly unknown[] | undefined
  /** The column as it came, for fast paths; undefined when the source was rows. */
  readonly raw: (column: string) => ArrayLike<unknown> | DictionaryColumn | undefined
}

export function isSingleSource(input: Input): input is Source {
  return Symbol.iterator in input || ('columns' in input && 'length' in input)
}

/** @throws UsageError `facts.input.unknown-source` for a key that is no kind of source */
export function sourceOf(input: Input, kind: SourceKind): Source | undefined {
  if (input === null || typeof input !== 'object') throw new UsageError('facts.input.not-rows', { type: typeof input })
  if (isSingleSource(input)) return input
  for (const key of Object.keys(input)) {
    if (!(SOURCE_KINDS as readonly string[]).includes(key))
      throw new UsageError('facts.input.unknown-source', { source: key, known: SOURCE_KINDS.join(', ') })
  }
  return input[kind]
}

/** A stream, such as a generator's, can be walked once: what is read more often is kept. */
export function rereadable(input: Input): Input {
  if (input === null || typeof input !== 'object') return input
  if (isSingleSource(input)) return kept(input)
  return Object.fromEntries(Object.entries(input).map(([kind, source]) => [kind, source && kept(source)]))
}

function kept(source: Source): Source {
  return Symbol.iterator in source && Object.is(source[Symbol.iterator](), source) ? [...source] : source
}

/** Collects the named columns of a source. Rows are walked once and need not stay in memory. */
export function rawTable(source: Source, columns: readonly string[]): RawTable {
  return Symbol.iterator in source ? fromRows(source, columns) : fromColumns(source)
}

function fromRows(source: Iterable<unknown>, names: readonly string[]): RawTable {
  const columns = new Map<string, unknown[]>(names.map((name) => [name, []]))
  const seen = new Set<string>()
  const entries = [...columns]
  const broken = new Set<number>()
  let length = 0
  for (const row of source) {
    if (row === null || typeof row !== 'object') broken.add(length)
    else {
      for (const [name, values] of entries) {
        const value = (row as Record<string, unknown>)[name]
        if (value !== undefined) {
          values[length] = value
          seen.add(name)
        } else values[length] = undefined
      }
    }
    length++
  }
  return {
    length,
    valid: (i) => !broken.has(i),
    whole: broken.size === 0,
    has: (name) => seen.has(name),
    get: (name) => {
      const values = columns.get(name) as unknown[]
      return (i) => values[i]
    },
    list: (name) => columns.get(name),
    raw: () => undefined,
  }
}

function fromColumns({ length, columns }: ColumnSource): RawTable {
  for (const [name, column] of Object.entries(columns)) {
    const size = 'codes' in column ? column.codes.length : column.length
    if (size !== length) throw new UsageError('facts.input.column-length', { column: name, expected: length, got: size })
  }
  return {
    length,
    valid: () => true,
    whole: true,
    has: (name) => Object.hasOwn(columns, name),
    get: (name) => {
      const column = columns[name]
      if (column === undefined) return () => undefined
      if ('codes' in column) {
        const { codes, values } = column
        return (i) => values[codes[i]]
      }
      return (i) => column[i]
    },
    list: (name) => (Array.isArray(columns[name]) ? (columns[name] as readonly unknown[]) : undefined),
    raw: (name) => columns[name],
  }
}
