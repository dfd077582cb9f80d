/** The measures RFM and its variants score by, under the literature's letters. A host adds its own beside them. */

export interface KnownMeasure {
  readonly column: string
  /** Which end of the column earns the highest score. */
  readonly better: 'low' | 'high'
}

/** Columns are those of the customer summary; any other table can name its own. */
export const KNOWN_MEASURES: Readonly<Record<string, KnownMeasure | undefined>> = {
  /** Recency: calendar days since the last purchase. */
  r: { column: 'recencyDays', better: 'low' },
  /** Frequency: orders, each counted. */
  f: { column: 'orders', better: 'high' },
  /** Monetary: revenue net of refunds. */
  m: { column: 'revenueMinor', better: 'high' },
  /** Length: first → last purchase, in the summary's periods (LRFM). */
  l: { column: 'recency', better: 'high' },
  /** Gap: mean days between purchase days; customers with one have none. */
  g: { column: 'meanGapDays', better: 'low' },
  /** Share of the value that was bought at a discount, 0 … 1 (RFM-D). */
  d: { column: 'discountShare', better: 'low' },
}
