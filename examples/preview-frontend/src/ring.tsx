/** The way to the next tier as a ring, with the words beneath. */

const RADIUS = 54
const ROUND = 2 * Math.PI * RADIUS

export function Ring({ share, title, text }: { readonly share: number; readonly title: string; readonly text: string }) {
  const percent = Math.floor(share * 100)
  return (
    <div class="ring">
      <svg viewBox="0 0 128 128" role="progressbar" aria-label={text} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
        <circle class="track" cx="64" cy="64" r={RADIUS} />
        <circle class="arc" cx="64" cy="64" r={RADIUS} stroke-dasharray={`${share * ROUND} ${ROUND}`} transform="rotate(-90 64 64)" />
        <text x="64" y="62" class="ring-title">
          {title}
        </text>
        <text x="64" y="82" class="ring-percent">
          {percent} %
        </text>
      </svg>
      <p>{text}</p>
    </div>
  )
}
