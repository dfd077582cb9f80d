/** The page: data and language on top, the draft on the left, what it does on the right, one member and the lifecycle below. */

import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ThresholdImpact } from 'tierwise/portfolio'
import { adoptTiers, type LadderDefinition, safeDefineTiers } from 'tierwise/tiers'
import { type Base, sampleBase } from './base'
import { DataBar } from './data-bar'
import { Distribution } from './distribution'
import { follower } from './follow'
import { Headline } from './headline'
import { useKept } from './kept'
import { Matrix } from './matrix'
import { Member } from './member'
import { Movers } from './movers'
import { BENEFIT_COST, TODAY, thresholdsOf } from './rules'
import { Rules } from './rules-panel'
import { useSettled } from './settled'
import { Stages } from './stages'
import { type Language, WORDS, writers } from './words'

/** A kept definition is a stranger's JSON: validated, or forgotten. */
const readLadder =
  (fallback: LadderDefinition) =>
  (value: unknown): LadderDefinition => {
    const read = safeDefineTiers(value)
    return read.success ? read.data : fallback
  }
const oneOf =
  <T extends string>(values: readonly T[], fallback: T) =>
  (value: unknown): T =>
    values.find((one) => one === value) ?? fallback

const browserLanguage: Language = navigator.language.startsWith('zh') ? 'zh-CN' : 'en'

/** Somebody worth looking at first: the one closest below the first spend threshold. */
function nearestBelow({ measures: { columns } }: Base, ladder: LadderDefinition): number {
  const first = Math.min(
    ...thresholdsOf(ladder)
      .filter(({ measure }) => measure === 'spend')
      .map(({ value }) => value),
  )
  let found = 0
  for (let i = 0; i < columns.spend.length; i++)
    if (columns.spend[i] < first && (columns.spend[found] >= first || columns.spend[i] > columns.spend[found])) found = i
  return found
}

export function App() {
  const [language, setLanguage] = useKept<Language>('language', browserLanguage, oneOf(['en', 'zh-CN'], browserLanguage))
  const [theme, setTheme] = useKept('theme', 'auto', oneOf(['auto', 'light', 'dark'], 'auto'))
  const [today, setToday] = useKept('today', TODAY, readLadder(TODAY))
  const [draft, setDraft] = useKept('draft', TODAY, readLadder(TODAY))
  const [costs, setCosts] = useKept<Readonly<Record<string, string>>>('costs', BENEFIT_COST, (value) => ({
    ...BENEFIT_COST,
    ...(value as object),
  }))
  const [measure, setMeasure] = useState('spend')
  const [base, setBase] = useState<Base>()
  const [row, setRow] = useState(0)
  const still = useSettled(draft)
  const w = WORDS[language]

  useEffect(() => setBase(sampleBase()), [])
  useEffect(() => setRow(base === undefined ? 0 : nearestBelow(base, today)), [base])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = w.title
    if (theme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }, [language, theme])

  const follow = useMemo(() => base && follower(base), [base])
  const impact: ThresholdImpact | undefined = useMemo(
    () => follow?.impact(today, draft, measure, costs),
    [follow, today, draft, measure, costs],
  )
  const write = useMemo(() => writers(language, base?.currency ?? 'CNY'), [language, base])

  return (
    <>
      <header class="top">
        <div class="brand">
          <h1>{w.title}</h1>
          <p>{w.tagline}</p>
        </div>
        <DataBar base={base} onBase={setBase} w={w} write={write} />
        <div class="choices">
          <div role="group" aria-label={w.language} class="segmented">
            {(['en', 'zh-CN'] as const).map((one) => (
              <button type="button" lang={one} aria-pressed={language === one} onClick={() => setLanguage(one)}>
                {one === 'en' ? 'English' : '中文'}
              </button>
            ))}
          </div>
          <label class="select">
            <span class="quiet">{w.theme}</span>
            <select value={theme} onChange={(event) => setTheme(event.currentTarget.value as typeof theme)}>
              {(['auto', 'light', 'dark'] as const).map((one) => (
                <option value={one}>{w.themes[one]}</option>
              ))}
            </select>
          </label>
        </div>
      </header>
      <main>
        {impact && <Headline impact={impact} w={w} write={write} />}
        <Rules
          draft={draft}
          today={today}
          base={base}
          costs={costs}
          onCosts={setCosts}
          onMoved={(next, moved) => {
            setMeasure(moved)
            setDraft(next)
          }}
          onDraft={setDraft}
          onReset={() => setDraft(today)}
          onPublish={() => setToday(adoptTiers(structuredClone(draft)))}
          w={w}
          write={write}
        />
        {base === undefined || impact === undefined ? (
          <p class="card" role="status">
            {w.computing}
          </p>
        ) : (
          <div class="results">
            <Distribution impact={impact} today={today} draft={draft} w={w} write={write} />
            <Matrix impact={impact} today={today} draft={draft} w={w} write={write} />
            <Movers impact={impact} base={base} today={today} draft={draft} costs={costs} row={row} onRow={setRow} w={w} write={write} />
            <Stages base={base} w={w} write={write} />
            <Member base={base} today={today} draft={still} row={row} onRow={setRow} w={w} write={write} />
          </div>
        )}
      </main>
    </>
  )
}
