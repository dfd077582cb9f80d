import { defineConfig } from 'vite'

export default defineConfig({
  base: './', // the built folder works under any path
  build: { target: 'es2022', chunkSizeWarningLimit: 800 },
})
