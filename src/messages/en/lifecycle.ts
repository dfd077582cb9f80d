import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { problemEn } from './problem.js'

/** Lifecycles: moves, what became of events, and what a definition gets wrong. */
export const lifecycleEn: Catalogue = {
  'lifecycle.stage.moved': (r) => `${r.params.on}: ${r.params.from} → ${r.params.to} (${cause(r)})`,
  'lifecycle.stage.undone': (r) => `${r.params.on}: ${r.params.from} → ${r.params.to} (${cause(r)}) did not happen after all`,
  'lifecycle.event.applied': () => 'the event was applied',
  'lifecycle.event.late': (r) => `event ${r.params.fact} came late and was put in its place`,
  'lifecycle.event.duplicate': (r) => `event ${r.params.fact} was known already`,
  'lifecycle.event.conflict': (r) => `event ${r.params.fact} is known with other content; nothing was changed`,
  'lifecycle.event.invalid': (r) => `event ${r.params.fact || 'without an id'} was not taken: ${problemEn(r)}`,
  'lifecycle.event.unknown': (r) => `no rule of the lifecycle reads events of type “${r.params.type}”`,
  'lifecycle.event.refused': () => 'the event was refused',
  'lifecycle.event.needs-history': (r) =>
    `event ${r.params.fact} of ${r.params.at} is older than the lateness; the history must be replayed`,
  'lifecycle.as-of.earlier': (r) => `asked for ${r.params.asked}, but the state is already as of ${r.params.asOf}`,
  'lifecycle.state.other-definition': (r) =>
    `the state (stage ${r.params.stage}) was made by ${r.params.stateId} ${r.params.stateHash}, not by ${r.params.id} ${r.params.hash}; replay the history under the new definition`,
  'lifecycle.state.unknown-stage': (r) =>
    `the stored state (stage “${r.params.stage}”) is no whole state of this lifecycle: a stage it does not have, or parts are missing; replay the history`,
  'lifecycle.zone.unknown': (r) => `${at(r)}unknown time zone “${r.params.timeZone}”`,
  'lifecycle.currency.unknown': (r) => `${at(r)}unknown currency “${r.params.currency}”`,
  'lifecycle.stage.unknown': (r) => `${at(r)}there is no stage “${r.params.stage}”`,
  'lifecycle.stage.duplicate': (r) => `${at(r)}the stage “${r.params.stage}” is there twice`,
  'lifecycle.stage.final-with-exit': (r) => `${at(r)}the final stage “${r.params.stage}” has a way out`,
  'lifecycle.anchor.unknown': (r) => `${at(r)}a window cannot count from “${r.params.anchor}”, only from enrollment or stage`,
  'lifecycle.measure.unknown': (r) => `${at(r)}there is no measure “${r.params.measure}”`,
  'lifecycle.measure.no-window': (r) => `${at(r)}the mean per calendar unit of “${r.params.measure}” needs a window`,
  'lifecycle.streak.window': (r) => `${at(r)}the streak “${r.params.measure}” needs a \`fixed\` or \`anchored\` window without a shift`,
  'lifecycle.streak.least': (r) => `${at(r)}\`least\` belongs to streaks; “${r.params.measure}” is none`,
  'lifecycle.measure.no-divisor': (r) => `${at(r)}the ratio “${r.params.measure}” needs \`by\``,
  'lifecycle.flag.unknown': (r) => `${at(r)}there is no flag “${r.params.flag}” here`,
  'lifecycle.flag.undecided': (r) => `${at(r)}the same fact sets and clears the flag “${r.params.flag}”`,
  'lifecycle.rhythm.undeclared': (r) => `${at(r)}the definition declares no rhythm`,
  'lifecycle.rhythm.not-positive': (r) => `${at(r)}a rhythm must be multiplied by a number above 0, not ${r.params.rhythm}`,
  'lifecycle.date.unreal': (r) => `${at(r)}${r.params.date} is no date`,
  'lifecycle.word.unavailable': (r) => `${at(r)}a lifecycle has no answer for “${r.params.word}” here`,
  'lifecycle.timer.no-event': (r) => `${at(r)}time brings no event, so the condition of a timer cannot read “${r.params.field}”`,
  'lifecycle.timer.blocked': (r) => `${r.params.on}: time would lead in a circle; ${r.params.from} → ${r.params.to} was not taken`,
  'lifecycle.stage.unreachable': (r) => `${at(r)}no way leads to “${r.params.stage}”`,
  'lifecycle.stage.trap': (r) => `${at(r)}nothing leads out of “${r.params.stage}”, and it is not declared final (${r.params.route})`,
  'lifecycle.stage.no-way-back': (r) => `${at(r)}customers lost in “${r.params.stage}” can never come back (${r.params.route})`,
  'lifecycle.stage.never-entered': (r) =>
    `${at(r)}none of the ${r.params.customers} customers of the sample was ever in “${r.params.stage}”`,
  'lifecycle.transition.ambiguous': (r) =>
    `${at(r)}“${r.params.event}” in “${r.params.stage}” may lead to “${r.params.first}” or to “${r.params.second}” with equal priority; the first written wins (${r.params.route})`,
  'lifecycle.transition.never': (r) => `${at(r)}this way from “${r.params.stage}” to “${r.params.to}” can never be taken`,
  'lifecycle.timer.never': (r) => `${at(r)}the timer “${r.params.trigger}” in “${r.params.stage}” can never fire (${r.params.route})`,
  'lifecycle.timer.endless': (r) => `${at(r)}time that does not pass leads in a circle: ${r.params.cycle}`,
  'lifecycle.timer.shorter-than-refresh': (r) =>
    `${at(r)}the timer “${r.params.trigger}” in “${r.params.stage}” may fire before the facts have arrived`,
  'lifecycle.lint.too-large': (r) => `${r.params.transitions} transitions are more than can be looked at (${r.params.limit})`,
  'lifecycle.gaps.too-few': (r) => `${r.params.ended} gaps between purchases are over; ${r.params.required} are needed`,
  'lifecycle.gaps.few-rhythms': (r) =>
    `only ${r.params.rhythmic} gaps follow a rhythm (${r.params.required} are needed); the multiples are those of the mean gap`,
}

function cause(r: Reason): string {
  return r.params.trigger === 'event' ? `event ${r.params.cause}` : 'time'
}

function at(r: Reason): string {
  return r.path && r.path.length > 0 ? `${r.path.join('.')}: ` : ''
}
