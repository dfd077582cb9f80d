import type { Length } from '../core/time/length.js'
import type { LifecycleDefinition, Transition } from './definition.js'

/**
 * The lifecycle as a Mermaid `stateDiagram-v2`: stages, what leads from one to the next, and where it ends.
 * Stages are numbered `s0`, `s1` … and carry their names as text, so that any id can be drawn.
 */
export function lifecycleDiagram({ stages, initial, everywhere = [] }: LifecycleDefinition): string {
  const node = (id: string): string => `s${stages.findIndex((stage) => stage.id === id)}`
  const lines = ['stateDiagram-v2']
  for (const { id, name } of stages) lines.push(`  state "${plain(name ?? id)}" as ${node(id)}`)
  lines.push(`  [*] --> ${node(initial)}`)
  for (const stage of stages) {
    for (const rule of stage.transitions ?? []) lines.push(`  ${node(stage.id)} --> ${node(rule.to)} : ${plain(labelOf(rule))}`)
    if (stage.final === true) lines.push(`  ${node(stage.id)} --> [*]`)
    else
      for (const rule of everywhere)
        if (rule.to !== stage.id) lines.push(`  ${node(stage.id)} --> ${node(rule.to)} : ${plain(labelOf(rule))}`)
  }
  return `${lines.join('\n')}\n`
}

/** What triggers a transition, in a few words: `purchase [if]`, `after 2 × rhythm`. */
export function labelOf(rule: Transition): string {
  return `${triggerOf(rule)}${rule.when === undefined ? '' : ' [if]'}`
}

function triggerOf(rule: Transition): string {
  if ('on' in rule) return typeof rule.on === 'string' ? rule.on : rule.on.join(' or ')
  if ('after' in rule) {
    const since = typeof rule.since === 'object' ? ` since ${rule.since.event}` : ''
    return 'rhythm' in rule.after ? `after ${rule.after.rhythm} × rhythm${since}` : `after ${lengthText(rule.after)}${since}`
  }
  if (typeof rule.at === 'string') return `on ${rule.at}`
  if ('yearly' in rule.at) return `every ${rule.at.yearly}`
  return `${rule.at.before === undefined ? 'on' : `${lengthText(rule.at.before)} before`} ${rule.at.field}`
}

function lengthText({ n, unit }: Length): string {
  return `${n} ${unit === 'halfYear' ? 'half-year' : unit}${n === 1 ? '' : 's'}`
}

/** Mermaid ends a label at a line break or semicolon and reads quotes, colons and angle brackets as its own. */
function plain(text: string): string {
  return (
    text
      .replace(/[\s]+/g, ' ')
      .replace(/["“”<>;:#{}|\\`%]/g, '·')
      .trim() || '·'
  )
}
