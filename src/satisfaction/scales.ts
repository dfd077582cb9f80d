/** Survey scales as data: what may be answered, who counts as pleased, and what the score of many answers is. */

export interface Scale {
  /** Whole numbers from `lowest` to `highest` may be answered. */
  readonly lowest: number
  readonly highest: number
  /** From here up an answer counts as top: promoters, satisfied, easy. */
  readonly topFrom: number
  /** From here down as bottom: detractors, dissatisfied, hard. In between is middle. */
  readonly bottomTo: number
  /** `net`: 100 · (share of top − share of bottom); `share`: share of top; `mean`: mean answer. */
  readonly score: 'net' | 'share' | 'mean'
}

/**
 * - `nps` — 0 … 10, promoters from 9, detractors to 6; −100 … 100
 * - `csat` — 1 … 5, satisfied from 4; share of satisfied, 0 … 1
 * - `ces` — 1 … 7, "it was easy": easy from 5, hard to 3; mean, 1 … 7
 *
 * @source F. Reichheld (2003), Harvard Business Review 81(12), 46–54 (NPS); M. Dixon, K. Freeman & N. Toman (2010), HBR 88(7), 116–122 (effort)
 */
export const standardScales: Readonly<Record<'nps' | 'csat' | 'ces', Scale>> = {
  nps: { lowest: 0, highest: 10, topFrom: 9, bottomTo: 6, score: 'net' },
  csat: { lowest: 1, highest: 5, topFrom: 4, bottomTo: 2, score: 'share' },
  ces: { lowest: 1, highest: 7, topFrom: 5, bottomTo: 3, score: 'mean' },
}

/** The ends and cuts of a scale stand in order. */
export function isScale({ lowest, highest, topFrom, bottomTo }: Scale): boolean {
  return lowest < highest && lowest <= bottomTo && bottomTo < topFrom && topFrom <= highest
}
