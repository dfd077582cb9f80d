import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

export const rfmEn: Catalogue = {
  'rfm.measure.reserved': (r) => `${at(r)}“${r.params.measure}” is the name of a column of the scored table; call the measure otherwise`,
  'rfm.measure.duplicate': (r) => `${at(r)}the measure “${r.params.measure}” is already there`,
  'rfm.measure.incomplete': (r) => `${at(r)}the measure “${r.params.measure}” is not one of r, f, m, l, g, d: say its ${r.params.key}`,
  'rfm.measure.cut-points': (r) => `${at(r)}expected ${r.params.expected} cut points, one fewer than there are scores, got ${r.params.got}`,
  'rfm.measure.weightless': () => 'every weight is 0: give some measure a weight',
  'rfm.measure.too-many-cells': (r) =>
    `${r.params.cells} combinations of scores are more than ${r.params.limit}: take fewer measures or fewer bins`,
  'rfm.measure.not-nested': (r) => `${at(r)}only a model with nested binning has cut points per combination`,
  'rfm.measure.contexts': (r) => `${at(r)}expected ${r.params.expected} sets of cut points, each one fewer than there are scores`,
  'rfm.measure.counts': (r) => `${at(r)}expected ${r.params.expected} counts, one per score, got ${r.params.got}`,

  'rfm.fit.no-customers': (r) =>
    `no customer has a value for “${r.params.measure}” and all other measures (${r.params.unscored} without): nothing to fit`,
  'rfm.fit.few-customers': (r) => `only ${r.params.customers} customers (${r.params.needed} or more make steady cut points)`,
  'rfm.level.vanished': (r) =>
    `nobody scores ${r.params.scores} (of ${r.params.bins}) for “${r.params.measure}”: too many customers share one value`,
  'rfm.value.missing': (r) => `no value for “${r.params.measure ?? 'a measure'}”`,
  'rfm.value.unreadable': (r) => `the value for “${r.params.measure ?? 'a measure'}” is not a finite number`,
  'rfm.measure.scored': (r) =>
    `${r.params.measure} ${r.params.score} of ${r.params.bins}: ${r.params.column} ${r.params.value} ${between(r)}`,
  'rfm.customer.scored': (r) =>
    `cell ${r.params.cell}, total ${r.params.score}${r.params.segment === undefined ? '' : `, ${r.params.segment}`}`,
  'rfm.customer.unscored': () => 'not scored: a measure has no usable value',

  'rfm.segments.no-measures': (r) => `${at(r)}name at least one measure`,
  'rfm.segments.too-many-cells': (r) => `${at(r)}${r.params.cells} combinations of scores are more than ${r.params.limit}`,
  'rfm.segments.duplicate': (r) => `${at(r)}the segment “${r.params.segment}” is already there`,
  'rfm.segments.unknown-measure': (r) => `${at(r)}the measure “${r.params.measure}” is not among the bins`,
  'rfm.segments.interval': (r) => `${at(r)}${r.params.from} to ${r.params.to} is not a range within 1 to ${r.params.bins}`,
  'rfm.segments.overlap': (r) =>
    `${r.params.cells} of ${r.params.of} cells match more than one segment, so the order decides (${r.params.examples})`,
  'rfm.segments.uncovered': (r) =>
    `${r.params.cells} of ${r.params.of} cells match no segment (${r.params.examples})${r.params.rest === null ? '' : ` and fall to “${r.params.rest}”`}`,
  'rfm.segments.shadowed': (r) =>
    `nobody can ever be “${r.params.segment}”: ${r.params.by} take all its cells first (${r.params.examples})`,
  'rfm.segments.unreachable': (r) =>
    `with this model nobody can be “${r.params.segment}”: no value of “${r.params.measure}” scores ${r.params.from} to ${r.params.to}`,
  'rfm.segments.pair': (r) => `“${r.params.first}” takes cells that “${r.params.second}” names too (${r.params.examples})`,

  'rfm.drift.hidden-decline': (r) =>
    `refitting hides a decline: by the stored cut points ${r.params.lower} of ${r.params.customers} customers score lower for “${r.params.measure}”`,
  'rfm.drift.hidden-growth': (r) =>
    `refitting hides growth: by the stored cut points ${r.params.higher} of ${r.params.customers} customers score higher for “${r.params.measure}”`,

  'rfm.letter.r': () => 'Recency',
  'rfm.letter.f': () => 'Frequency',
  'rfm.letter.m': () => 'Monetary',
  'rfm.letter.l': () => 'Length',
  'rfm.letter.g': () => 'Gap',
  'rfm.letter.d': () => 'Discount share',

  'rfm.segment.champions': () => 'Champions',
  'rfm.segment.loyal': () => 'Loyal',
  'rfm.segment.potential-loyal': () => 'Potential loyal',
  'rfm.segment.new': () => 'New',
  'rfm.segment.promising': () => 'Promising',
  'rfm.segment.need-attention': () => 'Need attention',
  'rfm.segment.about-to-sleep': () => 'About to sleep',
  'rfm.segment.at-risk': () => 'At risk',
  'rfm.segment.cant-lose': () => 'Can’t lose',
  'rfm.segment.hibernating': () => 'Hibernating',
  'rfm.segment.lost': () => 'Lost',
  'rfm.segment.recent': () => 'Recent',
  'rfm.segment.inactive': () => 'Inactive',
  'rfm.segment.important-value': () => 'Important: value',
  'rfm.segment.important-develop': () => 'Important: develop',
  'rfm.segment.important-keep': () => 'Important: keep',
  'rfm.segment.important-win-back': () => 'Important: win back',
  'rfm.segment.ordinary-value': () => 'Ordinary: value',
  'rfm.segment.ordinary-develop': () => 'Ordinary: develop',
  'rfm.segment.ordinary-keep': () => 'Ordinary: keep',
  'rfm.segment.ordinary-win-back': () => 'Ordinary: win back',
  'rfm.segment.others': () => 'Others',
}

function between({ params: { from, to, onCut } }: Reason): string {
  const [above, upTo] = onCut === 'above' ? ['from', 'below'] : ['above', 'up to']
  const bounds = [...(from === null ? [] : [`${above} ${from}`]), ...(to === null ? [] : [`${upTo} ${to}`])]
  return `(${bounds.join(', ')})`
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}: ` : ''
}
