/** The R×F map: where the customers stand, score by score. */
import { segmentName } from '../labels.mjs'
import { segmentAt } from './data.mjs'
import { html } from './html.mjs'
import { figure, percent } from './plot.mjs'

/** Percent of the full color; between the fifth and the sixth neither dark nor light letters could be read. */
const DEPTHS = [6, 18, 32, 48, 64, 84, 100]
const DEEP = 5

export function rfGrid({ id, grid, words, n }) {
  const say = words.report.grid
  const cells = grid.filter(({ customers }) => customers !== undefined)
  const most = Math.max(1, ...cells.map(({ customers }) => customers))
  const bins = Math.max(0, ...cells.map(({ x }) => x))
  const named = new Map()
  for (const cell of cells) {
    const segment = segmentAt(cell.x, cell.y)
    if (cell.customers > (named.get(segment)?.customers ?? 0)) named.set(segment, cell)
  }
  const size = 1 / Math.max(1, bins)
  const best = [...cells].sort((a, b) => b.customers - a.customers)[0]
  return figure({
    id,
    className: 'heat',
    title: say.title,
    takeaway: best && say.takeaway(best.x, best.y, n.count(best.customers), n.percent(best.share)),
    note: say.note,
    words,
    chart: html`<div class="heat-map">
      <div class="y-name">${say.frequency}</div>
      <div class="rows">${Array.from({ length: bins }, (_, i) => html`<span>${bins - i}</span>`)}</div>
      <svg role="img" aria-label="${say.label}" width="100%" height="100%">
        ${cells.map(({ x, y, customers, share, meanValue }) => {
          const segment = segmentAt(x, y)
          const step = Math.min(DEPTHS.length - 1, Math.floor(Math.sqrt(customers / most) * DEPTHS.length))
          const label = `${say.cell(x, y)} · ${segmentName(words, segment)}: ${n.count(customers)} (${n.percent(share)})${meanValue === undefined ? '' : `, ${say.mean(n.short(meanValue))}`}`
          return html`<g class="${step >= DEEP ? 'deep' : ''}">
            <rect class="mark" x="${percent((x - 1) * size + 0.006)}" y="${percent((bins - y) * size + 0.008)}" width="${percent(size - 0.012)}" height="${percent(size - 0.016)}" rx="4" style="--depth:${DEPTHS[step]}%"><title>${label}</title></rect>
            <text class="count" x="${percent((x - 0.5) * size)}" y="${percent((bins - y + 0.5) * size)}">${customers > 0 ? n.count(customers) : ''}</text>
            ${named.get(segment)?.x === x && named.get(segment)?.y === y && html`<text class="segment" x="${percent((x - 0.5) * size)}" y="${percent((bins - y + 0.5) * size)}" dy="1.5em">${segmentName(words, segment)}</text>`}
          </g>`
        })}
      </svg>
      <div class="columns">${Array.from({ length: bins }, (_, i) => html`<span>${i + 1}</span>`)}</div>
      <div class="x-name">${say.recency}</div>
    </div>`,
    table: {
      columns: [
        { title: say.cellHead },
        { title: words.segment.segment },
        { title: words.segment.customers, right: true },
        { title: say.meanHead, right: true },
      ],
      rows: cells.map(({ x, y, customers, meanValue }) => [
        say.cell(x, y),
        segmentName(words, segmentAt(x, y)),
        n.count(customers),
        n.money(meanValue),
      ]),
    },
  })
}
