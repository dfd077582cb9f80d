/** Early warning: when a customer is at which level of risk, declared as data. */

/** One threshold on one figure. Figures are columns of any table: those of `scoreRhythm`, `scoreDecline`, `scoreBadExperience`, a model's `pAlive` or `pAny`, or the host's own. */
export interface WarningSign {
  readonly indicator: string
  readonly gte?: number
  readonly lte?: number
}

export interface WarningLevel {
  readonly id: string
  /** Reached when any of these holds … */
  readonly any?: readonly WarningSign[]
  /** … and all of these. */
  readonly all?: readonly WarningSign[]
}

export interface ChurnPolicy {
  readonly kind: 'churnpolicy'
  readonly format: 1
  readonly id: string
  /** Worst first; a customer gets the first level reached. */
  readonly levels: readonly WarningLevel[]
  /** The level of everybody else. */
  readonly otherwise: string
}
