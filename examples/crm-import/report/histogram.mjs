/** Days, counted: gaps between orders, and time since the last one. */
import { histogram, quantile } from './data.mjs'
import { html } from './html.mjs'
import { bar, figure, freeSide, plot, roundTicks, rule } from './plot.mjs'

/**
 * @param days one number per gap or per customer
 * @param say `{ title, takeaway(figures), unit, note, label }` in the reader's language
 */
export function dayHistogram({ id, days, say, words, n, marksAt = [0.5, 0.9] }) {
  const shape = histogram(days)
  if (!shape) return figure({ id, title: say.title, takeaway: say.none, words })
  const { step, counts, beyond, sorted } = shape
  const all = beyond > 0 ? [...counts, beyond] : counts
  const ticks = roundTicks(Math.max(...all), { least: 1 })
  const top = ticks.at(-1)
  const width = 1 / all.length
  const reach = step * all.length
  const range = (i) =>
    i === counts.length ? words.report.daysFrom(n.count(i * step)) : words.report.daysRange(n.count(i * step), n.count((i + 1) * step - 1))
  const quantiles = marksAt.map((p) => ({ p, days: quantile(sorted, p) })).filter(({ days: value }) => value < step * counts.length)
  const every = Math.ceil(all.length / 6)
  return figure({
    id,
    title: say.title,
    takeaway: say.takeaway(sorted),
    note: say.note,
    words,
    chart: plot({
      id,
      side: freeSide(all),
      label: say.label,
      yTitle: say.unit,
      xTitle: words.report.days,
      marks: html`${all.map((count, i) =>
        bar({
          from: (i + 0.06) * width,
          to: (i + 0.94) * width,
          height: count / top,
          title: `${range(i)}: ${n.count(count)}`,
          className: i === counts.length ? 'beyond' : '',
        }),
      )}${quantiles.map(({ days: value }) => rule(Math.min(1, (value + 0.5) / reach)))}`,
      x: all.flatMap((_, i) => (i % every === 0 ? [{ at: i * width, text: n.count(i * step), minor: (i / every) % 2 === 1 }] : [])),
      y: ticks.slice(1).map((value) => ({ at: value / top, text: n.count(value) })),
    }),
    table: {
      columns: [{ title: words.report.days }, { title: say.unit, right: true }],
      rows: all.map((count, i) => [range(i), n.count(count)]),
    },
  })
}
