/** One number somebody else published or computed, and ours beside it. */
export interface Figure {
  readonly id: string
  /** Author, year, table, equation, file: where the published value can be looked up. */
  readonly source: string
  readonly published: number | string
  readonly ours: () => number | string
  /** 0: equal. */
  readonly tolerance: number
  /** The tolerance is a share of the published value. */
  readonly relative?: boolean
  /** Runs only where the third-party files lie beside the project. */
  readonly needs?: 'reference-data'
}
