/** Identity links: which customer an id belonged to at an instant. */

import type { IssueCollector } from './issues.js'

export interface Link {
  readonly alias: string
  readonly customer: string
  /** Epoch ms; −Infinity when always. */
  readonly from: number
  /** Exclusive; Infinity when open. */
  readonly until: number
  /** 1-based row of the source. */
  readonly row: number
}

/** Follows links at an instant: till card → app account → customer. */
export type Resolve = (id: string, at: number) => string

/** Two links that give one alias to different customers at one time, and links in a cycle, are issues and hold for nobody. */
export function resolver(links: readonly Link[], issues: IssueCollector): Resolve | undefined {
  const byAlias = new Map<string, Link[]>()
  for (const link of links) {
    const list = byAlias.get(link.alias)
    if (list) list.push(link)
    else byAlias.set(link.alias, [link])
  }
  const struck = new Set<Link>()
  for (const list of byAlias.values()) {
    for (const a of list) {
      if (list.some((b) => b.customer !== a.customer && b.from < a.until && a.from < b.until)) {
        struck.add(a)
        issues.add('facts.link.overlap', 'error', 'link', a.row)
      }
    }
  }
  for (const link of links) {
    if (!struck.has(link) && isInCycle(link, byAlias)) {
      struck.add(link)
      issues.add('facts.link.cycle', 'error', 'link', link.row)
    }
  }
  for (const [alias, list] of byAlias) {
    byAlias.set(
      alias,
      list.filter((link) => !struck.has(link)),
    )
  }
  if (links.length === struck.size) return undefined
  return (id, at) => {
    let current = id
    for (;;) {
      const link = byAlias.get(current)?.find((candidate) => at >= candidate.from && at < candidate.until)
      if (!link) return current
      current = link.customer
    }
  }
}

/** Whether the links that hold together with this one lead back to its alias. */
function isInCycle(start: Link, byAlias: ReadonlyMap<string, readonly Link[]>): boolean {
  const visited = new Set<string>()
  const open: { id: string; from: number; until: number }[] = [{ id: start.customer, from: start.from, until: start.until }]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.id === start.alias) return true
    const key = `${next.id}\u0000${next.from}\u0000${next.until}`
    if (visited.has(key)) continue
    visited.add(key)
    for (const link of byAlias.get(next.id) ?? []) {
      const from = Math.max(next.from, link.from)
      const until = Math.min(next.until, link.until)
      if (from < until) open.push({ id: link.customer, from, until })
    }
  }
  return false
}
