/** Revenue month by month. */
import { html } from './html.mjs'
import { bar, figure, freeSide, plot, roundTicks } from './plot.mjs'

export function monthBars({ id, months, words, n }) {
  const say = words.report.months
  const places = n.minorPerMajor
  const ticks = roundTicks(Math.max(0, ...months.map(({ revenueMinor }) => revenueMinor)) / places)
  const top = ticks.at(-1) * places
  const width = 1 / Math.max(1, months.length)
  const best = [...months].sort((a, b) => b.revenueMinor - a.revenueMinor)[0]
  const every = Math.ceil(months.length / 6)
  return figure({
    id,
    className: 'months',
    title: say.title,
    takeaway: best && say.takeaway(words.report.month(best.month), n.short(best.revenueMinor)),
    words,
    chart: plot({
      id,
      side: freeSide(months.map(({ revenueMinor }) => revenueMinor)),
      label: say.label,
      marks: html`${months.map(({ month, revenueMinor, orders }, i) =>
        bar({
          from: (i + 0.14) * width,
          to: (i + 0.86) * width,
          height: revenueMinor / top,
          title: `${words.report.month(month)}: ${n.money(revenueMinor)}, ${say.orders(n.count(orders))}`,
          className: month === best.month ? 'best' : '',
        }),
      )}`,
      x: months.flatMap(({ month }, i) =>
        i % every === 0 ? [{ at: (i + 0.5) * width, text: words.report.month(month), minor: (i / every) % 2 === 1 }] : [],
      ),
      y: ticks.slice(1).map((value) => ({ at: (value * places) / top, text: n.short(value * places) })),
    }),
    table: {
      columns: [{ title: say.month }, { title: words.segment.revenue, right: true }, { title: words.segment.orders, right: true }],
      rows: months.map(({ month, revenueMinor, orders }) => [words.report.month(month), n.money(revenueMinor), n.count(orders)]),
    },
  })
}
