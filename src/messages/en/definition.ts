import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** What can be wrong with any definition before a room looks at it. */
export const definitionEn: Catalogue = {
  'definition.size.too-large': (r) => `${at(r)}too large: more than ${r.params.limit} values`,
  'definition.depth.too-deep': (r) => `${at(r)}nested deeper than ${r.params.limit} levels`,
  'definition.text.too-long': (r) => `${at(r)}a text longer than ${r.params.limit} characters`,
  'definition.text.ill-formed': (r) => `${at(r)}a text with half a character (a lone surrogate)`,
  'definition.number.not-finite': (r) => `${at(r)}not a finite number`,
  'definition.value.not-json': (r) => `${at(r)}not a JSON value (${r.params.type})`,
  'definition.value.cyclic': (r) => `${at(r)}refers to itself`,
  'definition.key.forbidden': (r) => `${at(r)}the key “${r.params.key}” is not allowed`,
  'definition.key.missing': (r) => `${at(r)}required, but missing`,
  'definition.key.unknown': (r) => `${at(r)}unknown key “${r.params.key}”`,
  'definition.value.type': (r) => `${at(r)}expected ${r.params.expected}`,
  'definition.value.choice': (r) => `${at(r)}expected one of: ${r.params.choices}`,
  'definition.value.too-small': (r) => `${at(r)}must be at least ${r.params.minimum}`,
  'definition.value.too-big': (r) => `${at(r)}must be at most ${r.params.maximum}`,
  'definition.value.no-variant': (r) => `${at(r)}fits none of the allowed forms`,
  'definition.value.invalid': (r) => `${at(r)}expected ${r.params.expected}`,
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}: ` : ''
}
