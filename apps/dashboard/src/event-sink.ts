import type { EventHub } from '@khabar/api';
import type { InstallationEvent } from '@khabar/process';

/** Hands what happened in the installation to those who read the event stream. */
export function eventSink(events: EventHub): (event: InstallationEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'article':
        return;
      case 'indexed':
        events.publish('article', { articleIds: event.articleIds });
        return;
      case 'alert':
        events.publish('alert', { ruleId: event.ruleId, articleId: event.articleId });
        return;
      case 'outlet':
        events.publish('source', { outletId: event.outletId });
    }
  };
}
