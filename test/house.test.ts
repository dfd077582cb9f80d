/** Holds the house to its plan: who may import whom, where the few outside words may be spoken, and that every room has a door. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const SCORERS = ['rfm', 'clv', 'churn', 'scorecard', 'cluster', 'affinity', 'satisfaction']
const POLICIES = ['tiers', 'points', 'lifecycle']
const BELOW_THE_TOP = ['core', 'facts', ...SCORERS, 'rules', ...POLICIES, 'program']

/** Room → rooms whose code it may run. Types may be taken from any room below the top as well. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  facts: ['core'],
  ...Object.fromEntries(SCORERS.map((room) => [room, ['core', 'facts']])),
  rules: ['core', 'facts'],
  ...Object.fromEntries(POLICIES.map((room) => [room, ['core', 'facts', 'rules']])),
  program: ['core', 'facts', 'rules', ...POLICIES],
  preview: BELOW_THE_TOP,
  portfolio: BELOW_THE_TOP,
  playbook: BELOW_THE_TOP,
  sql: BELOW_THE_TOP,
  workers: [...BELOW_THE_TOP, 'preview', 'portfolio', 'playbook', 'sql'],
  crm: ['core'],
  simulate: ['core'],
  messages: [],
  schema: [],
}

/** Whose types a room may not even name: the diagram's walls. */
const WALLS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['core'], [...SCORERS, 'rules', ...POLICIES, 'program', 'preview', 'portfolio', 'playbook', 'sql', 'workers']],
  [['facts'], [...SCORERS, 'rules', ...POLICIES, 'program']],
  [SCORERS, [...SCORERS, 'rules', ...POLICIES, 'program']],
  [['rules'], [...SCORERS, ...POLICIES, 'program']],
  [POLICIES, [...SCORERS, ...POLICIES, 'program']],
  [
    ['crm', 'simulate'],
    [...SCORERS, 'rules', ...POLICIES, 'program'],
  ],
]

/** What makes an answer depend on more than its arguments. Hosts' globals (window, fetch, timers) tsc refuses already: src has no types for them. */
const AMBIENT = new Set(['Date', 'Intl', 'Function', 'eval', 'globalThis', 'process', 'console', 'performance'])
const AMBIENT_MEMBERS = new Set([
  'Math.random',
  'Date.now',
  'Date.parse',
  '*.localeCompare',
  '*.toLocaleString',
  '*.toLocaleLowerCase',
  '*.toLocaleUpperCase',
])
/** File prefix → the words that are its trade. */
const TRADE: Readonly<Record<string, readonly string[]>> = {
  'src/core/time/': ['Intl', 'Date'],
  'src/workers/thread.ts': ['globalThis'], // the port a thread answers by is its global
  'src/facts/': ['Date'], // `Date` objects are one of the forms in which hosts hand over instants
}

interface Import {
  readonly specifier: string
  readonly typesOnly: boolean
}

interface SourceFile {
  readonly path: string
  readonly room: string
  readonly imports: readonly Import[]
  /** Words of AMBIENT and AMBIENT_MEMBERS that the file uses as values. */
  readonly ambient: readonly string[]
  readonly faults: readonly string[]
}

const files = sourcePaths('src').map(read)

describe('imports', () => {
  test('go down only', () => {
    const wrong: string[] = []
    for (const { path, room, imports } of files) {
      if (room === 'index') continue
      for (const { specifier, typesOnly } of imports) {
        const target = specifier.startsWith('.') ? roomOf(resolve(path, specifier)) : undefined
        if (target === undefined || target === room) continue
        if (room === 'schema' && /[/-]schema\.ts$/.test(resolve(path, specifier))) continue
        const allowed = typesOnly
          ? !WALLS.some(([from, to]) => from.includes(room) && to.includes(target))
          : MAY_IMPORT[room]?.includes(target)
        if (!allowed) wrong.push(`${path} imports ${typesOnly ? 'types of ' : ''}${specifier}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('name a file that exists, ending in .js, and never a room’s index', () => {
    const wrong: string[] = []
    for (const { path, imports } of files) {
      for (const { specifier } of imports.filter((found) => found.specifier.startsWith('.'))) {
        const target = resolve(path, specifier)
        const ok =
          specifier.endsWith('.js') && existsSync(`${root}/${target}`) && (path === 'src/index.ts' || posix.basename(target) !== 'index.ts')
        if (!ok) wrong.push(`${path} imports ${specifier}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('speak to zod only in schema.ts and define.ts, to date-fns only in core/time, to nobody else', () => {
    const wrong: string[] = []
    for (const { path, imports } of files) {
      for (const { specifier } of imports.filter((found) => !found.specifier.startsWith('.'))) {
        const ok =
          specifier === 'zod/mini'
            ? /^((.+-)?schema|define)\.ts$/.test(posix.basename(path))
            : /^(@date-fns\/tz|date-fns)(\/|$)/.test(specifier) && path.startsWith('src/core/time/')
        if (!ok) wrong.push(`${path} imports ${specifier}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('source', () => {
  test('knows no clock, chance, locale, zone, process or console', () => {
    const wrong = files.flatMap(({ path, ambient }) => {
      const trade = Object.entries(TRADE).flatMap(([prefix, words]) => (path.startsWith(prefix) ? words : []))
      return ambient.filter((word) => !trade.includes(word)).map((word) => `${path} uses ${word}`)
    })
    expect(wrong).toEqual([])
  })

  test('has named exports, no classes but the three errors, no dynamic imports', () => {
    expect(files.flatMap(({ faults }) => faults)).toEqual([])
  })

  test('calls files what they hold', () => {
    const wrong = files
      .map(({ path }) => path)
      .filter((path) => !/^(.*\/)?[a-z0-9]+(-[a-z0-9]+)*\.ts$|zh-CN/.test(path) || /\/(utils?|helpers?|types|common|misc)\.ts$/.test(path))
    expect(wrong).toEqual([])
  })
})

describe('rooms', () => {
  const folders = readdirSync(`${root}/src`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)

  test('are those of the plan', () => {
    expect(folders.filter((room) => !(room in MAY_IMPORT))).toEqual([])
  })

  test('each have a door, and package.json lists exactly these', () => {
    const { exports } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { exports: Record<string, unknown> }
    const doors = folders.filter((room) => room !== 'core').map((room) => `./${room}`)
    const expected = ['.', './package.json', './messages/zh-CN', './workers/thread', ...doors]
    expect(
      Object.keys(exports)
        .filter((key) => !key.startsWith('./schemas/') && !key.endsWith('.schema.json'))
        .sort(),
    ).toEqual(expected.sort())
    for (const door of doors) expect(existsSync(`${root}/src/${door}/index.ts`), `${door} has an index.ts`).toBe(true)
  })
})

function sourcePaths(folder: string): string[] {
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sourcePaths(`${folder}/${entry.name}`) : entry.name.endsWith('.ts') ? [`${folder}/${entry.name}`] : [],
  )
}

function roomOf(path: string): string {
  const parts = path.split('/')
  return parts.length === 2 ? 'index' : parts[1]
}

function resolve(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier)).replace(/\.js$/, '.ts')
}

function read(path: string): SourceFile {
  const parsed = ts.createSourceFile(path, readFileSync(`${root}/${path}`, 'utf8'), ts.ScriptTarget.ES2022, true)
  const imports: Import[] = []
  const ambient: string[] = []
  const faults: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause
      const named = clause?.namedBindings
      const typesOnly =
        clause?.isTypeOnly ||
        (clause?.name === undefined &&
          named !== undefined &&
          ts.isNamedImports(named) &&
          named.elements.length > 0 &&
          named.elements.every((one) => one.isTypeOnly))
      imports.push({ specifier: (node.moduleSpecifier as ts.StringLiteral).text, typesOnly: typesOnly === true })
      return
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const clause = node.exportClause
      const typesOnly =
        node.isTypeOnly || (clause !== undefined && ts.isNamedExports(clause) && clause.elements.every((one) => one.isTypeOnly))
      imports.push({ specifier: (node.moduleSpecifier as ts.StringLiteral).text, typesOnly })
      if (clause === undefined && !node.isTypeOnly && path !== 'src/index.ts') faults.push(`${path} exports *`) // the front door shows all of every room; a test of its own says how
      return
    }
    if (ts.isExportAssignment(node)) faults.push(`${path} has a default export`)
    if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((found) => found.kind === ts.SyntaxKind.DefaultKeyword))
      faults.push(`${path} has a default export`)
    if (ts.isClassDeclaration(node) && path !== 'src/core/errors.ts') faults.push(`${path} has a class`)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) faults.push(`${path} imports dynamically`)
    if (ts.isTypeNode(node)) return // types run nothing
    if (ts.isPropertyAccessExpression(node)) {
      const object = ts.isIdentifier(node.expression) ? node.expression.text : ''
      for (const word of [`${object}.${node.name.text}`, `*.${node.name.text}`]) if (AMBIENT_MEMBERS.has(word)) ambient.push(word)
      visit(node.expression)
      return
    }
    if (ts.isIdentifier(node) && AMBIENT.has(node.text) && isValue(node)) ambient.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  return { path, room: roomOf(path), imports, ambient, faults }
}

/** Not the name of a property, a member or a declaration of one. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent)) return parent.name !== node
  if (ts.isBindingElement(parent)) return parent.propertyName !== node
  return true
}
