import { deepFreeze } from '../core/freeze.js'
import type { ChurnPolicy } from './definition.js'

/**
 * A start for shops: against the customer's own rhythm, with decline and bad experiences as earlier signs. Thresholds are shares of the base's own history,
 * so they fit weekly and yearly shops alike; check them with `calibrateChurn` before acting on them.
 */
export const standardChurnPolicy: ChurnPolicy = deepFreeze({
  kind: 'churnpolicy',
  format: 1,
  id: 'standard',
  levels: [
    { id: 'lost', any: [{ indicator: 'percentile', gte: 0.99 }] },
    {
      id: 'at-risk',
      any: [
        { indicator: 'percentile', gte: 0.9 },
        { indicator: 'silentDays', gte: 30 },
      ],
    },
    {
      id: 'watch',
      any: [
        { indicator: 'percentile', gte: 0.8 },
        { indicator: 'surprise', lte: -1.64 },
      ],
    },
  ],
  otherwise: 'none',
} as const)
