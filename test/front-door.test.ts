import { existsSync, readdirSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** Rooms that stand apart from the front door, and why. */
const APART: Readonly<Record<string, string>> = {
  schema: 'zod types',
  workers: 'threads, which not every host has',
  crm: 'vendors’ field names',
  sql: 'engines’ dialects',
}

const rooms = readdirSync('src').filter((name) => existsSync(`src/${name}/index.ts`) && !(name in APART))

test('the front door shows every public name of every room, and no two rooms share one', () => {
  const files = ['src/index.ts', ...rooms.map((room) => `src/${room}/index.ts`)]
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
  })
  const checker = program.getTypeChecker()
  const exportsOf = (file: string) => {
    const symbol = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile)
    return symbol ? checker.getExportsOfModule(symbol) : []
  }
  const resolved = (symbol: ts.Symbol): ts.Symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
  const front = new Map(exportsOf('src/index.ts').map((symbol) => [symbol.name, resolved(symbol)]))
  const problems: string[] = []
  for (const room of rooms) {
    for (const symbol of exportsOf(`src/${room}/index.ts`)) {
      if (front.get(symbol.name) !== resolved(symbol)) problems.push(`${room}: ${symbol.name}`)
    }
  }
  expect(problems).toEqual([])
})
