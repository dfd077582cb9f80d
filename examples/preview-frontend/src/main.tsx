import { render } from 'preact'
import { App } from './app'
import './style.css'

render(<App />, document.getElementById('app') as HTMLElement)

if (import.meta.env.PROD && 'serviceWorker' in navigator) navigator.serviceWorker.register('./sw.js').catch(() => {}) // without it the page works online
