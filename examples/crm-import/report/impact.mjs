/** A page of its own: what new rules would change, the losers first. */
import { sentence } from 'tierwise/messages'
import { figures } from '../numbers.mjs'
import { bar, bars } from './bars.mjs'
import { html, unbroken } from './html.mjs'
import { figure } from './plot.mjs'

const SHOWN = 15

export function impactTitle(impact, words) {
  return `${words.ahead.impact.title}, ${words.report.asOf(impact.asOf)}`
}

export function impactBody(impact, currency, words) {
  const say = words.ahead.impact
  const n = figures(words.locale, currency)
  const id = (name) => `${words.lang}-${name}`
  return html`<p class="headline">${headline(impact, say, n)}</p>
    <p class="lead">${unbroken(say.lead(impact.before.id, impact.after.id, impact.asOf))} ${impact.measures && say.ladderNote(words.list(impact.measures))}</p>
    ${cards(impact, words, n)}
    <div class="two">
      ${matrix({ id: id('matrix'), impact, words, n })}
      ${kinds({ id: id('kinds'), impact, words, n })}
    </div>
    ${people({ id: id('losers'), list: impact.losers, texts: say.losers, impact, words, n })}
    ${people({ id: id('winners'), list: impact.winners, texts: say.winners, impact, words, n })}`
}

function headline({ moves, members }, say, n) {
  const [before, after] = say.headline('\u0000', n.count(members)).split('\u0000')
  return html`${before}<em>${n.count(moves.down)}</em>${after}`
}

function cards(impact, words, n) {
  const say = words.ahead.impact
  const { moves, benefits, liability, points, refusals } = impact
  const other = moves.sooner + moves.later + moves.changed + moves.same - (impact.kind === 'ladder' ? impact.unchanged : 0)
  const items = [
    [say.kpi.down, n.count(moves.down)],
    [say.kpi.up, n.count(moves.up)],
    [say.kpi.other, n.count(other)],
    [say.kpi.unchanged, n.count(impact.unchanged)],
    ...(benefits === undefined ? [] : [[say.kpi.benefits, n.signedMajor(Number(benefits))]]),
    ...Object.entries(points).map(([currency, sum]) => [
      say.kpi.points(currency),
      n.signed(sum),
      liability !== undefined && say.kpi.worth(n.signedMajor(Number(liability))),
    ]),
    ...(refusals && refusals.before + refusals.after > 0
      ? [[say.kpi.refusals, `${n.count(refusals.before)} → ${n.count(refusals.after)}`]]
      : []),
  ]
  const missing = [
    ...(benefits === undefined ? [say.noCosts] : []),
    ...(liability === undefined && Object.keys(points).length > 0 ? [say.unpriced] : []),
  ]
  return html`<dl class="kpis">
      ${items.map(([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}</dd>${note && html`<dd class="note">${note}</dd>`}</div>`)}
    </dl>
    ${missing.map((text) => html`<p class="note-line">${text}</p>`)}`
}

function matrix({ id, impact, words, n }) {
  const say = words.ahead.impact.matrix
  const tiers = [...(impact.hasNone ? [''] : []), ...impact.tiers]
  const at = (from, to) => impact.matrix[from]?.[to] ?? 0
  const name = (tier) => (tier === '' ? say.none : tier)
  const stay = tiers.reduce((sum, tier) => sum + at(tier, tier), 0)
  return figure({
    id,
    className: 'matrix',
    title: say.title,
    takeaway: say.takeaway(n.count(stay), n.count(impact.members)),
    note: say.note,
    words,
    chart: html`<div class="cohort-map" role="img" aria-label="${say.label}" style="--stages:${tiers.length}">
      <span class="head">${say.before} \\ ${say.after}</span>${tiers.map((tier) => html`<span class="head">${name(tier)}</span>`)}
      ${tiers.map(
        (from, i) =>
          html`<span class="name">${name(from)}</span>${tiers.map((to, j) => {
            const count = at(from, to)
            return html`<span class="mark cell ${count === 0 ? 'none' : i === j ? 'stay' : j > i ? 'rise' : 'fall'}">${n.count(count)}</span>`
          })}`,
      )}
    </div>`,
    table: {
      columns: [{ title: say.before }, ...tiers.map((tier) => ({ title: name(tier), right: true }))],
      rows: tiers.map((from) => [name(from), ...tiers.map((to) => n.count(at(from, to)))]),
    },
  })
}

/** How many move, and how many only see another date or balance: worst first. */
function kinds({ id, impact, words, n }) {
  const say = words.ahead.impact
  const all = [...impact.losers, ...impact.winners]
  const count = (test) => all.filter(test).length
  const sign = ({ points }) => Math.sign(Object.values(points).reduce((sum, text) => sum + Number(text), 0))
  const hasPoints = Object.keys(impact.points).length > 0
  const rows = [
    ...['down', 'sooner'].map((move) => ({
      name: say.move[move],
      className: `move-${move}`,
      customers: count((each) => each.move === move),
    })),
    ...(hasPoints
      ? [{ name: say.kinds.less, className: 'move-less', customers: count((each) => each.move === 'same' && sign(each) < 0) }]
      : []),
    { name: say.kinds.unchanged, className: 'move-none', customers: impact.unchanged },
    ...(hasPoints
      ? [{ name: say.kinds.more, className: 'move-more', customers: count((each) => each.move === 'same' && sign(each) > 0) }]
      : []),
    ...['changed', 'later', 'up'].map((move) => ({
      name: say.move[move],
      className: `move-${move}`,
      customers: count((each) => each.move === move),
    })),
  ].filter(({ customers, className }) => customers > 0 || /down|up|none/.test(className))
  const most = Math.max(1, ...rows.map(({ customers }) => customers))
  const other = impact.members - impact.unchanged - impact.moves.up - impact.moves.down
  return figure({
    id,
    className: 'actions kinds',
    title: say.kinds.title,
    takeaway: say.kinds.takeaway(n.count(other)),
    words,
    chart: bars({
      label: say.kinds.label,
      rows: rows.map(({ name, className, customers }) => ({
        name,
        marks: bar(customers / most, `${name}: ${n.count(customers)}`, className),
        value: html`<b>${n.count(customers)}</b> <small>${n.percent(customers / impact.members)}</small>`,
      })),
    }),
    table: {
      columns: [{ title: say.head.move }, { title: words.ahead.customers, right: true }, { title: words.ahead.share, right: true }],
      rows: rows.map(({ name, customers }) => [name, n.count(customers), n.percent(customers / impact.members)]),
    },
  })
}

function people({ id, list, texts, impact, words, n }) {
  const say = words.ahead.impact
  const currencies = Object.keys(impact.points)
  const named = list.some(({ name }) => name !== undefined)
  const dated = list.some((each) => (each.validUntilBefore ?? each.validUntilAfter) != null)
  const argued = impact.kind === 'ladder'
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${texts.title}</h2>
    <p class="lead">${list.length === 0 ? texts.none : texts.lead} ${list.length > SHOWN && say.more(n.count(list.length - SHOWN))}</p>
    ${
      list.length > 0 &&
      html`<div class="scroll card flush" tabindex="0" role="region" aria-labelledby="${id}-title">
      <table class="top customers">
        <thead>
          <tr>
            <th scope="col">${words.ahead.customer}</th>
            <th scope="col">${say.head.move}</th>
            <th scope="col">${say.head.tier}</th>
            <th scope="col" class="number">${say.head.amount}</th>
            ${currencies.map((currency) => html`<th scope="col" class="number">${currency}</th>`)}
            ${dated && html`<th scope="col">${say.head.until}</th>`}
            ${argued && html`<th scope="col">${say.head.why}</th>`}
          </tr>
        </thead>
        <tbody>
          ${list.slice(0, SHOWN).map(
            (each) => html`<tr>
              <th scope="row">${each.name ?? each.id}${named && each.name !== undefined && html`<small>${each.id}</small>`}</th>
              <td data-head="${say.head.move}"><span class="badge move-${each.move}">${say.move[each.move]}</span></td>
              <td data-head="${say.head.tier}">${fromTo(each.from ?? say.matrix.none, each.to ?? say.matrix.none)}</td>
              <td class="number" data-head="${say.head.amount}">${n.money(each.amountMinor)}</td>
              ${currencies.map((currency) => html`<td class="number" data-head="${currency}">${each.points[currency] === undefined ? '–' : n.signed(Number(each.points[currency]))}</td>`)}
              ${dated && html`<td class="until" data-head="${say.head.until}">${fromTo(each.validUntilBefore ?? '–', each.validUntilAfter ?? '–')}</td>`}
              ${
                argued &&
                html`<td class="long" data-head="${say.head.why}">${each.reasons
                  .slice(1)
                  .map((reason) => words.sentence(sentence(reason, words.catalogue)))
                  .join(' ')}</td>`
              }
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`
    }
  </section>`
}

/** `gold → silver`, or the one word for both. */
function fromTo(from, to) {
  return from === to ? from : html`<span class="change">${from} <span class="muted">→</span> <b>${to}</b></span>`
}
