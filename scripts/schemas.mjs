/**
 * Writes the JSON Schema of every kind of definition into a folder: `node scripts/schemas.mjs [FOLDER]`, default dist/schemas. Descriptions are the doc
 * comments of the interfaces, found by walking schema and types side by side.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import ts from 'typescript'
import { bundled } from './bundled.mjs'
import { root } from './install.mjs'

/** Kind → its interface. Parts are called like theirs. */
const INTERFACES = {
  churnpolicy: 'ChurnPolicy',
  ladder: 'LadderDefinition',
  lifecycle: 'LifecycleDefinition',
  playbook: 'PlaybookDefinition',
  points: 'PointsDefinition',
  program: 'ProgramDefinition',
  rfm: 'RfmModel',
  'rfm-options': 'FitRfmOptions',
  'rfm-segments': 'RfmSegments',
  rule: 'RuleDefinition',
  scorecard: 'ScorecardDefinition',
  'tier-table': 'TierTableRecipe',
}

export async function describedSchemas() {
  const { DEFINITION_KINDS, jsonSchema } = await bundled(`export * from './src/schema/json-schema.js'`)
  const types = await declaredTypes()
  return Object.fromEntries(
    DEFINITION_KINDS.map((kind) => {
      const schema = jsonSchema(kind)
      types.describe(schema, INTERFACES[kind])
      for (const [name, part] of Object.entries(schema.$defs ?? {})) types.describe(part, name)
      return [kind, schema]
    }),
  )
}

export async function writeSchemas(folder) {
  mkdirSync(folder, { recursive: true })
  for (const [kind, schema] of Object.entries(await describedSchemas()))
    writeFileSync(`${folder}/${kind}.schema.json`, `${JSON.stringify(schema)}\n`)
}

function declaredTypes() {
  const files = readdirSync(`${root}src`, { recursive: true })
    .map((path) => `${root}src/${path}`)
    .filter((path) => path.endsWith('.ts') && !/schema\.ts$/.test(path))
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
    strict: true,
  })
  const checker = program.getTypeChecker()
  const byName = new Map()
  for (const file of program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${root}src/`))) {
    for (const statement of file.statements) {
      if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) continue
      // What a definition is made of is declared in definition.ts; elsewhere the same word may name something computed.
      if (!byName.has(statement.name.text) || basename(file.fileName) === 'definition.ts') byName.set(statement.name.text, statement)
    }
  }

  return {
    describe(schema, name) {
      const declaration = byName.get(name)
      if (declaration === undefined) throw new Error(`no interface called ${name}`)
      const symbol = checker.getSymbolAtLocation(declaration.name)
      schema.description ??= comment(symbol) || undefined
      walk(schema, checker.getDeclaredTypeOfSymbol(symbol))
    },
  }

  function walk(schema, type) {
    const members = membersOf(type)
    if (schema.items) for (const one of elementsOf(members)) walk(schema.items, one)
    if (typeof schema.additionalProperties === 'object') {
      for (const one of members.map((member) => checker.getIndexTypeOfType(member, ts.IndexKind.String)).filter(Boolean))
        walk(schema.additionalProperties, one)
    }
    for (const branch of schema.anyOf ?? []) {
      const member = branch.properties ? closest(branch, members) : undefined
      if (member) branch.description ??= commentBefore(member) || undefined
      walk(branch, type)
    }
    if (schema.properties === undefined) return
    const member = closest(schema, members)
    if (member === undefined) return
    for (const [key, property] of Object.entries(schema.properties)) {
      // A schema may hold the keys of several members in one object.
      const symbol = [member, ...members].map((one) => checker.getPropertyOfType(one, key)).find((one) => one !== undefined)
      if (symbol === undefined) continue
      property.description ??= comment(symbol) || undefined
      if (property.$ref === undefined) walk(property, checker.getTypeOfSymbol(symbol))
    }
  }

  /** The member of a union that has all the keys, and the fewest others. */
  function closest({ properties }, members) {
    const keys = Object.keys(properties).filter((key) => key !== '$schema')
    const size = (member) => checker.getPropertiesOfType(member).length
    const having = members.filter(
      (member) => checker.getIndexInfosOfType(member).length === 0 || checker.getPropertiesOfType(member).length > 0,
    )
    const full = having.filter((member) => keys.every((key) => checker.getPropertyOfType(member, key)))
    const some = full.length > 0 ? full : having.filter((member) => keys.some((key) => checker.getPropertyOfType(member, key)))
    return some.sort((a, b) => size(a) - size(b))[0]
  }

  function membersOf(type) {
    return type.isUnion() ? type.types.flatMap(membersOf) : [type]
  }

  function elementsOf(members) {
    return members
      .map((member) => checker.getIndexTypeOfType(member, ts.IndexKind.Number))
      .filter((one) => one && !(one.flags & ts.TypeFlags.String))
  }

  function comment(symbol) {
    return plain(ts.displayPartsToString(symbol.getDocumentationComment(checker)))
  }

  /** Members of a union carry their comment before the bar. */
  function commentBefore(type) {
    const node = type.symbol?.declarations?.[0]
    if (node === undefined || !ts.isTypeLiteralNode(node)) return ''
    const text = node.getSourceFile().text
    const before = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\|?\s*$/.exec(text.slice(0, node.getStart()))
    return before ? plain(before[1].replace(/^\s*\* ?/gm, '')) : ''
  }
}

/** Editors show Markdown; a line break inside a paragraph is only that of the source. */
function plain(text) {
  return text.trim().replace(/\n(?![-\n])\s*/g, ' ')
}

if (basename(process.argv[1] ?? '') === 'schemas.mjs') await writeSchemas(process.argv[2] ?? `${root}dist/schemas`)
