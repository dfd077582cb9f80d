/** The concentration curve: how unevenly revenue is spread over customers. */
import { html } from './html.mjs'
import { figure, percent, plot, stretched } from './plot.mjs'

export function lorenzCurve({ id, lorenz, words, n, say = words.report.lorenz }) {
  if (!lorenz) return figure({ id, title: say.title, takeaway: say.none, words })
  const { points, gini, topTenth, topFifth } = lorenz
  const path = points.map(([x, y]) => `${(x * 100).toFixed(2)},${((1 - y) * 100).toFixed(3)}`).join(' ')
  const quarters = [0, 0.25, 0.5, 0.75, 1]
  return figure({
    id,
    className: 'lorenz',
    title: say.title,
    takeaway: say.takeaway(n.percent(topTenth), n.percent(topFifth)),
    note: say.note(gini.toFixed(2)),
    words,
    chart: plot({
      id,
      className: 'square',
      side: 'left',
      label: say.label(gini.toFixed(2)),
      yTitle: say.y,
      xTitle: say.x,
      marks: html`${stretched(html`
        <polygon class="mark area" points="0,100 ${path} 100,100" />
        <line class="even" x1="0" y1="100" x2="100" y2="0" />
        <polyline class="mark curve" points="${path}" />
      `)}<circle class="mark dot" cx="80%" cy="${percent(topFifth)}" r="5"><title>${n.percent(0.8)} → ${n.percent(1 - topFifth)}</title></circle>
      <text class="dot-label" x="80%" y="${percent(topFifth)}" dx="-10" dy="-6">${n.percent(0.8)} → ${n.percent(1 - topFifth)}</text>`,
      x: quarters.map((at) => ({ at, text: n.percent(at) })),
      y: quarters.slice(1).map((at) => ({ at, text: n.percent(at) })),
    }),
    table: {
      columns: [{ title: say.x }, { title: say.y, right: true }],
      rows: points.filter((_, i) => i % Math.max(1, Math.floor(points.length / 10)) === 0).map(([x, y]) => [n.percent(x), n.percent(y)]),
    },
  })
}
