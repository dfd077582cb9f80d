/** The customer summaries of two logs, made by two independent programs each (see the fixtures' READMEs). */

import { readFacts, splitFacts } from '../../src/facts/index.js'
import { fixtureRows, referenceRows } from '../support/csv.js'
import type { Figure } from './figure.js'

export function* figures(): Generator<Figure> {
  const own = readFacts(fixtureRows('own/orders.csv'), {
    order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
    currency: 'XXX',
    timeZone: 'UTC',
  }).facts
  const split = splitFacts(own, { asOf: '2024-12-31', until: '2025-06-30', period: 'week' })
  yield* summaryFigures('own', 'own/summary.csv', fixtureRows('own/summary.csv'), split)

  const cdnow = referenceRows('cdnow_sample_transactions.csv')
  const published = referenceRows('cdnow_sample_summary.csv')
  const cdnowSplit =
    cdnow &&
    splitFacts(
      readFacts(cdnow, { order: { customer: 'customer_id', at: 'date', amount: 'amount' }, currency: 'USD', timeZone: 'UTC' }).facts,
      { asOf: '1997-09-30', until: '1998-06-30', period: 'week' },
    )
  if (published && cdnowSplit) yield* summaryFigures('cdnow', 'cdnow_sample_summary.csv', published, cdnowSplit, 'reference-data')
  else
    yield {
      id: 'cdnow summary',
      source: 'cdnow_sample_summary.csv',
      published: 2357,
      ours: () => Number.NaN,
      tolerance: 0,
      needs: 'reference-data',
    }
}

function* summaryFigures(
  name: string,
  source: string,
  rows: readonly Record<string, string>[],
  split: ReturnType<typeof splitFacts>,
  needs?: 'reference-data',
): Generator<Figure> {
  const { calibration, holdout } = split
  const index = new Map(calibration.columns.customerId.map((id, i) => [id, i]))
  const at = (id: string): number => index.get(id) as number
  for (const row of rows) {
    const c = row.customer_id
    const i = at(c)
    const figure = (what: string, ours: number, tolerance: number): Figure => ({
      id: `${name} ${c} ${what}`,
      source,
      published: Number(row[what]),
      ours: () => ours,
      tolerance,
      relative: tolerance > 0,
      ...(needs ? { needs } : {}),
    })
    yield figure('x', calibration.columns.frequency[i], 0)
    yield figure('t_x', calibration.columns.recency[i], 0)
    yield figure('T', calibration.columns.age[i], 0)
    // cdnow's own means were formed in binary floats; one unit in the last place either way
    yield figure('m_x', calibration.columns.frequency[i] > 0 ? calibration.columns.monetary[i] : 0, 2 ** -51)
    yield figure('x_star', holdout.columns.purchases[i], 0)
    yield figure('spend_star', holdout.columns.revenueMinor[i] / 100, 2 ** -50)
  }
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
  if (name === 'own') {
    yield { id: 'own total x', source: 'own/README.md', published: 1294, ours: () => total(calibration.columns.frequency), tolerance: 0 }
    yield { id: 'own total x_star', source: 'own/README.md', published: 420, ours: () => total(holdout.columns.purchases), tolerance: 0 }
    yield {
      id: 'own gross to 2024-12-31',
      source: 'own/README.md',
      published: 5_012_515,
      ours: () => total(calibration.columns.revenueMinor),
      tolerance: 0,
    }
    yield {
      id: 'own orders to 2024-12-31',
      source: 'own/README.md',
      published: 1956,
      ours: () => total(calibration.columns.orders),
      tolerance: 0,
    }
    yield {
      id: 'own largest x',
      source: 'own/README.md',
      published: 33,
      ours: () => Math.max(...calibration.columns.frequency),
      tolerance: 0,
    }
  }
}
