/** Columns that cost more than the answer: made when somebody first reads them. To every reader they are plain properties. */

interface Lazy {
  make: (() => unknown) | undefined
  value: unknown
}

/** By owner and key. One getter per key serves all owners: a closure each would give every object a shape of its own, and readers would never be compiled for good. */
const unmade = new WeakMap<object, Map<string, Lazy>>()
const getters = new Map<string, () => unknown>()

/** `target` with a property that `make` makes at its first reading. */
export function withLazy<T extends object, K extends string, V>(target: T, key: K, make: () => V): T & { readonly [P in K]: V } {
  return define(target, key, { make, value: undefined }) as T & { readonly [P in K]: V }
}

/** Gives `to` a property of `from` as it is, unmade if it is: whoever is read first makes it for both. */
export function shareProperty(from: object, to: object, key: string): void {
  const lazy = unmade.get(from)?.get(key)
  if (lazy) define(to, key, lazy)
  else if (Object.hasOwn(from, key)) Object.assign(to, { [key]: (from as Record<string, unknown>)[key] })
}

function define<T extends object>(target: T, key: string, lazy: Lazy): T {
  const own = unmade.get(target) ?? new Map<string, Lazy>()
  unmade.set(target, own.set(key, lazy))
  return Object.defineProperty(target, key, { enumerable: true, configurable: true, get: getterOf(key) })
}

function getterOf(key: string): () => unknown {
  let getter = getters.get(key)
  if (!getter) {
    getter = function (this: object) {
      const lazy = unmade.get(this)?.get(key) as Lazy // the getter is only ever put where this is set
      if (lazy.make) {
        lazy.value = lazy.make()
        lazy.make = undefined
      }
      return lazy.value
    }
    getters.set(key, getter)
  }
  return getter
}
