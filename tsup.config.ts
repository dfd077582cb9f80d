import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** Every folder of src with an index.ts is a sub-path of the package; `messages/zh-CN` is a sub-path of its own. */
const rooms = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`src/${entry.name}/index.ts`))
  .map((entry) => entry.name)

export default defineConfig({
  entry: {
    ...(existsSync('src/index.ts') ? { index: 'src/index.ts' } : {}),
    ...Object.fromEntries(rooms.map((room) => [room, `src/${room}/index.ts`])),
    ...(existsSync('src/messages/zh-CN.ts') ? { 'messages/zh-CN': 'src/messages/zh-CN.ts' } : {}),
  },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  splitting: true,
  clean: true,
  dts: process.env.TIERWISE_NO_DTS ? false : { compilerOptions: { ignoreDeprecations: '6.0' } },
})
