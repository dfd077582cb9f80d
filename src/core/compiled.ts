import { requireFrozen } from './freeze.js'

/**
 * Compiled forms live beside their frozen definition and go with it: users never see a compile step.
 * `const compiled = compiledForm('ladder', compileLadder)`, then `compiled(definition)`.
 */
export function compiledForm<D extends object, C>(kind: string, compile: (definition: D) => C): (definition: D) => C {
  const forms = new WeakMap<D, C>()
  return (definition) => {
    const known = forms.get(definition)
    if (known !== undefined) return known
    requireFrozen(definition, kind)
    const made = compile(definition)
    forms.set(definition, made)
    return made
  }
}
