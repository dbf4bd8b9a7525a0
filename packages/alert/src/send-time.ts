import type { AlertDecision, AlertSnooze, AlertTiming } from '@khabar/article';

import { localTime, type LocalTime, momentOf } from './local-time.ts';

/** When an alert is sent, and why then. */
export interface SendTime {
  readonly decision: Extract<AlertDecision, 'fired' | 'grouped' | 'digest' | 'quiet' | 'snoozed'>;
  /** Null: at once. */
  readonly dueAt: Date | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * When an alert of this moment is sent: in the open group or the next digest, moved to the end of a snooze and of quiet hours.
 * `openGroup` is the time for which earlier alerts of the rule wait. Digests stand by the clock of the rule's time zone: an hour that
 * a change of clocks leaves out is the first moment after it, one that comes twice is its first.
 */
export function sendTime(
  at: Date,
  rule: {
    readonly timing: AlertTiming | null;
    readonly snooze: Pick<AlertSnooze, 'until'> | null;
  },
  openGroup: Date | null = null,
): SendTime {
  const { timing, snooze } = rule;
  const until = snooze === null ? 0 : Date.parse(snooze.until);
  const isSnoozed = until > at.getTime();
  const planned = timing === null ? null : plannedTime(at, timing, openGroup);
  const due = new Date(Math.max(planned?.getTime() ?? at.getTime(), isSnoozed ? until : 0));
  const loud = timing === null ? due : afterQuiet(due, timing);
  if (isSnoozed) return { decision: 'snoozed', dueAt: loud };
  if (loud.getTime() !== due.getTime()) return { decision: 'quiet', dueAt: loud };
  if (planned === null) return { decision: 'fired', dueAt: null };
  return { decision: timing?.when === 'comes' ? 'grouped' : 'digest', dueAt: due };
}

function plannedTime(at: Date, timing: AlertTiming, openGroup: Date | null): Date | null {
  switch (timing.when) {
    case 'comes': {
      if (timing.groupMinutes === 0) return null;
      const end = new Date(at.getTime() + timing.groupMinutes * MINUTE_MS);
      return openGroup !== null && openGroup >= at && openGroup < end ? openGroup : end;
    }
    case 'hourly': {
      // By the zone's own hours: some begin at half past of UTC.
      const { minute } = localTime(at, timing.timeZone);
      const minuteBegan = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
      return new Date(minuteBegan - minute * MINUTE_MS + HOUR_MS);
    }
    case 'daily':
      return nextAtHour(at, timing, () => true);
    case 'weekly':
      return nextAtHour(at, timing, (day) => day.weekday === timing.weekday);
  }
}

const MOST_DAYS = 9;

function nextAtHour(at: Date, timing: AlertTiming, isDay: (day: LocalTime) => boolean): Date {
  const today = localTime(at, timing.timeZone);
  for (let days = 0; days < MOST_DAYS; days += 1) {
    const moment = momentOf(
      { ...today, day: today.day + days, hour: timing.hour, minute: 0 },
      timing.timeZone,
    );
    if (moment > at && isDay({ ...today, weekday: ((today.weekday - 1 + days) % 7) + 1 })) return moment;
  }
  return at;
}

/** The moment itself, or the end of the quiet hours that it falls into. */
function afterQuiet(at: Date, { quiet, timeZone }: AlertTiming): Date {
  if (quiet === null || quiet.from === quiet.to) return at;
  const local = localTime(at, timeZone);
  const now = local.hour * 60 + local.minute;
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  const isQuiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!isQuiet) return at;
  const isNextDay = from > to && now >= from;
  const end = momentOf(
    { ...local, day: local.day + (isNextDay ? 1 : 0), hour: Math.floor(to / 60), minute: to % 60 },
    timeZone,
  );
  return end > at ? end : at;
}

function minutesOf(timeOfDay: string): number {
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  return hour * 60 + minute;
}
