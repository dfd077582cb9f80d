import type { Catalogue } from '../catalogue.js'

export const clvEn: Catalogue = {
  'clv.data.empty': (r) => `no usable history among ${r.params.rows} rows`,
  'clv.data.no-repeat': (r) =>
    `none of ${r.params.customers} customers has bought again: nothing can be learned about repeat purchases yet`,
  'clv.history.invalid': (r) =>
    r.params.rows === undefined
      ? `frequency ${r.params.frequency}, recency ${r.params.recency}, age ${r.params.age} is no possible history`
      : `${r.params.rows} rows (the first is row ${r.params.first}) are no possible history — a fraction or negative count, a last purchase after the end, a repeat without time — and were left out`,
  'clv.fit.no-dropout': (r) =>
    `the histories of ${r.params.customers} customers show nobody leaving: expected purchases are usable, P(alive) is 1 for all`,
  'clv.fit.same-rate': (r) =>
    `${r.params.customers} customers buy at one common rate as far as these data tell: predictions are usable, the spread of rates is not determined`,
  'clv.fit.same-dropout': (r) =>
    `${r.params.customers} customers leave with one common chance as far as these data tell: predictions are usable, the spread of chances is not determined`,
  'clv.fit.unidentified': (r) =>
    `${r.params.distinct} distinct histories of ${r.params.customers} customers do not determine all parameters: take the predictions as a guess, without intervals`,
  'clv.fit.not-converged': (r) => `no maximum was reached within ${r.params.evaluations} evaluations`,
  'clv.bgnbd.one-time-buyers': (r) =>
    `${r.params.share} % of the customers bought once, and BG/NBD takes all of them for alive: MBG/NBD does not`,
  'clv.spend.not-positive': (r) => `${r.params.customers} customers whose repeat purchases net to nothing or less were left out`,
  'clv.spend.correlated': (r) =>
    `frequent buyers spend differently per purchase (correlation ${round(r.params.correlation)}): expected value is biased for them`,
  'clv.spend.no-mean': (r) =>
    `spend varies so much (q = ${round(r.params.q)}) that customers without enough purchases have no finite expected spend`,
  'clv.spend.same': (r) =>
    `${r.params.customers} customers spend alike as far as these data tell: the mean is usable, the spread is not determined`,
  'clv.contract.nobody-left': (r) => `none of ${r.params.customers} customers has left yet: retention cannot be estimated`,
  'clv.contract.nobody-stayed': (r) => `all of ${r.params.customers} customers left at the first renewal: retention cannot be estimated`,
  'clv.fit.few': (r) =>
    `${r.params.customers} customers, of whom ${r.params.returned} bought again, are few (${r.params.needed} and ${r.params.neededReturned} are wanted): trust the sum more than the figure of any one customer, and neither far`,
  'clv.response.too-few': (r) => `only ${r.params.customers} customers to learn from, ${r.params.needed} are needed`,
  'clv.response.one-outcome': (r) => `all ${r.params.customers} customers did the same: nothing to learn from`,
  'clv.potential.high': (r) => `high value, today (${r.params.current}) and to come (${r.params.expected} by ${r.params.by})`,
  'clv.potential.fading': (r) =>
    `high value today (${r.params.current}), but ${r.params.expected} to come by ${r.params.by} is below ${border(r.params.expectedBorder)}`,
  'clv.potential.potential': (r) =>
    `potential: ${r.params.expected} to come by ${r.params.by} reaches ${r.params.expectedBorder}, though ${r.params.current} so far is below ${border(r.params.currentBorder)}`,
  'clv.potential.ordinary': (r) =>
    `ordinary: ${r.params.current} so far and ${r.params.expected} to come by ${r.params.by} are below ${border(r.params.currentBorder)} and ${border(r.params.expectedBorder)}`,
  'clv.potential.ties': (r) =>
    r.params.high === 0
      ? `all ${r.params.customers} customers are alike by ${r.params.axis === 'current' ? 'value so far' : 'value to come'}: nobody stands out on it`
      : `${r.params.high} of ${r.params.customers} customers tie as high by ${r.params.axis === 'current' ? 'value so far' : 'value to come'}: set the border yourself`,
  'clv.compare.lowest-deviance': (r) =>
    `${name(r.params.candidate)}: lowest deviance out of sample, ${r.params.deviance}${r.params.low === undefined ? '' : ` [${r.params.low}, ${r.params.high}]`}`,
  'clv.compare.few': (r) =>
    `judged on ${r.params.customers} customers, of whom ${r.params.buyers} bought in the time held out: few (${r.params.needed} and ${r.params.neededBuyers} are wanted), another time may choose another`,
  'clv.compare.tie': (r) => `a tie with ${names(r.params.others)}: the difference may be chance`,
  'clv.compare.simpler-as-good': (r) => `${name(r.params.simpler)} is simpler and as good`,
  'clv.compare.slope': (r) =>
    `forecasts of ${name(r.params.candidate)} are ${Number(r.params.slope) < 1 ? 'too extreme' : 'too timid'} (calibration slope ${r.params.slope})`,
}

const NAMES: Readonly<Record<string, string>> = {
  bgnbd: 'BG/NBD',
  mbgnbd: 'MBG/NBD',
  paretonbd: 'Pareto/NBD',
  ridge: 'the regression on own history',
  blend: 'the blend of model and regression',
  rate: '“goes on as so far”',
  recency: 'recency alone',
  mean: 'the same for everybody',
}

function name(id: unknown): string {
  return NAMES[String(id)] ?? String(id)
}

function names(ids: unknown): string {
  return String(ids).split(', ').map(name).join(', ')
}

function round(value: unknown): string {
  return String(Math.round(100 * Number(value)) / 100)
}

function border(value: unknown): string {
  return value === null ? 'the border, as all are alike' : String(value)
}
