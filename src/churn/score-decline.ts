/** Customers who still come, but less: purchases and revenue of the last window against the one before. */

import type { Table } from '../core/table.js'
import type { Length } from '../core/time/length.js'
import type { WindowColumns, WindowTable } from './summarize-windows.js'

export type DeclineColumns = Omit<WindowColumns, 'present'> & {
  /** recent / earlier − 1 of purchases; −1 stopped, 0 unchanged. NaN where there were none before, or where the customer came within the earlier window. */
  readonly frequencyChange: Float64Array
  readonly valueChange: Float64Array
  /** How surprising so few are if nothing changed: (√recent − √earlier) · √2, about standard normal for counts. Below −1.64: 1 in 20. */
  readonly surprise: Float64Array
}

export interface DeclineTable extends Table<DeclineColumns> {
  readonly kind: 'declinetable'
  readonly format: 1
  readonly asOf: string
  readonly window: Length
}

/** How much less, or more, each customer buys than in the window before. @param windows as `summarizeWindows` makes them */
export function scoreDecline(windows: WindowTable): DeclineTable {
  const { length, columns } = windows
  const { present, ...kept } = columns
  const change = (now: ArrayLike<number>, then: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length }, (_, i) => (then[i] > 0 && present[i] ? now[i] / then[i] - 1 : Number.NaN))
  return {
    ...windows,
    kind: 'declinetable',
    columns: {
      ...kept,
      frequencyChange: change(kept.recentPurchases, kept.earlierPurchases),
      valueChange: change(kept.recentRevenueMinor, kept.earlierRevenueMinor),
      // the root of a Poisson count has standard deviation ½; 3/8 steadies small counts (Anscombe 1948)
      surprise: Float64Array.from({ length }, (_, i) =>
        present[i] ? (Math.sqrt(kept.recentPurchases[i] + 0.375) - Math.sqrt(kept.earlierPurchases[i] + 0.375)) * Math.SQRT2 : Number.NaN,
      ),
    },
  }
}
