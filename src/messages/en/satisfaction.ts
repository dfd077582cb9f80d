import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** Answers, complaints and how sure their figures are. */
export const satisfactionEn: Catalogue = {
  'satisfaction.score.scored': () => 'enough answers for a score',
  'satisfaction.score.too-few': () => 'too few answers to say more than the interval says',
  'satisfaction.score.no-spread': () => 'all answers are the same: how far the score may be off cannot be told',
  'satisfaction.score.none': () => 'nobody has answered',
  'satisfaction.answer.off-scale': (r) =>
    `${answers(r)} outside the scale of ${r.params.lowest} to ${r.params.highest} (left out${first(r)})`,
  'satisfaction.answer.not-whole': (r) => `${answers(r)} between the steps of the scale (left out${first(r)})`,
  'satisfaction.answer.unreadable': (r) => `${answers(r)} without a number (left out${first(r)})`,
  'satisfaction.feedback.scored': () => 'enough customers for a complaint rate',
  'satisfaction.feedback.mostly-open': () => 'more feedback waits for an answer than has one: the time to answer looks better than it is',
  'satisfaction.feedback.too-few': () => 'too few customers for a complaint rate',
  'satisfaction.feedback.none': () => 'nobody has bought or complained',
  'satisfaction.time.unreadable': (r) => `${r.params.count} × “${r.params.attribute}” is not an instant (counts as open${first(r)})`,
  'satisfaction.time.before-opened': (r) =>
    `${r.params.count} × “${r.params.attribute}” lies before the feedback itself (counts as open${first(r)})`,
}

function answers({ params }: Reason): string {
  return `${params.count} ${params.survey} ${params.count === 1 ? 'answer' : 'answers'}`
}

function first({ params }: Reason): string {
  return params.first === null ? '' : `; the first is ${params.first}`
}
