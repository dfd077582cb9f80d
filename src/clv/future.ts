/** What a purchase model says about a customer, in one shape for all of them: how likely alive, what is known if so, and what a living customer does next. */

/**
 * The models share one structure: given that a customer is alive, the future is that of a new customer with updated parameters. So every prediction is
 * P(alive) times (or mixed by P(alive) with) a quantity of a living customer.
 */
export interface Future<P> {
  /** Of the models whose parameters these are. */
  readonly kind: 'bgnbd' | 'mbgnbd' | 'paretonbd' | 'bgbb'
  readonly names: readonly (keyof P & string)[]
  /** P(alive at T | x, tx, T). */
  readonly pAlive: (params: P, x: number, tx: number, T: number) => number
  /** Parameters of a customer with x purchases who is alive at T. */
  readonly posterior: (params: P, x: number, T: number) => P
  /** P(alive) and parameters of a new customer, right after the first purchase. */
  readonly newcomer: (params: P) => { readonly alive: number; readonly params: P }
  /** E[purchases in (0, t]] while alive at 0. */
  readonly expectedPurchasesAlive: (params: P, t: number) => number
  /** P(any purchase in (0, t]) while alive at 0. */
  readonly anyPurchaseAlive: (params: P, t: number) => number
  /** Expected purchases, discounted at a continuous rate per period (BG/BB: at a rate per opportunity), over an infinite horizon. */
  readonly discountedPurchasesAlive: (params: P, rate: number) => number
}

/** P(n purchases in (0, t]) while alive at 0; apart from the rest, because predictions without it stay small. */
export type PurchasesPmf<P> = (params: P, t: number, n: number) => number
