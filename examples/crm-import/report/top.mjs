/** The top of the customer tier management table: a table on a wide screen, cards on a narrow one. */
import { columnName, isObserved, levelName, preferenceName, segmentName, tierName } from '../labels.mjs'
import { html } from './html.mjs'

const LEVELS = ['serviceNeed', 'personalizationNeed', 'purchaseBehavior', 'interactionBehavior', 'loyaltyBehavior']
const SHOWN = 20

export function topTable({ id, top, words, n }) {
  const say = words.report.top
  const rows = top.slice(0, SHOWN)
  const isShown = (name) => rows.some((row) => isObserved(row[name]))
  const levels = LEVELS.filter(isShown)
  const preferred = isShown('productPreference')
  const unobserved = ['productPreference', ...LEVELS].filter((name) => !isShown(name))
  const money = (minor) => n.money(minor)
  const named = rows.some(({ name }) => name !== undefined)
  const heads = [
    [columnName(words, 'customerId')],
    [columnName(words, 'tier')],
    [columnName(words, 'score'), 'number'],
    [words.segment.revenue, 'number'],
    [words.segment.orders, 'number'],
    [say.cycle, 'number'],
    ...(preferred ? [[columnName(words, 'productPreference')]] : []),
    ...levels.map((name) => [columnName(words, name), 'level']),
    [words.segment.segment],
  ]
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${say.title}</h2>
    <p class="lead">${say.lead(levels.length > 0)} ${unobserved.length > 0 && say.unobserved(words.list(unobserved.map((name) => columnName(words, name))))}</p>
    <div class="scroll card flush" tabindex="0" role="region" aria-labelledby="${id}-title">
      <table class="top">
        <thead>
          <tr>
            ${heads.map(([text, className]) => html`<th scope="col" class="${className}">${text}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th scope="row">${row.name ?? row.customerId}${named && row.name !== undefined && html`<small>${row.customerId}</small>`}</th>
              <td data-head="${columnName(words, 'tier')}"><span class="badge tier-name tier-${row.tier}">${tierName(words, row.tier)}</span></td>
              <td class="number" data-head="${columnName(words, 'score')}">${n.decimal(row.score)}</td>
              <td class="number" data-head="${words.segment.revenue}">${money(row.amountMinor)}</td>
              <td class="number" data-head="${words.segment.orders}">${n.count(row.frequency)}</td>
              <td class="number" data-head="${say.cycle}">${row.cycleDays === undefined ? '–' : words.report.inDays(n.count(row.cycleDays))}</td>
              ${preferred && html`<td data-head="${columnName(words, 'productPreference')}">${preferenceName(words, row.productPreference)}</td>`}
              ${levels.map((name) => html`<td class="level" data-head="${columnName(words, name)}">${dots(row[name], words)}</td>`)}
              <td data-head="${words.segment.segment}">${segmentName(words, row.segment)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

/** Low, medium, high as one, two or three dots, and in words for those who do not see them. */
function dots(level, words) {
  const count = { low: 1, medium: 2, high: 3 }[level]
  if (count === undefined) return html`<span class="muted">${level === undefined ? '–' : levelName(words, level)}</span>`
  return html`<span class="dots" title="${levelName(words, level)}"><span class="sr">${levelName(words, level)}</span>${[1, 2, 3].map((i) => html`<i class="${i <= count && 'on'}"></i>`)}</span>`
}
