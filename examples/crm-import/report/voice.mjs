/** What customers say: NPS of each tier with its interval, and how complaints are handled. */
import { tierName } from '../labels.mjs'
import { html } from './html.mjs'
import { figure, percent } from './plot.mjs'

export function voiceSection({ id, voice, words, n }) {
  const { nps, feedback } = voice
  if (!nps && !feedback) return undefined
  return html`<section aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${words.report.sections.voice}</h2>
    <div class="two">
      ${nps && npsBars({ id: `${id}-nps`, nps, words, n })}
      ${handling({ id: `${id}-care`, voice, words, n })}
    </div>
  </section>`
}

function npsBars({ id, nps: [all, ...tiers], words, n }) {
  const say = words.report.nps
  const name = ({ group }) => (group === undefined ? say.all : tierName(words, group))
  const interval = ({ score, low, high }) => (score === undefined ? '–' : say.interval(n.signed(low), n.signed(high)))
  const rows = [all, ...tiers.filter(({ answers }) => answers > 0)]
  const piece = (row, from, count, className, label) => html`<rect
    class="mark ${className}"
    x="${percent(from / row.answers)}"
    width="${percent(count / row.answers)}"
    height="100%"
  ><title>${name(row)}: ${label} ${n.count(count)} (${n.percent(count / row.answers)})</title></rect>`
  return figure({
    id,
    className: 'nps',
    title: say.title,
    takeaway: say.takeaway(n.signed(all.score), n.count(all.answers)),
    note: say.note,
    words,
    chart: html`<ul class="legend" aria-hidden="true">
        <li class="against">${say.detractors}</li>
        <li class="between">${say.passives}</li>
        <li class="for">${say.promoters}</li>
      </ul>
      <div class="bars" role="img" aria-label="${say.label}">
        ${rows.map(
          (row) => html`<div class="name tier-name">${name(row)}</div>
            <svg width="100%" height="26" aria-hidden="true">
              ${piece(row, 0, row.bottom, 'against', say.detractors)}${piece(row, row.bottom, row.middle, 'between', say.passives)}${piece(row, row.bottom + row.middle, row.top, 'for', say.promoters)}
            </svg>
            <div class="value"><b>${n.signed(row.score)}</b> <small>${interval(row)}</small></div>`,
        )}
      </div>`,
    table: {
      columns: [
        { title: words.report.tier },
        { title: say.answers, right: true },
        { title: say.promoters, right: true },
        { title: say.passives, right: true },
        { title: say.detractors, right: true },
        { title: 'NPS', right: true },
        { title: say.intervalHead, right: true },
      ],
      rows: rows.map((row) => [
        name(row),
        n.count(row.answers),
        n.count(row.top),
        n.count(row.middle),
        n.count(row.bottom),
        n.signed(row.score),
        interval(row),
      ]),
    },
  })
}

function handling({ id, voice: { csat, ces, feedback }, words, n }) {
  const say = words.report.care
  const items = [
    ...(csat ? [[say.csat, n.percent(csat.score), say.between(n.percent(csat.low), n.percent(csat.high))]] : []),
    ...(ces ? [[say.ces, n.decimal(ces.score), say.between(n.decimal(ces.low), n.decimal(ces.high))]] : []),
    ...(feedback
      ? [
          [say.complainers, n.percent(feedback.complaintRate), say.complaints(n.count(feedback.complaints))],
          [
            say.answerHours,
            words.report.inHours(n.decimal(feedback.answerHours)),
            say.unanswered(n.count(feedback.unanswered), n.count(feedback.feedback)),
          ],
          [say.solveHours, words.report.inHours(n.decimal(feedback.solveHours)), say.unsolved(n.count(feedback.unsolved))],
        ]
      : []),
  ]
  if (items.length === 0) return undefined
  return html`<div class="card" role="group" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${say.title}</h3>
    <dl class="kpis plain">
      ${items.map(([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>`)}
    </dl>
  </div>`
}
