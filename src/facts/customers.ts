/** Rows about customers themselves: attributes, and customers without any fact. */

import { canonicalJson } from '../core/canonical-json.js'
import type { AttributeValue } from './fact.js'
import type { SourceQuality } from './issues.js'
import type { Resolve } from './links.js'
import type { CustomerMapping } from './mapping.js'
import type { BatchContext } from './read-batch.js'
import { attributeReader, columnOf, type Problem, textOf, textReader } from './read-values.js'
import { rawTable, type Source } from './source.js'

export type CustomerAttributes = Map<number, Record<string, AttributeValue>>

/** An attribute that two rows of one customer state differently is an issue, and absent: nobody knows which is right. */
export function readCustomers(
  mapping: CustomerMapping,
  source: Source | undefined,
  context: BatchContext,
  resolve: Resolve | undefined,
): { attributes: CustomerAttributes; count: SourceQuality } {
  const attributes: CustomerAttributes = new Map()
  if (source === undefined) return { attributes, count: { source: 'customer', rows: 0, used: 0, skipped: 0 } }
  const { customers, issues } = context
  const fields = Object.entries(mapping.attributes ?? {})
  const where = Object.entries(mapping.where ?? {})
  const columns = [columnOf(mapping.id), ...fields.map(([, field]) => columnOf(field)), ...where.map(([column]) => column)].filter(
    (name) => name !== undefined,
  )
  const table = rawTable(source, columns)
  const id = textReader(table, mapping.id)
  const idColumn = columnOf(mapping.id) ?? ''
  if (table.length > 0 && idColumn && !table.has(idColumn))
    issues.add('facts.column.missing', 'error', 'customer', undefined, { column: idColumn })
  const problem: Problem = (i, code, column, params) => issues.add(code, 'warning', 'customer', i + 1, { column, ...params })
  const readers = fields.map(([name, field]) => [name, attributeReader(table, name, field, context, problem)] as const)
  const contested = new Set<string>()
  let used = 0
  for (let i = 0; i < table.length; i++) {
    if (!where.every(([column, wanted]) => [wanted].flat().includes(textOf(table.get(column)(i)) ?? ''))) continue
    const given = id(i)
    if (!given) {
      if (table.has(idColumn)) issues.add('facts.customer.missing', 'error', 'customer', i + 1, { column: idColumn })
      continue
    }
    used++
    const code = customers.code(resolve ? resolve(given, Number.MAX_SAFE_INTEGER) : given)
    const known = attributes.get(code) ?? {}
    attributes.set(code, known)
    for (const [name, read] of readers) {
      const value = read(i)
      const key = `${code} ${name}`
      if (value === undefined || contested.has(key)) continue
      if (!Object.hasOwn(known, name)) known[name] = value
      else if (canonicalJson(known[name]) !== canonicalJson(value)) {
        issues.add('facts.customer.conflict', 'warning', 'customer', i + 1, { attribute: name })
        contested.add(key)
        delete known[name]
      }
    }
  }
  return { attributes, count: { source: 'customer', rows: table.length, used, skipped: table.length - used } }
}
