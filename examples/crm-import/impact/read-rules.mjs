/** Two files of rules, read and checked before any row is: a program or a ladder each, both of one kind. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { safeDefineProgram } from 'tierwise/program'
import { safeDefineTiers } from 'tierwise/tiers'
import { Problem } from '../problem.mjs'

const DEFINE = { program: safeDefineProgram, ladder: safeDefineTiers }

/**
 * @param rules `{ before, after }` paths
 * @param say an issue in words
 * @throws Problem `rules.missing`, `rules.json`, `rules.kind`, `rules.invalid` with every issue, `rules.kinds`
 */
export function readRules(rules, cwd, say) {
  const [before, after] = [rules.before, rules.after].map((path) => readOne(path, resolve(cwd, path), say))
  if (before.kind !== after.kind) throw new Problem('rules.kinds', { before: before.kind, after: after.kind })
  return { before, after }
}

function readOne(path, file, say) {
  const config = parsed(path, textOf(path, file))
  const kind = typeof config === 'object' && config !== null ? config.kind : undefined
  if (typeof kind !== 'string' || !Object.hasOwn(DEFINE, kind))
    throw new Problem('rules.kind', { path, kinds: Object.keys(DEFINE).join(', ') })
  const result = DEFINE[kind](config)
  if (result.success) return result.data
  throw new Problem('rules.invalid', { path, issues: result.error.issues.map(say) })
}

function textOf(path, file) {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    throw new Problem('rules.missing', { path, system: error.code })
  }
}

function parsed(path, text) {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem('rules.json', { path, text: error.message })
  }
}
