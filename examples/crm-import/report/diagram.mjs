/**
 * A lifecycle drawn from its definition: the stages in a column, what an event brings about in arcs on the left, what silence brings about on the right.
 * An arc's end with a dot is where it leads. Nothing is laid out by hand, so a host's own definition can be drawn the same way.
 */
import { html } from './html.mjs'
import { figure } from './plot.mjs'

const ROW = 46
const BOX = { x: 112, width: 150, height: 30 }
const WIDTH = 380

export function stageDiagram({ id, stages: { machine, rows }, words, n }) {
  const say = words.ahead.lifecycle.diagram
  const place = new Map(machine.stages.map((stage, i) => [stage.id, i]))
  const counts = new Map(rows.map(({ stage, customers }) => [stage, customers]))
  const moves = machine.stages.flatMap((stage) => (stage.transitions ?? []).map((rule) => ({ from: stage.id, to: rule.to, rule })))
  const height = machine.stages.length * ROW
  const center = (stage) => (place.get(stage) + 0.5) * ROW
  const name = (stage) => words.ahead.stages[stage] ?? stage
  return figure({
    id,
    className: 'diagram',
    title: say.title,
    takeaway: say.takeaway,
    note: say.note,
    words,
    chart: html`<svg class="flow" role="img" aria-labelledby="${id}-label" viewBox="0 0 ${WIDTH} ${height}">
      <title id="${id}-label">${say.label}</title>
      ${moves.map((move) => arc(move, center, name, say))}${moves.map((move) => silenceLabel(move, center, say))}
      ${machine.stages.map(
        (stage) => html`<g>
          <rect class="mark node stage-${stage.id}" x="${BOX.x}" y="${center(stage.id) - BOX.height / 2}" width="${BOX.width}" height="${BOX.height}" rx="8" />
          <rect class="inner" x="${BOX.x + 6}" y="${center(stage.id) - BOX.height / 2}" width="${BOX.width - 6}" height="${BOX.height}" rx="6" />
          <text x="${BOX.x + 16}" y="${center(stage.id)}">${name(stage.id)}</text>
          <text class="count" x="${BOX.x + BOX.width - 10}" y="${center(stage.id)}">${n.count(counts.get(stage.id) ?? 0)}</text>
        </g>`,
      )}
    </svg>`,
    table: {
      columns: [{ title: say.from }, { title: say.to }, { title: say.when }],
      rows: moves.map(({ from, to, rule }) => [name(from), name(to), whenOf(rule, say)]),
    },
  })
}

function arc({ from, to, rule }, center, name, say) {
  const byTime = !('on' in rule)
  const [y1, y2] = [center(from) + (byTime ? 6 : -6), center(to) + (byTime ? -6 : 6)]
  const x = byTime ? BOX.x + BOX.width : BOX.x
  const reach = Math.min(96, 10 + Math.abs(y2 - y1) * 0.36)
  const bend = byTime ? x + reach : x - reach
  const title = `${name(from)} → ${name(to)}: ${whenOf(rule, say)}`
  return html`<g class="${byTime ? 'by-time' : 'by-event'}"><path d="M${x} ${y1} C${bend} ${y1} ${bend} ${y2} ${x} ${y2}"><title>${title}</title></path><circle cx="${x}" cy="${y2}" r="3.5" /></g>`
}

/** Beside the arcs between neighbors, on a ground of their own: the long arcs pass behind the words. */
function silenceLabel({ from, to, rule: { after } }, center, say) {
  const [y1, y2] = [center(from), center(to)]
  if (!after || !('rhythm' in after) || Math.abs(y2 - y1) > ROW * 1.2) return undefined
  return html`<text class="when" x="${BOX.x + BOX.width + 20}" y="${(y1 + y2) / 2}">${say.silence(after.rhythm, after.otherwise.n)}</text>`
}

/** In words: what triggers a transition. */
function whenOf(rule, say) {
  if ('on' in rule) {
    const events = [rule.on].flat().map((event) => say.events[event] ?? event)
    return rule.to === 'loyal' ? say.loyalAfter : events.join(', ')
  }
  return 'after' in rule && 'rhythm' in rule.after
    ? say.silenceLong(rule.after.rhythm, rule.after.otherwise.n)
    : JSON.stringify(rule.after ?? rule.at)
}
