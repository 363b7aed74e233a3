/** Timestamps of events: UTC with milliseconds, as text and as a number. */

const dayMs = 86_400_000;
let lastMs = Number.NaN;
let lastText = "";

/**
 * The text of a moment.
 *
 * @example
 * toTimestamp(0); // "1970-01-01T00:00:00.000Z"
 */
export function toTimestamp(ms: number): string {
  if (ms === lastMs) return lastText;
  const days = Math.floor(ms / dayMs);
  lastText = `${dateOf(days)}T${timeOf(ms - days * dayMs)}Z`;
  lastMs = ms;
  return lastText;
}

/** The moment that a timestamp of a log says. */
export function toMilliseconds(timestamp: string): number {
  if (timestamp === lastText) return lastMs;
  const day = daysOf(digits(timestamp, 0, 4), digits(timestamp, 5, 2), digits(timestamp, 8, 2));
  const minutes = digits(timestamp, 11, 2) * 60 + digits(timestamp, 14, 2);
  return day * dayMs + (minutes * 60 + digits(timestamp, 17, 2)) * 1000 + digits(timestamp, 20, 3);
}

/** A timestamp for people, without milliseconds: `2026-05-04 09:12:00 UTC`. */
export function formatMoment(timestamp: string): string {
  return `${timestamp.slice(0, 19).replace("T", " ")} UTC`;
}

function timeOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const clock = [Math.floor(minutes / 60), minutes % 60, seconds % 60].map((part) => pad(part, 2));
  return `${clock.join(":")}.${pad(ms % 1000, 3)}`;
}

/** The Gregorian date of a day counted from 1970-01-01; eras of 400 years that begin in March. */
function dateOf(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function daysOf(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function digits(text: string, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
