/** What decides the tier: the nine criteria (`score`), the RFM score (`rfm`), or groups found in the base (`cluster`). */
import { assignClusters, safeFitClusters } from 'tierwise/cluster'
import { defineTierTable, nineCriteria, tierTable } from 'tierwise/portfolio'

export const METHODS = ['score', 'rfm', 'cluster']

/** What customers are grouped by. */
const COLUMNS = ['recencyDays', 'orders', 'revenueMinor']
const TIERS = ['low', 'medium', 'high']

/** @returns `{ table, method, clusters?, refused? }`; `refused` where the base has no groups to find and the score decides instead */
export function tiersBy(method, facts, summary, { asOf }) {
  if (method === 'rfm') return { method, table: tierTable(byRfm, facts, { asOf }) }
  if (method !== 'cluster') return { method, table: tierTable(nineCriteria, facts, { asOf }) }
  const fit = safeFitClusters(summary, { columns: COLUMNS, k: TIERS.length, seed: 1 })
  if (!fit.success) return { method: 'score', refused: fit.error.reason, table: tierTable(nineCriteria, facts, { asOf }) }
  const model = fit.data
  // The tier of a cluster is its place by revenue per customer.
  const order = [...model.clusters].sort((a, b) => a.means.revenueMinor - b.means.revenueMinor).map(({ id }) => id)
  const { cluster } = assignClusters(model, summary).columns
  const rank = Float64Array.from(cluster, (id) => (id < 0 ? Number.NaN : order.indexOf(id)))
  const inputs = { length: summary.length, columns: { customerId: summary.columns.customerId, clusterRank: rank } }
  return {
    method,
    clusters: { model, tiers: order.map((id, i) => ({ id, tier: TIERS[i] })).reverse() },
    table: tierTable(byCluster, facts, { asOf, inputs }),
  }
}

const byRfm = defineTierTable({ ...nineCriteria, id: 'by-rfm', by: 'rfm' })

const byCluster = defineTierTable({
  ...nineCriteria,
  id: 'by-cluster',
  by: { measure: 'clusterRank', ladder: { levels: [{ id: 'low' }, { id: 'medium', gte: '1' }, { id: 'high', gte: '2' }] } },
  inputs: ['clusterRank'],
})
