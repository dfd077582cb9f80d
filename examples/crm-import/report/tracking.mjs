/** Week by week: what the model expected, and what happened. */
import { dateAfter } from '../ahead/dates.mjs'
import { total } from './data.mjs'
import { html } from './html.mjs'
import { figure, plot, roundTicks, rule, stretched } from './plot.mjs'

export function trackingLines({ id, value: { tracking, judged, sample }, words, n }) {
  const say = words.ahead.tracking
  if (!tracking) return figure({ id, title: say.title, takeaway: say.none, words })
  const { actualIncremental: actual, expectedIncremental: expected, from, start } = tracking
  const weeks = actual.length
  const ticks = roundTicks(Math.max(...actual, ...expected))
  const top = ticks.at(-1)
  const points = (column) =>
    Array.from(column, (y, k) => `${(((k + 0.5) / weeks) * 100).toFixed(2)},${((1 - y / top) * 100).toFixed(2)}`).join(' ')
  const every = Math.ceil(weeks / 5)
  const after = from === undefined ? 0 : Math.min(weeks - 1, Math.floor(from))
  const sums = [expected, actual].map((column) => n.count(total(Array.from(column).slice(after))))
  const weekOf = (k) => words.report.month(dateAfter(start, 7 * k).slice(0, 7))
  return figure({
    id,
    className: 'tracking',
    title: say.title,
    takeaway: from === undefined ? say.fitted : say.takeaway(...sums, n.count(judged.holdout.n)),
    note: [from === undefined ? '' : say.note, sample ? ` ${words.ahead.sampleDrawn(n.count(sample.customers))}` : ''],
    words,
    chart: html`<ul class="legend" aria-hidden="true"><li class="line-actual">${say.actual}</li><li class="line-expected">${say.expected}</li></ul>
    ${plot({
      id,
      side: 'left',
      label: say.label,
      yTitle: say.y,
      marks: html`${from === undefined ? undefined : rule(from / weeks)}${stretched(html`
        <polyline class="mark curve thin" points="${points(actual)}" />
        <polyline class="mark curve expected" points="${points(expected)}" />
      `)}<circle class="mark dot" cx="${((weeks - 0.5) / weeks) * 100}%" cy="${(1 - expected[weeks - 1] / top) * 100}%" r="4"><title>${say.expected}: ${n.count(expected[weeks - 1])}</title></circle>`,
      x: Array.from({ length: weeks }, (_, k) => k).flatMap((k) =>
        k % every === 0 ? [{ at: (k + 0.5) / weeks, text: weekOf(k), minor: (k / every) % 2 === 1 }] : [],
      ),
      y: ticks.slice(1).map((tick) => ({ at: tick / top, text: n.count(tick) })),
    })}`,
    table: {
      columns: [{ title: say.week }, { title: say.actual, right: true }, { title: say.expected, right: true }],
      rows: Array.from({ length: weeks }, (_, k) => [dateAfter(start, 7 * k), n.count(actual[k]), n.decimal(expected[k])]),
    },
  })
}
