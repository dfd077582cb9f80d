/** Whether the forecast is right for everybody: actual beside expected, by how often customers had bought before. */
import { html } from './html.mjs'
import { bar, figure, plot, roundTicks } from './plot.mjs'

export function calibrationBars({ id, value: { calibration, sample }, words, n }) {
  const say = words.ahead.calibration
  const groups = (calibration?.byFrequency ?? []).filter(({ customers }) => customers > 0)
  if (groups.length === 0) return figure({ id, title: say.title, takeaway: say.none, words })
  const ticks = roundTicks(Math.max(...groups.flatMap(({ actual, expected }) => [actual, expected])))
  const top = ticks.at(-1)
  const width = 1 / groups.length
  const name = ({ from }, i) => (i === groups.length - 1 ? say.more(n.count(from)) : n.count(from))
  return figure({
    id,
    className: 'months',
    title: say.title,
    takeaway: say.takeaway(n.fine(calibration.calibrationSlope)),
    note: [say.note(n.count(calibration.weeks)), sample ? ` ${words.ahead.sampleDrawn(n.count(sample.customers))}` : ''],
    words,
    chart: html`<ul class="legend" aria-hidden="true"><li class="line-actual">${words.ahead.tracking.actual}</li><li class="line-expected">${words.ahead.tracking.expected}</li></ul>
    ${plot({
      id,
      side: 'left',
      label: say.label,
      marks: html`${groups.map((group, i) =>
        ['actual', 'expected'].map((key, j) =>
          bar({
            from: (i + 0.14 + 0.37 * j) * width,
            to: (i + 0.49 + 0.37 * j) * width,
            height: group[key] / top,
            title: `${name(group, i)}: ${words.ahead.tracking[key]} ${n.fine(group[key])} (${n.count(group.customers)})`,
            className: key,
          }),
        ),
      )}`,
      x: groups.map((group, i) => ({ at: (i + 0.5) * width, text: name(group, i) })),
      y: ticks.slice(1).map((tick) => ({ at: tick / top, text: n.plain(tick) })),
      xTitle: say.x,
    })}`,
    table: {
      columns: [
        { title: say.x },
        { title: words.ahead.customers, right: true },
        { title: words.ahead.tracking.actual, right: true },
        { title: words.ahead.tracking.expected, right: true },
      ],
      rows: groups.map((group, i) => [name(group, i), n.count(group.customers), n.fine(group.actual), n.fine(group.expected)]),
    },
  })
}
