/** One option for each of many, or none, as much value as the limits allow. */

export interface Option {
  /** Above 0. */
  readonly value: number
  /** Of each limit, in its order; ≥ 0. */
  readonly uses: readonly number[]
}

export interface Choice {
  /** The option taken by each, −1 for none. */
  readonly taken: Int32Array
  readonly value: number
  /** No choice whatever is worth more. */
  readonly bound: number
  /** What one more of each limit would be worth, about. */
  readonly prices: readonly number[]
}

/**
 * A multiple-choice knapsack. With prices λ on the limits everybody takes what is worth most to them after paying,
 *
 *   bound(λ) = Σ max(0, max (v − λ · u)) + λ · limits ≥ any choice,   for every λ ≥ 0
 *
 * so the prices of the lowest bound both guide the choice and say how far it can be from the best.
 * Small cases are then searched through until the best is proven.
 * @source Everett (1963), Operations Research 11; Geoffrion (1974), Lagrangean relaxation
 */
export function choose(options: readonly (readonly Option[])[], limits: readonly number[]): Choice {
  const prices = lowestBound(options, limits)
  const bound = boundAt(options, limits, prices)
  const greedy = fill(options, limits, prices)
  const best = options.length <= SEARCHED_MAX ? search(options, limits, prices, greedy) : greedy
  return { ...best, bound: Math.max(best.value, best.proven ? best.value : bound), prices }
}

interface Found {
  readonly taken: Int32Array
  readonly value: number
  readonly proven?: boolean
}

/** Fifteen customers are searched in milliseconds; a thousand are close to the bound without. */
const SEARCHED_MAX = 24
const NODES_MAX = 200_000

function boundAt(options: readonly (readonly Option[])[], limits: readonly number[], prices: readonly number[]): number {
  let total = 0
  for (let r = 0; r < limits.length; r++) total += prices[r] * limits[r]
  for (const own of options) {
    let best = 0
    for (const option of own) best = Math.max(best, priced(option, prices))
    total += best
  }
  return total
}

function priced({ value, uses }: Option, prices: readonly number[]): number {
  let net = value
  for (let r = 0; r < uses.length; r++) net -= prices[r] * uses[r]
  return net
}

/** The bound is convex in each price: one price after the other is set to where the limit is just used up. */
function lowestBound(options: readonly (readonly Option[])[], limits: readonly number[]): number[] {
  const prices = limits.map(() => 0)
  const { from, value, uses } = inColumns(options, limits.length)
  const rest = new Float64Array(value.length)
  /** What is left of each option's value after paying for everything but `r`. */
  const payOthers = (r: number): void => {
    rest.set(value)
    for (let k = 0; k < limits.length; k++) {
      if (k === r || prices[k] === 0) continue
      for (let o = 0; o < rest.length; o++) rest[o] -= prices[k] * uses[k][o]
    }
  }
  const demandAt = (r: number, price: number): number => {
    const own = uses[r]
    let total = 0
    for (let c = 0; c < options.length; c++) {
      let best = 0
      let use = 0
      for (let o = from[c]; o < from[c + 1]; o++) {
        const net = rest[o] - price * own[o]
        // Of equals the one that uses less, so that demand falls as the price rises.
        if (net > best || (net === best && net > 0 && own[o] < use)) {
          best = net
          use = own[o]
        }
      }
      total += use
    }
    return total
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let settled = true
    for (let r = 0; r < limits.length; r++) {
      payOthers(r)
      const before = prices[r]
      prices[r] = 0
      if (demandAt(r, 0) > limits[r]) {
        let low = 0
        let high = 1
        while (demandAt(r, high) > limits[r] && high < 1e15) high *= 4
        // 50 halvings leave nothing of a double's width.
        for (let i = 0; i < 50 && high - low > 1e-15 * high; i++) {
          const middle = (low + high) / 2
          if (demandAt(r, middle) > limits[r]) low = middle
          else high = middle
        }
        prices[r] = high
      }
      if (prices[r] !== before) settled = false
    }
    if (settled) break
  }
  return prices
}

/** All options side by side: a price is asked of a million of them without touching an object. */
function inColumns(options: readonly (readonly Option[])[], limits: number) {
  const from = new Int32Array(options.length + 1)
  for (let c = 0; c < options.length; c++) from[c + 1] = from[c] + options[c].length
  const all = options.flat()
  return {
    from,
    value: Float64Array.from(all, (option) => option.value),
    uses: Array.from({ length: limits }, (_, r) => Float64Array.from(all, (option) => option.uses[r])),
  }
}

/** Prices of several limits settle within a few rounds; more change the bound in its last digits. */
const SWEEPS = 6

/** Takes options by what they are worth after paying, then lets everybody trade up with what is left. */
function fill(options: readonly (readonly Option[])[], limits: readonly number[], prices: readonly number[]): Found {
  const left = [...limits]
  const taken = new Int32Array(options.length).fill(-1)
  const all = options.flatMap((own, c) => own.map((option, o) => ({ c, o, option, net: priced(option, prices) })))
  all.sort((a, b) => b.net - a.net || b.option.value - a.option.value || a.c - b.c || a.o - b.o)
  for (const { c, o, option } of all) {
    if (taken[c] >= 0 || !fits(option.uses, left)) continue
    take(option.uses, left, 1)
    taken[c] = o
  }
  for (let improved = true, rounds = 0; improved && rounds < ROUNDS; rounds++) {
    improved = false
    for (let c = 0; c < options.length; c++) {
      const held = taken[c] < 0 ? undefined : options[c][taken[c]]
      if (held !== undefined) take(held.uses, left, -1)
      let best = taken[c]
      let value = held?.value ?? 0
      options[c].forEach((option, o) => {
        if (option.value > value && fits(option.uses, left)) {
          best = o
          value = option.value
        }
      })
      if (best !== taken[c]) improved = true
      taken[c] = best
      if (best >= 0) take(options[c][best].uses, left, 1)
    }
  }
  return { taken, value: totalValue(options, taken) }
}

/** Each round only ever gains; after a few the gains are crumbs. */
const ROUNDS = 8

function fits(uses: readonly number[], left: readonly number[]): boolean {
  for (let r = 0; r < uses.length; r++) if (uses[r] > left[r] + 1e-9) return false // sums of decimals in doubles
  return true
}

function take(uses: readonly number[], left: number[], sign: 1 | -1): void {
  for (let r = 0; r < uses.length; r++) left[r] -= sign * uses[r]
}

function totalValue(options: readonly (readonly Option[])[], taken: Int32Array): number {
  let total = 0
  for (let c = 0; c < options.length; c++) if (taken[c] >= 0) total += options[c][taken[c]].value
  return total
}

/** Depth first, leaving out what even at these prices cannot beat the best known. */
function search(options: readonly (readonly Option[])[], limits: readonly number[], prices: readonly number[], known: Found): Found {
  const rest = new Float64Array(options.length + 1)
  for (let c = options.length - 1; c >= 0; c--) rest[c] = rest[c + 1] + Math.max(0, ...options[c].map((option) => priced(option, prices)))
  let best = known.value
  let taken = known.taken
  const now = new Int32Array(options.length).fill(-1)
  const left = [...limits]
  let nodes = 0
  const walk = (c: number, value: number): void => {
    if (++nodes > NODES_MAX) return
    if (value > best + 1e-12) {
      best = value
      taken = now.slice()
    }
    if (c === options.length) return
    let bound = value + rest[c]
    for (let r = 0; r < limits.length; r++) bound += prices[r] * left[r]
    if (bound <= best + 1e-12) return
    options[c].forEach((option, o) => {
      if (!fits(option.uses, left)) return
      take(option.uses, left, 1)
      now[c] = o
      walk(c + 1, value + option.value)
      now[c] = -1
      take(option.uses, left, -1)
    })
    walk(c + 1, value)
  }
  walk(0, 0)
  return { taken, value: totalValue(options, taken), proven: nodes <= NODES_MAX }
}
