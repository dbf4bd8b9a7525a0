import type { Alert, AlertSnooze, AlertTiming } from '@khabar/article';

import { sendTime } from './send-time.ts';

/** A match of one rule, before anything is decided of it. */
export interface UndecidedAlert extends Alert {
  readonly storyId: string;
  /** Without the names that the rule ignores it would not match. */
  readonly isMuted: boolean;
}

/**
 * What becomes of the matches of one rule, in their order: ignored, a copy of a story that was told, or told at its time.
 * `told`: the article by which each story was told before.
 */
export function decideAlerts(
  matches: readonly UndecidedAlert[],
  rule: { readonly timing: AlertTiming | null; readonly snooze: Pick<AlertSnooze, 'until'> | null },
  state: {
    readonly now: Date;
    readonly told: (storyId: string) => string | undefined;
    readonly openGroup: Date | null;
  },
): Alert[] {
  const toldNow = new Map<string, string>();
  let { openGroup } = state;
  return matches.map(({ storyId, isMuted, ...alert }): Alert => {
    if (isMuted) return { ...alert, decision: 'muted' };
    const duplicateOf = state.told(storyId) ?? toldNow.get(storyId);
    if (duplicateOf !== undefined) return { ...alert, decision: 'duplicate', duplicateOf };
    toldNow.set(storyId, alert.articleId);
    const { decision, dueAt } = sendTime(state.now, rule, openGroup);
    if (decision === 'grouped') openGroup = dueAt;
    return { ...alert, decision, dueAt: dueAt === null ? null : dueAt.toISOString() };
  });
}
