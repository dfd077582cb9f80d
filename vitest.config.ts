import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const src = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^tierwise$/, replacement: src('index.ts') },
      { find: /^tierwise\/messages\/zh-CN$/, replacement: src('messages/zh-CN.ts') },
      { find: /^tierwise\/([\w-]+)$/, replacement: src('$1/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.{test,parity.test,law.test,consistency.test}.ts'],
    exclude: ['test/bench/**', 'node_modules/**'],
    testTimeout: 180_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text', 'html'] },
  },
})
