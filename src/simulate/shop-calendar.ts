/** The shop's clock: days of the simulated span, the seasons of trade, and times as text. */

import { civilOfDay, type Day, formatDate, MS_PER_DAY, two, weekdayOf } from '../core/time/civil.js'
import { instantAt, type Zone } from '../core/time/zone.js'

/** Trade of a month against the busiest: quiet after new year, high before June's and November's sales. */
const MONTHS = [0.62, 0.5, 0.6, 0.62, 0.68, 0.85, 0.6, 0.58, 0.64, 0.7, 1, 0.85]
const WEEKDAYS = [0.85, 0.82, 0.82, 0.85, 0.95, 1, 1]

/** 0 … 1: the chance that somebody who might order on this day does. */
export function trade(day: Day): number {
  return MONTHS[civilOfDay(day).month - 1] * WEEKDAYS[weekdayOf(day) - 1]
}

/** `2026-03-05T20:14:07+08:00`. */
export function isoWithOffset(zone: Zone, instant: number): string {
  const offset = zone.offsetAt(instant)
  const local = instant + offset
  const day = Math.floor(local / MS_PER_DAY)
  const seconds = Math.floor((local - day * MS_PER_DAY) / 1000)
  const minutes = Math.abs(offset) / 60_000
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${formatDate(day)}T${clock}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes) % 60)}`
}

/** An hour of the day, 0 … 24, as an instant of whole seconds. */
export function instantOfHour(zone: Zone, day: Day, hour: number): number {
  const clamped = Math.min(23.99, Math.max(0.01, hour))
  return instantAt(zone, day, Math.floor(clamped * 3600) * 1000)
}

export function yearOf(day: Day): number {
  return civilOfDay(day).year
}
