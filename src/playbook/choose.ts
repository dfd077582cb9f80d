/** One option for each of many, or none, as much value as the limits allow. */

/** Everybody's options side by side: those of `c` stand from `from[c]` up to `from[c + 1]`. */
export interface Options {
  readonly from: Int32Array
  /** Above 0. */
  readonly value: Float64Array
  /** Of each limit, in its order; ≥ 0. */
  readonly uses: readonly Float64Array[]
}

export interface Choice {
  /** The option taken by each, by its place in the columns; −1 for none. */
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
export function choose(options: Options, limits: readonly number[]): Choice {
  const net = new Float64Array(options.value.length)
  const prices = lowestBound(options, limits, net)
  pricedAll(options, prices, net)
  const bound = boundAt(options, net, limits, prices)
  const { value } = options
  const byNet = fill(options, net, limits)
  const byWorth = fill(
    options,
    value.map((own, o) => own / (own - net[o])),
    limits,
  ) // value per price paid; what is free first
  const greedy = byWorth.value > byNet.value ? byWorth : byNet
  const best = options.from.length - 1 <= SEARCHED_MAX ? search(options, net, limits, prices, greedy) : greedy
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

/** What is left of each option's value after paying. */
function pricedAll({ value, uses }: Options, prices: readonly number[], net: Float64Array): Float64Array {
  net.set(value)
  for (let r = 0; r < prices.length; r++) if (prices[r] !== 0) for (let o = 0; o < net.length; o++) net[o] -= prices[r] * uses[r][o]
  return net
}

function boundAt({ from }: Options, net: Float64Array, limits: readonly number[], prices: readonly number[]): number {
  let total = 0
  for (let r = 0; r < limits.length; r++) total += prices[r] * limits[r]
  for (let c = 0; c + 1 < from.length; c++) {
    let best = 0
    for (let o = from[c]; o < from[c + 1]; o++) if (net[o] > best) best = net[o]
    total += best
  }
  return total
}

/** The bound is convex in each price: one price after the other is set to where the limit is just used up. */
function lowestBound(options: Options, limits: readonly number[], net: Float64Array): number[] {
  const prices = limits.map(() => 0)
  const customers = options.from.length - 1
  const scratch = { open: new Int32Array(customers), picks: [0, 1, 2].map(() => new Int32Array(customers)) }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let settled = true
    for (let r = 0; r < limits.length; r++) {
      const before = prices[r]
      prices[r] = 0
      prices[r] = clearingPrice(options, pricedAll(options, prices, net), r, limits[r], scratch)
      if (prices[r] !== before) settled = false
    }
    if (settled) break
  }
  return prices
}

/** Prices of several limits settle within a few rounds; more change the bound in its last digits. */
const SWEEPS = 6

/**
 * What a search for a price writes to. Columns made anew for every question are memory outside the heap, for which engines collect the whole heap: the
 * more often the larger the base is, and the dearer each time.
 */
interface Scratch {
  /** Who has to be asked again. */
  readonly open: Int32Array
  /** What they take at the lower end of the bracket, at the higher, and between. */
  readonly picks: readonly Int32Array[]
}

/**
 * The lowest price at which no more than `limit` is asked for. What somebody takes at both ends of a bracket they take inside it too (each option is worth
 * less in proportion to its use), so with every halving fewer have to be asked again.
 */
function clearingPrice({ from, uses }: Options, rest: Float64Array, r: number, limit: number, { open, picks }: Scratch): number {
  const own = uses[r]
  const pick = (c: number, price: number): number => {
    let best = 0
    let taken = -1
    for (let o = from[c]; o < from[c + 1]; o++) {
      const net = rest[o] - price * own[o]
      // Of equals the one that uses less, so that demand falls as the price rises.
      if (net > best || (net === best && net > 0 && own[o] < (taken < 0 ? 0 : own[taken]))) {
        best = net
        taken = o
      }
    }
    return taken
  }
  const useOf = (o: number): number => (o < 0 ? 0 : own[o])
  /** The price at which one option is worth as much as the other, or as nothing. */
  const turnOf = (a: number, b: number): number => (rest[a] - (b < 0 ? 0 : rest[b])) / (own[a] - useOf(b))
  let asked = open.length
  for (let c = 0; c < asked; c++) open[c] = c
  let decided = 0
  /** Writes what is taken at a price, and adds up what that uses. */
  const demandAt = (price: number, taken: Int32Array): number => {
    let demand = decided
    for (let k = 0; k < asked; k++) {
      taken[k] = pick(open[k], price)
      demand += useOf(taken[k])
    }
    return demand
  }

  let [atLow, atHigh, between] = picks
  let low = 0
  if (demandAt(low, atLow) <= limit) return 0
  let high = 1
  while (demandAt(high, atHigh) > limit && high < 1e15) {
    ;[atLow, atHigh] = [atHigh, atLow]
    low = high
    high *= 4
  }
  // 50 halvings leave nothing of a double's width; where somebody changes their mind is then told exactly, so that ties are ties.
  for (let i = 0; i < 50 && high - low > 1e-15 * high; i++) {
    let left = 0
    for (let k = 0; k < asked; k++) {
      if (atLow[k] === atHigh[k]) decided += useOf(atHigh[k])
      else {
        open[left] = open[k]
        atLow[left] = atLow[k]
        atHigh[left] = atHigh[k]
        left++
      }
    }
    asked = left
    const middle = (low + high) / 2
    if (demandAt(middle, between) > limit) {
      low = middle
      ;[atLow, between] = [between, atLow]
    } else {
      high = middle
      ;[atHigh, between] = [between, atHigh]
    }
  }
  const turns = new Set<number>()
  for (let k = 0; k < asked; k++) if (atLow[k] !== atHigh[k]) turns.add(turnOf(atLow[k], atHigh[k]))
  const turn = [...turns].sort((a, b) => a - b).find((price) => demandAt(price, between) <= limit)
  return turn !== undefined && Math.abs(turn - high) <= 1e-12 * high ? turn : high
}

/** Takes options by rank, the highest first, then lets everybody trade up with what is left. */
function fill({ from, value, uses }: Options, rank: Float64Array, limits: readonly number[]): Found {
  const left = [...limits]
  const customers = from.length - 1
  const taken = new Int32Array(customers).fill(-1)
  const owner = new Int32Array(value.length)
  for (let c = 0; c < customers; c++) owner.fill(c, from[c], from[c + 1])
  const order = Int32Array.from(value, (_, o) => o).sort((a, b) => (rank[a] === rank[b] ? value[b] - value[a] || a - b : rank[b] - rank[a]))
  for (const o of order) {
    const c = owner[o]
    if (taken[c] >= 0 || !fits(uses, o, left)) continue
    take(uses, o, left, 1)
    taken[c] = o
  }
  for (let improved = true, rounds = 0; improved && rounds < ROUNDS; rounds++) {
    improved = false
    for (let c = 0; c < customers; c++) {
      const held = taken[c]
      if (held >= 0) take(uses, held, left, -1)
      let best = held
      for (let o = from[c]; o < from[c + 1]; o++) if (value[o] > (best < 0 ? 0 : value[best]) && fits(uses, o, left)) best = o
      if (best !== held) improved = true
      taken[c] = best
      if (best >= 0) take(uses, best, left, 1)
    }
  }
  return { taken, value: totalValue(value, taken) }
}

/** Each round only ever gains; after a few the gains are crumbs. */
const ROUNDS = 8

function fits(uses: readonly Float64Array[], o: number, left: readonly number[]): boolean {
  for (let r = 0; r < uses.length; r++) if (uses[r][o] > left[r] + 1e-9) return false // sums of decimals in doubles
  return true
}

function take(uses: readonly Float64Array[], o: number, left: number[], sign: 1 | -1): void {
  for (let r = 0; r < uses.length; r++) left[r] -= sign * uses[r][o]
}

function totalValue(value: Float64Array, taken: Int32Array): number {
  let total = 0
  for (const o of taken) if (o >= 0) total += value[o]
  return total
}

/** Depth first, leaving out what even at these prices cannot beat the best known. */
function search(
  { from, value, uses }: Options,
  net: Float64Array,
  limits: readonly number[],
  prices: readonly number[],
  known: Found,
): Found {
  const customers = from.length - 1
  const rest = new Float64Array(customers + 1)
  for (let c = customers - 1; c >= 0; c--) rest[c] = rest[c + 1] + Math.max(0, ...net.subarray(from[c], from[c + 1]))
  let best = known.value
  let taken = known.taken
  const now = new Int32Array(customers).fill(-1)
  const left = [...limits]
  let nodes = 0
  const walk = (c: number, sum: number): void => {
    if (++nodes > NODES_MAX) return
    if (sum > best + 1e-12) {
      best = sum
      taken = now.slice()
    }
    if (c === customers) return
    let bound = sum + rest[c]
    for (let r = 0; r < limits.length; r++) bound += prices[r] * left[r]
    if (bound <= best + 1e-12) return
    for (let o = from[c]; o < from[c + 1]; o++) {
      if (!fits(uses, o, left)) continue
      take(uses, o, left, 1)
      now[c] = o
      walk(c + 1, sum + value[o])
      now[c] = -1
      take(uses, o, left, -1)
    }
    walk(c + 1, sum)
  }
  walk(0, 0)
  return { taken, value: totalValue(value, taken), proven: nodes <= NODES_MAX }
}
