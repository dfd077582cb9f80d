/** A statement while it is written: named steps (CTEs), each with a line of comment, and what has to be said about them. */

import { UsageError } from '../core/errors.js'
import type { Reason } from '../core/reason.js'
import type { Dialect } from './dialect.js'
import { comment, type Fragment, list, numeral, quoted, render, sql } from './fragment.js'
import type { SqlStatement } from './statement.js'

export interface Draft {
  readonly dialect: Dialect
  readonly steps: Step[]
  readonly notes: Reason[]
  /** Names of the host's tables, in lower case: no step may hide one. */
  readonly taken: Set<string>
  isRecursive: boolean
}

interface Step {
  readonly name: Fragment
  readonly says: string
  readonly body: Fragment
  readonly isBarrier?: boolean
}

export function newDraft(dialect: Dialect): Draft {
  return { dialect, steps: [], notes: [], taken: new Set(), isRecursive: false }
}

/** Adds a step and returns its name. */
export function step(draft: Draft, word: string, says: string, body: Fragment, isBarrier = false): Fragment {
  const name = stepName(draft, word)
  draft.steps.push({ name, says, body, isBarrier })
  return name
}

/** A name of ours that no table of the host and no other step has. */
export function stepName(draft: Draft, word: string): Fragment {
  let name = `tw_${word}`
  while (draft.taken.has(name)) name += '_'
  draft.taken.add(name)
  return { pieces: [name] }
}

/** @param says what the statement answers; our own words only */
export function finish(draft: Draft, says: string, select: Fragment): SqlStatement {
  const { dialect, steps, isRecursive, notes } = draft
  const parts = steps.map(
    ({ name, says: what, body, isBarrier }) => sql`${comment(what)}${name} AS ${isBarrier ? dialect.barrier : sql``}(\n${body}\n)`,
  )
  const start = isRecursive ? sql`WITH RECURSIVE\n` : sql`WITH\n`
  const { text, params } = render(
    sql`${comment(`tierwise: ${says}`)}${parts.length > 0 ? sql`${start}${list(parts, sql`,\n`)}\n` : sql``}${select}${dialect.ending}`,
    dialect.placeholder,
  )
  if (!dialect.hasZeroByte && params.some((value) => value.includes('\0'))) throw new UsageError('sql.text.zero-byte')
  return { dialect: dialect.name, text, params, lossless: notes.every(({ outcome }) => outcome === 'info'), notes }
}

/** A name of the host. */
export function name({ dialect }: Draft, host: string): Fragment {
  return quoted(host, dialect.escapeName, dialect.nameBytesMax)
}

export function double({ dialect }: Draft, value: number): Fragment {
  return dialect.double(numeral(value.toExponential()))
}

export function integer({ dialect }: Draft, value: number): Fragment {
  return dialect.integer(numeral(Number.isSafeInteger(value) ? String(value + 0) : 'not an integer'))
}

/** `SELECT` lists, one column a line. */
export function columns(draft: Draft, chosen: readonly (readonly [alias: string, value: Fragment])[]): Fragment {
  return list(
    chosen.map(([alias, value]) => sql`  ${value} AS ${name(draft, alias)}`),
    sql`,\n`,
  )
}

/**
 * A function that is constant between thresholds: `results[k]` from `thresholds[k − 1]` on. Long ones are a tree of comparisons.
 * @param thresholds ascending; one fewer than results
 */
export function steps(value: Fragment, thresholds: readonly Fragment[], results: readonly Fragment[]): Fragment {
  if (thresholds.length === 0) return results[0]
  if (thresholds.length <= 3) {
    // the newest first: most rows are recent
    const whens = thresholds.map((threshold, k) => sql`WHEN ${value} >= ${threshold} THEN ${results[k + 1]}`).reverse()
    return sql`CASE ${list(whens, sql` `)} ELSE ${results[0]} END`
  }
  const middle = thresholds.length >> 1
  const above = steps(value, thresholds.slice(middle + 1), results.slice(middle + 1))
  const below = steps(value, thresholds.slice(0, middle), results.slice(0, middle + 1))
  return sql`CASE WHEN ${value} >= ${thresholds[middle]} THEN ${above} ELSE ${below} END`
}
