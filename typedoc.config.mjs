/** `npm run docs`: the reference of every public name, one page per room, into docs/reference. A public verb without a comment fails it. */
import { OptionDefaults } from 'typedoc'

export default {
  entryPoints: ['src/*/index.ts'],
  exclude: ['src/core/**'],
  tsconfig: 'tsconfig.json',
  plugin: ['typedoc-plugin-markdown'],
  out: 'docs/reference',
  readme: 'none',
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  blockTags: [...OptionDefaults.blockTags, '@source'],
  treatValidationWarningsAsErrors: true,
  validation: { notExported: false, invalidLink: true, notDocumented: true },
  requiredToBeDocumented: ['Function', 'Variable', 'Class'],
}
