import type { Reason, Scalar } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { tierWord } from './portfolio.js'

export const scorecardEn: Catalogue = {
  'scorecard.criterion.duplicate': (r) => `${at(r)}two criteria are called “${r.params.id}”`,
  'scorecard.criterion.form': (r) =>
    `${at(r)}a criterion has exactly one of bands, curve and shares (bands may stand beside shares they were fitted to)`,
  'scorecard.weight.negative': (r) => `${at(r)}a weight must not be below 0`,
  'scorecard.weights.sum': (r) => `${at(r)}the weights sum to ${r.params.sum}, not to the declared total ${r.params.total}`,
  'scorecard.numbers.too-precise': (r) => `${at(r)}these numbers have more digits together than can be computed exactly`,
  'scorecard.total.not-positive': (r) => `${at(r)}the total of the weights must be above 0`,
  'scorecard.bands.none': (r) => `${at(r)}at least one band is needed`,
  'scorecard.band.two-edges': (r) => `${at(r)}a band has one edge on a side, not both of ${r.params.edges}`,
  'scorecard.band.empty': (r) => `${at(r)}no number lies in this band`,
  'scorecard.band.overlap': (r) => `${at(r)}overlaps band ${Number(r.params.with) + 1}`,
  'scorecard.band.gap': (r) => `${at(r)}no band holds the values ${gap(r)}`,
  'scorecard.curve.short': (r) => `${at(r)}a curve needs at least two points`,
  'scorecard.curve.order': (r) => `${at(r)}the points of a curve must rise along the measure`,
  'scorecard.share.not-positive': (r) => `${at(r)}a share must be above 0`,
  'scorecard.shares.short': (r) => `${at(r)}at least two shares are needed`,
  'scorecard.shares.sum': (r) => `${at(r)}the shares sum to ${r.params.sum}, not to 1`,
  'scorecard.margin.negative': (r) => `${at(r)}a margin must not be below 0`,
  'scorecard.levels.none': (r) => `${at(r)}levels are needed: the possible scores leave no room for the usual three`,
  'scorecard.level.first': (r) => `${at(r)}the lowest level begins nowhere; leave out its gte`,
  'scorecard.level.edge': (r) => `${at(r)}every level above the lowest needs a gte`,
  'scorecard.level.order': (r) => `${at(r)}levels are listed lowest first, each beginning above the one before`,
  'scorecard.level.duplicate': (r) => `${at(r)}two levels are called “${r.params.id}”`,
  'scorecard.criterion.scored': (r) =>
    `${name(r)}: ${short(r.actual)} gives ${r.params.points} points${level(r)}, ${r.params.contribution} of the score (weight ${r.params.weight})`,
  'scorecard.criterion.missing': (r) => `${name(r)}: no value; ${policy(r)}`,
  'scorecard.criterion.not-observed': (r) => `${name(r)}: not observed in this base; ${policy(r)}`,
  'scorecard.criterion.constant': (r) => `${name(r)}: the same for everybody, so it ranks nobody; ${policy(r)}`,
  'scorecard.score.unknown': () => 'No score: too little is known',
  'scorecard.level.none': (r) => `Score ${short(r.actual)}, no level: all scores of the base are the same`,
  'scorecard.level.reached': (r) =>
    `Score ${short(r.actual)}: level ${tierWord('level', r.params.level)}${r.missing === undefined ? '' : `; ${r.missing} more for ${tierWord('level', r.params.next)}`}`,
  'scorecard.level.held': (r) =>
    `Score ${short(r.actual)}: level ${tierWord('level', r.params.level)} is kept (it would be ${tierWord('level', r.params.without)} without the margin)`,
  'scorecard.outcome.too-few': (r) =>
    `only ${r.params.customers} customers had bought by then, ${r.params.needed} are needed in each of two periods`,
  'scorecard.outcome.one-outcome': (r) => `all ${r.params.customers} customers did the same in the period: there is nothing to tell apart`,
  'scorecard.outcome.nothing-found': (r) => `no measure told what the ${r.params.customers} customers did next`,
  'scorecard.outcome.better': (r) => `The proposal ranks customers better than ${rival(r)} on a period not used to find it: ${gain(r)}`,
  'scorecard.outcome.worse': (r) => `The proposal ranks customers worse than ${rival(r)}, beyond chance: keep that. ${gain(r)}`,
  'scorecard.outcome.noise': (r) => `The difference from ${rival(r)} is noise: keep what you have. ${gain(r)}`,
  'scorecard.outcome.criterion': (r) => `${name(r)}: weight ${r.params.weight} of 100`,
  'scorecard.outcome.dropped': (r) => `${name(r)}: says nothing about the outcome that the others do not`,
}

function rival({ params }: Reason): string {
  return params.against === 'card' ? 'your card' : 'none at all'
}

function gain({ params }: Reason): string {
  return `deviance gained ${params.gain} [${params.low}, ${params.high}], Gini ${params.gini} against ${params.rival}`
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}: ` : ''
}

function gap({ params }: Reason): string {
  if (params.below !== undefined) return `below ${params.below}`
  if (params.above !== undefined) return `above ${params.above}`
  return params.from === params.to ? `at ${params.from}` : `between ${params.from} and ${params.to}`
}

function level({ params }: Reason): string {
  return params.level === undefined ? '' : ` (${tierWord('level', params.level)})`
}

function policy({ params }: Reason): string {
  if (params.policy === 'exclude') return 'the other criteria share its weight'
  if (params.policy === 'unknown') return 'there is no score without it'
  return `it counts ${params.contribution ?? 'a fixed number of points'}`
}

function name({ params }: Reason): string {
  return tierWord('column', params.criterion)
}

/** Four places are enough to read. */
function short(value: Scalar | undefined): string {
  return typeof value === 'number' ? String(Number(value.toFixed(4))) : String(value ?? '')
}
