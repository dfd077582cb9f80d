/** A scorecard (分数法): criteria over named measures, each giving points; the weighted points are the score, and the score has a level. */

/** `'12.5'`, or a number read by its shortest decimal form. */
export type DecimalInput = string | number

/**
 * An interval of a measure and what it is worth. A side left out is open: the first band has no lower side, the last no upper one,
 * and each band begins where the one before ends (`lt` then `gte`, or `lte` then `gt`), so that every number is in exactly one band.
 */
export interface ScoreBand {
  readonly gte?: DecimalInput
  readonly gt?: DecimalInput
  readonly lt?: DecimalInput
  readonly lte?: DecimalInput
  readonly points: DecimalInput
  /** What the band is called: `low`, `medium`, `high`. */
  readonly level?: string
}

/** Points at a value of the measure; straight lines between, flat before the first and after the last. */
export interface ScoreCurvePoint {
  readonly at: DecimalInput
  readonly points: DecimalInput
}

/** A band by its part of the base; `fitScorecard` finds the interval. Listed from the smallest values up. */
export interface BandShare {
  /** Of the customers with a value, 0 … 1; the shares of a criterion sum to 1. */
  readonly share: DecimalInput
  readonly points: DecimalInput
  readonly level?: string
}

/**
 * What a criterion without a value does to the score:
 * - `exclude` — it counts neither for nor against: the others share its weight in proportion
 * - `{ points }` — it is worth this much
 * - `unknown` — there is no score
 */
export type MissingCriterion = 'exclude' | 'unknown' | { readonly points: DecimalInput }

/** One of `bands`, `curve` and `shares` says how a value becomes points. */
export interface ScorecardCriterion {
  readonly id: string
  /** The column or key the value comes from. Default: the id. */
  readonly measure: string
  /** ≥ 0; the weights of a card sum to its `total`, exactly. */
  readonly weight: DecimalInput
  /** Default `exclude`. */
  readonly missing: MissingCriterion
  readonly bands?: readonly ScoreBand[]
  readonly curve?: readonly ScoreCurvePoint[]
  /** Stays beside the `bands` it was fitted to, so that the card can be fitted again. */
  readonly shares?: readonly BandShare[]
  /** Set by `fitScorecard`: nobody in the base had a value, or all had the same. Such a criterion is missing for everybody. */
  readonly idle?: 'not-observed' | 'constant'
}

/** A level begins at `gte` and ends where the next begins. */
export interface ScoreLevel {
  readonly id: string
  /** A score. The lowest level has none. */
  readonly gte?: DecimalInput
}

/** A level by its part of the base; `fitScorecard` finds where it begins. */
export interface ScoreLevelShare {
  readonly id: string
  /** 0 … 1; the shares of all levels sum to 1. */
  readonly share: DecimalInput
}

export interface ScorecardDefinition {
  readonly kind: 'scorecard'
  readonly format: 1
  readonly id: string
  /** What the weights sum to: `'1'`, `'100'`. Default `'1'`. */
  readonly total: DecimalInput
  /** Decimal places of the score and its contributions, 0 … 6. Default 2. Contributions are rounded half up, and the score is their sum. */
  readonly places: number
  readonly criteria: readonly ScorecardCriterion[]
  /** Lowest first. Default `low`, `medium` from 40 % and `high` from 70 % of the way between the lowest and the highest possible score. */
  readonly levels?: readonly ScoreLevel[]
  /** Levels by share, lowest first, in place of or beside the `levels` fitted to them. */
  readonly levelShares?: readonly ScoreLevelShare[]
  /** How far beyond its level a score must be before the level changes, in points. Default `'0'`. */
  readonly margin: DecimalInput
}

/** Values by measure; one that is absent, null or NaN is missing. */
export type ScorecardInput = Readonly<Record<string, number | null | undefined>>
