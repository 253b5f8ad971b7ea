import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);
// The widgets ask the same plugin what day it is today.
dayjs.extend(timezone);

const DAY_MS = 86_400_000;
const CLOCK = 'YYYY-MM-DDTHH:mm:ss.SSS';

let reader = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
let workplace = reader;
dayjs.tz.setDefault(reader);

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * From now on clocks are read in this zone: the profile's, wherever the browser happens to be. What has a day and no time,
 * a task or an order, is due and late by the workspace's zone, in which the server counts too.
 */
export function setZone(name: string, workspace = name) {
  if (isZone(workspace)) workplace = workspace;
  if (name === reader || !isZone(name)) return;
  reader = name;
  dayjs.tz.setDefault(name);
}

/** The name of the reader's time zone. */
export function zoneName(): string {
  return reader;
}

export function isDateOnly(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value);
}

/** The present time on the reader's clock. */
export function now(): Dayjs {
  return dayjs().tz(reader);
}

/** The present time on the workspace's clock: which day is today for what has no time. */
export function today(): Dayjs {
  return dayjs().tz(workplace);
}

/** Now, by the clock that this value is read with: today's day for a day, the reader's time for an instant. */
export function presentOf(value: string): Dayjs {
  return isDateOnly(value) ? today() : now();
}

/** An instant on the reader's clock; a day without a time is the same everywhere. */
export function onClock(value: string): Dayjs {
  return isDateOnly(value) ? dayjs(value) : dayjs(value).tz(reader);
}

/** What a clock shows, as text without a zone: what the browser's own controls answer. */
export function onPicker(text: string): Dayjs {
  return dayjs.tz(text, reader);
}

/** The instant that a clock shows, whoever made it: what is typed into a picker knows of no zone. */
export function instantOf(clock: Dayjs): string {
  return dayjs.tz(clock.format(CLOCK), reader).toISOString();
}

/** The day of an instant, or the day itself. */
export function dayOf(value: string): string {
  return isDateOnly(value) ? value : onClock(value).format('YYYY-MM-DD');
}

/** Calendar days from today: -1 is yesterday. */
export function daysAhead(value: string, present = presentOf(value)): number {
  return Math.round((Date.parse(dayOf(value)) - Date.parse(present.format('YYYY-MM-DD'))) / DAY_MS);
}

/** More than a year ago: it tells more that so long nothing has happened than on which day it began. */
export const isLongAgo = (value: string) => daysAhead(value) < -365;
