/** Completion of JSON from a JSON Schema: names of properties with their descriptions, and values that the schema lists. */

import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { SyntaxNode } from '@lezer/common'
import { keyOf, type Path, pathTo } from './place'

interface Schema {
  readonly $ref?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema | boolean
  readonly prefixItems?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly type?: string | readonly string[]
  readonly required?: readonly string[]
}

export function schemaCompletion(root: object): CompletionSource {
  return (context: CompletionContext) => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1)
    const before = context.matchBefore(/"?[\w$-]*/)
    if (!context.explicit && (before === null || before.text === '')) return null
    const from = before?.from ?? context.pos
    // A closing quote that is there already is written anew.
    const to = context.state.sliceDoc(context.pos, context.pos + 1) === '"' ? context.pos + 1 : context.pos

    const value = valueAround(node)
    if (value) {
      const options = valuesOf(at(root as Schema, pathTo(context.state, value)))
      return options.length > 0 ? { from, to, options, filter: true } : null
    }
    const object = around(node, 'Object')
    if (!object) return null
    const present = new Set(object.getChildren('Property').map((property) => keyOf(context.state, property)))
    const options = namesOf(at(root as Schema, pathTo(context.state, object))).filter(({ label }) => !present.has(JSON.parse(label)))
    return options.length > 0 ? { from, to, options } : null

    function at(schema: Schema, path: Path): Schema[] {
      return path.reduce<Schema[]>((found, key) => found.flatMap((one) => step(one, key)).slice(0, MOST), variants(schema))
    }
    function step(schema: Schema, key: string | number): Schema[] {
      const inner =
        typeof key === 'number'
          ? (schema.prefixItems?.[key] ?? schema.items)
          : Object.hasOwn(schema.properties ?? {}, key)
            ? schema.properties?.[key]
            : schema.additionalProperties
      return typeof inner === 'object' ? variants(inner) : []
    }
    /** A schema without references and choices; the description of a reference goes with it. */
    function variants(schema: Schema, depth = 0): Schema[] {
      if (depth > 8) return []
      const target = schema.$ref === undefined ? [] : variants(resolve(schema.$ref), depth + 1)
      const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((one) => variants(one, depth + 1))
      return [schema, ...target, ...inner]
    }
    function resolve(ref: string): Schema {
      const parts = ref.replace(/^#\/?/, '').split('/').filter(Boolean)
      const found = parts.reduce<unknown>(
        (found, part) => (found as Record<string, unknown>)?.[part.replace(/~1/g, '/').replace(/~0/g, '~')],
        root,
      )
      return (found ?? {}) as Schema
    }
    function describe(schema: Schema): string | undefined {
      return schema.description ?? (schema.$ref === undefined ? undefined : resolve(schema.$ref).description)
    }
    function namesOf(schemas: readonly Schema[]): Completion[] {
      const names = new Map<string, Completion>()
      for (const { properties = {}, required = [] } of schemas) {
        for (const [name, inner] of Object.entries(properties)) {
          const info = describe(inner)
          names.set(name, {
            label: JSON.stringify(name),
            apply: `${JSON.stringify(name)}: `,
            type: 'property',
            boost: required.includes(name) ? 1 : 0,
            ...(info === undefined ? {} : { info }),
          })
        }
      }
      return [...names.values()]
    }
    function valuesOf(schemas: readonly Schema[]): Completion[] {
      const found = new Map<string, Completion>()
      const add = (value: unknown): unknown => found.set(JSON.stringify(value), { label: JSON.stringify(value), type: 'enum' })
      for (const schema of schemas) {
        schema.enum?.forEach(add)
        if (schema.const !== undefined) add(schema.const)
        if (schema.type === 'boolean') [true, false].forEach(add)
        if (schema.type === 'object') found.set('{}', { label: '{ }', type: 'type' })
        if (schema.type === 'array') found.set('[]', { label: '[ ]', type: 'type' })
      }
      return [...found.values()]
    }
  }
}

/** A language that refers to itself has many ways to one place. */
const MOST = 400

/** The node whose value is being written: after a colon or in a list. */
function valueAround(node: SyntaxNode): SyntaxNode | undefined {
  if (node.name === 'PropertyName' || node.parent?.name === 'PropertyName') return undefined
  if (node.name === 'Property') return node // after the colon, nothing there yet
  if (node.parent?.name === 'Property' && node.name !== 'PropertyName' && node.name !== 'Object' && node.name !== 'Array')
    return node.parent
  if (node.parent?.name === 'Array' && node.name === 'String') return node
  return undefined
}

function around(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.parent) if (at.name === name) return at
  return undefined
}
