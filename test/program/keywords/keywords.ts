/** The keywords of the program language, read off its JSON Schema, and where a definition uses them. */

import { type JsonSchema, jsonSchema } from 'tierwise/schema'
import { configOf, outcomeOf, type Row } from './row.js'

/** Rooms of their own, with tests of their own; a measure is a counter without its own keys. */
const ELSEWHERE = new Set(['LifecycleDefinition', 'Stage', 'Transition', 'Measure'])
const root = jsonSchema('program')
const defs = root.$defs ?? {}

/** For people: nothing is computed from them. */
export const WORDS_ONLY: ReadonlySet<string> = new Set([
  'Program.name',
  'Program.measures.name',
  'Tier.name',
  'Currency.name',
  'Currency.unit',
  'PricedBenefit.name',
])

/** `EarnRule.upTo.max`: the named part, then keys. */
export function allKeywords(): string[] {
  const found = new Set<string>()
  const walk = (node: JsonSchema, at: string): void => {
    for (const [key, property] of Object.entries(node.properties ?? {})) {
      if (key === '$schema') continue
      found.add(`${at}.${key}`)
      walk(property, `${at}.${key}`)
    }
    for (const inner of insides(node)) walk(inner, at)
  }
  walk(root, 'Program')
  for (const [name, part] of Object.entries(defs)) if (!ELSEWHERE.has(name)) walk(part, name)
  return [...found]
}

type Place = readonly (string | number)[]

/** Every use of a keyword in a definition, with its place. */
function usesIn(definition: unknown): (readonly [keyword: string, place: Place])[] {
  const uses: (readonly [string, Place])[] = []
  const walk = (value: unknown, node: JsonSchema, at: string, place: Place): void => {
    if (node.$ref !== undefined) {
      const name = node.$ref.split('/').pop() as string
      if (!ELSEWHERE.has(name)) walk(value, defs[name], name, place)
      return
    }
    const branches = node.anyOf
    if (branches !== undefined) {
      for (const branch of branches) if (fits(value, branch)) walk(value, branch, at, place)
      return
    }
    if (Array.isArray(value)) {
      value.forEach((one, i) => {
        const item = node.prefixItems?.[i] ?? node.items
        if (item !== undefined) walk(one, item, at, [...place, i])
      })
    } else if (value !== null && typeof value === 'object') {
      for (const [key, member] of Object.entries(value)) {
        const property = node.properties?.[key]
        if (property !== undefined) {
          uses.push([`${at}.${key}`, [...place, key]])
          walk(member, property, `${at}.${key}`, [...place, key])
        } else if (typeof node.additionalProperties === 'object') walk(member, node.additionalProperties, at, [...place, key])
      }
    }
  }
  walk(definition, root, 'Program', [])
  return uses
}

/** Which branch of a union is meant: all keys known, all required ones there. */
function fits(value: unknown, branch: JsonSchema): boolean {
  if (branch.$ref !== undefined) return fits(value, defs[branch.$ref.split('/').pop() as string])
  if (branch.anyOf !== undefined) return branch.anyOf.some((one) => fits(value, one))
  if (Array.isArray(value)) return branch.type === 'array'
  if (value === null || typeof value !== 'object') return false
  const { properties, required = [] } = branch
  if (branch.type !== 'object') return false
  if (properties === undefined) return true
  return Object.keys(value).every((key) => key in properties) && required.every((key) => key in value)
}

function insides(node: JsonSchema): JsonSchema[] {
  return [
    ...(node.items === undefined ? [] : [node.items]),
    ...(node.prefixItems ?? []),
    ...(typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []),
    ...(node.anyOf ?? []),
  ]
}

function without(definition: unknown, place: Place): unknown {
  const copy = structuredClone(definition)
  let at = copy as Record<string | number, unknown>
  for (const key of place.slice(0, -1)) at = at[key] as Record<string | number, unknown>
  delete at[place[place.length - 1]]
  return copy
}

/** Keywords without which the example is refused or comes out differently. */
export function shownBy(row: Row): Set<string> {
  const config = configOf(row)
  const expected = JSON.stringify(outcomeOf(config, row))
  const shown = new Set<string>()
  for (const [keyword, place] of usesIn(config)) {
    if (!shown.has(keyword) && told(without(config, place), row) !== expected) shown.add(keyword)
  }
  return shown
}

function told(config: unknown, row: Row): string {
  try {
    return JSON.stringify(outcomeOf(config, row))
  } catch (error) {
    return String(error)
  }
}
