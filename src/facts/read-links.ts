import type { SourceQuality } from './issues.js'
import type { Link } from './links.js'
import type { LinkMapping } from './mapping.js'
import type { BatchContext } from './read-batch.js'
import { columnOf, textReader, timeReaderOf } from './read-values.js'
import { rawTable, type Source } from './source.js'

/** Rows of identity links. */
export function readLinks(
  mapping: LinkMapping,
  source: Source | undefined,
  context: BatchContext,
): { links: Link[]; count: SourceQuality } {
  const links: Link[] = []
  if (source === undefined) return { links, count: { source: 'link', rows: 0, used: 0, skipped: 0 } }
  const fields = [mapping.alias, mapping.customer, mapping.from, mapping.until].filter((field) => field !== undefined)
  const table = rawTable(
    source,
    fields.map(columnOf).filter((name) => name !== undefined),
  )
  const alias = textReader(table, mapping.alias)
  const customer = textReader(table, mapping.customer)
  const bound = (field: LinkMapping['from'], open: number): ((i: number) => number | undefined) => {
    if (field === undefined) return () => open
    const get = table.get(columnOf(field) as string)
    const read = timeReaderOf(context, field)
    return (i) => {
      const at = read(get(i))
      return typeof at === 'number' ? at : at === 'missing' ? open : undefined
    }
  }
  const from = bound(mapping.from, Number.NEGATIVE_INFINITY)
  const until = bound(mapping.until, Number.POSITIVE_INFINITY)
  for (let i = 0; i < table.length; i++) {
    const a = alias(i)
    const c = customer(i)
    const start = from(i)
    const end = until(i)
    if (!a || !c) context.issues.add('facts.link.id-missing', 'error', 'link', i + 1)
    else if (start === undefined || end === undefined) context.issues.add('facts.link.at-unreadable', 'error', 'link', i + 1)
    else if (a === c) context.issues.add('facts.link.cycle', 'error', 'link', i + 1)
    else if (start >= end) context.issues.add('facts.link.empty', 'error', 'link', i + 1)
    else links.push({ alias: a, customer: c, from: start, until: end, row: i + 1 })
  }
  return { links, count: { source: 'link', rows: table.length, used: links.length, skipped: table.length - links.length } }
}
