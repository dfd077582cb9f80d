/** One shape for everything the library can say: data issues, scores' contributions, proofs, refusals, lint findings. Text is made from it at the edge (`messages`). */

export type Scalar = string | number | boolean | null

/**
 * `met` / `unmet` / `unknown` — a condition and whether it held (`unknown`: not enough data to say);
 * `info` / `warning` / `error` — something noticed, in rising weight;
 * `refused` — something asked for and not done; `applied` — something done.
 */
export type Outcome = 'met' | 'unmet' | 'unknown' | 'info' | 'warning' | 'error' | 'refused' | 'applied'

export interface Reason {
  /** `room.noun.problem`, stable; the key of the message catalogues. */
  readonly code: string
  readonly outcome: Outcome
  /** What the sentence needs; never personal data beyond ids the host itself supplied. */
  readonly params: Readonly<Record<string, Scalar>>
  /** Where in the definition or input: keys and indices from the root. */
  readonly path?: readonly (string | number)[]
  readonly actual?: Scalar
  readonly required?: Scalar
  readonly missing?: Scalar
  /** Local days, `to` inclusive. */
  readonly window?: { readonly from: string | null; readonly to: string | null }
  readonly children?: readonly Reason[]
}

/** A problem with one row of host data. `row` is 1-based within its `source`. */
export interface Issue extends Reason {
  readonly source?: string
  readonly row?: number
}

export function reason(
  code: string,
  outcome: Outcome,
  params: Readonly<Record<string, Scalar>> = {},
  more: Omit<Partial<Reason>, 'code' | 'outcome' | 'params'> = {},
): Reason {
  return { code, outcome, params, ...more }
}
