/** Collects what is wrong with a host's rows, and counts it for the data-quality report. */

import type { Issue, Outcome, Scalar } from '../core/reason.js'
import type { SourceKind } from './mapping.js'

export interface QualityCount {
  readonly code: string
  /** `error`: the row was not used. `warning`: used, with a doubt. `info`: noted. */
  readonly outcome: Outcome
  readonly count: number
  /** The first few, by source and row. */
  readonly examples: readonly Issue[]
}

export interface SourceQuality {
  readonly source: SourceKind
  readonly rows: number
  readonly used: number
  readonly skipped: number
}

/** The data-quality report: what came in, what was used, what was wrong how often. */
export interface QualityReport {
  readonly sources: readonly SourceQuality[]
  /** Errors first, then by count. */
  readonly counts: readonly QualityCount[]
}

export interface IssueCollector {
  add(code: string, outcome: Outcome, source: SourceKind, row: number | undefined, params?: Readonly<Record<string, Scalar>>): void
  /** Puts the id of its row on every issue that has one. */
  name(idOf: (source: string, row: number) => string | undefined): void
  /** In order of source, row and code. */
  list(): Issue[]
  counts(examples: number): QualityCount[]
}

export function collectIssues(order: readonly SourceKind[], limit: number): IssueCollector {
  const issues: Issue[] = []
  const totals = new Map<string, { outcome: Outcome; count: number }>()
  const rank = new Map(order.map((kind, i) => [kind as string, i]))
  const sorted = (): Issue[] =>
    issues.sort(
      (a, b) =>
        (rank.get(a.source as string) as number) - (rank.get(b.source as string) as number) ||
        (a.row ?? 0) - (b.row ?? 0) ||
        (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    )
  return {
    add(code, outcome, source, row, params = {}) {
      const total = totals.get(code)
      if (total) total.count++
      else totals.set(code, { outcome, count: 1 })
      if ((total?.count ?? 1) <= limit) issues.push({ code, outcome, params, source, ...(row === undefined ? {} : { row }) })
    },
    name(idOf) {
      issues.forEach((issue, i) => {
        const id = issue.source === undefined || issue.row === undefined ? undefined : idOf(issue.source, issue.row)
        if (id !== undefined) issues[i] = { ...issue, params: { ...issue.params, id } }
      })
    },
    list: sorted,
    counts(examples) {
      const all = sorted()
      const weight = { error: 0, warning: 1 } as Readonly<Record<string, number>>
      return [...totals]
        .map(([code, { outcome, count }]) => ({
          code,
          outcome,
          count,
          examples: all.filter((issue) => issue.code === code).slice(0, examples),
        }))
        .sort((a, b) => (weight[a.outcome] ?? 2) - (weight[b.outcome] ?? 2) || b.count - a.count || (a.code < b.code ? -1 : 1))
    },
  }
}
