import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** Every folder of src with an index.ts is a sub-path of the package; `messages/zh-CN` is a sub-path of its own. */
const rooms = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`src/${entry.name}/index.ts`))
  .map((entry) => entry.name)

/** Single files that are sub-paths of their own. */
const doors = ['messages/zh-CN', 'workers/thread']

const entry = {
  ...(existsSync('src/index.ts') ? { index: 'src/index.ts' } : {}),
  ...Object.fromEntries(rooms.map((room) => [room, `src/${room}/index.ts`])),
  ...Object.fromEntries(doors.filter((door) => existsSync(`src/${door}.ts`)).map((door) => [door, `src/${door}.ts`])),
}

const shared = { platform: 'neutral', target: 'es2022' } as const

export default defineConfig([
  // ES modules stay one file each: in a shared chunk, one needed function would drag along its neighbors' schemas and tables.
  { ...shared, entry: ['src/**/*.ts'], format: 'esm', bundle: false },
  { ...shared, entry, format: 'cjs', splitting: true },
  ...(process.env.TIERWISE_NO_DTS
    ? []
    : [
        { ...shared, entry, format: ['esm' as const, 'cjs' as const], dts: { only: true, compilerOptions: { ignoreDeprecations: '6.0' } } },
      ]),
])
