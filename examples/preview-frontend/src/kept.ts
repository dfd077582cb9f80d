/** What the page keeps in this browser: the rules of today, the draft, language and colors. No customers, ever. */

import { useEffect, useState } from 'preact/hooks'

const PREFIX = 'tier-designer.'

export function useKept<T>(key: string, initial: T, read: (value: unknown) => T): [T, (value: T) => void] {
  const [value, set] = useState<T>(() => {
    try {
      const text = localStorage.getItem(PREFIX + key)
      return text === null ? initial : read(JSON.parse(text))
    } catch {
      return initial
    }
  })
  useEffect(() => {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value))
    } catch {
      // A browser that keeps nothing still designs.
    }
  }, [key, value])
  return [value, set]
}
