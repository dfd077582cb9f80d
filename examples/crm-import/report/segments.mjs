/** The map of segments: area is customers, color what is happening to them. */
import { segmentName } from '../labels.mjs'
import { html } from './html.mjs'
import { figure, percent } from './plot.mjs'
import { squarify } from './squarify.mjs'

const MOODS = {
  champions: 'strong',
  loyal: 'strong',
  'potential-loyal': 'growing',
  new: 'growing',
  promising: 'growing',
  'need-attention': 'watch',
  'about-to-sleep': 'watch',
  'cant-lose': 'losing',
  'at-risk': 'losing',
  hibernating: 'gone',
  lost: 'gone',
}

export function segmentMap({ id, segments, words, n }) {
  const say = words.report.segments
  const shown = segments
    .filter(({ segment, customers }) => segment !== undefined && customers > 0)
    .sort((a, b) => b.customers - a.customers)
  const counts = shown.map(({ customers }) => customers)
  const wide = squarify(counts, 1000, 460)
  const narrow = squarify(counts, 320, 420)
  const losing = shown.filter(({ segment }) => MOODS[segment] === 'losing')
  const sum = (key) => losing.reduce((all, each) => all + (each[key] ?? 0), 0)
  const buyers = counts.reduce((all, count) => all + count, 0)
  return figure({
    id,
    className: 'wide segments',
    title: say.title,
    takeaway: losing.length > 0 ? say.takeaway(n.percent(sum('customers') / buyers), n.percent(sum('revenueShare'))) : say.none,
    words,
    chart: html`<ul class="legend" aria-hidden="true">
        ${['strong', 'growing', 'watch', 'losing', 'gone'].map((mood) => html`<li class="${mood}">${say.moods[mood]}</li>`)}
      </ul>
      <div class="treemap" role="img" aria-label="${say.label}">
        ${shown.map(
          ({ segment, customers, revenueShare }, i) => html`<div
            class="mark tile ${MOODS[segment] ?? 'gone'}"
            style="${box(wide[i], 'w')}${box(narrow[i], 'n')}"
            title="${segmentName(words, segment)}: ${n.count(customers)} (${n.percent(customers / buyers)}), ${say.revenue(n.percent(revenueShare))}"
          ><div class="inside"><b>${segmentName(words, segment)}</b><span>${n.count(customers)}</span><small>${say.revenue(n.percent(revenueShare))}</small></div></div>`,
        )}
      </div>`,
    table: {
      columns: ['segment', 'customers', 'share', 'orders', 'revenue', 'revenueShare', 'averageOrder'].map((key, i) => ({
        title: words.segment[key],
        right: i > 0,
      })),
      rows: segments.map((each) => [
        segmentName(words, each.segment),
        n.count(each.customers),
        n.percent(each.customerShare),
        n.count(each.orders),
        n.money(each.revenue),
        n.percent(each.revenueShare),
        n.money(each.averageOrder),
      ]),
    },
  })
}

function box({ x, y, w, h }, prefix) {
  return `--${prefix}x:${percent(x)};--${prefix}y:${percent(y)};--${prefix}w:${percent(w)};--${prefix}h:${percent(h)};`
}
