import type { ArticleView, EntityView } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactElement } from 'react';

import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';

/** One label a language, in the order of the register. */
export function labelsOf(
  names: EntityView['entity']['names'],
): readonly { language: string; text: string }[] {
  const seen = new Set<string>();
  return names.filter(({ kind, language }) => {
    if (kind !== 'label' || seen.has(language)) return false;
    seen.add(language);
    return true;
  });
}

/** What is known of the entity under a mention: names in every script, type, and where to go on. */
export function MentionCard(props: {
  readonly mention: ArticleView['mentions'][number];
  readonly near: HTMLElement;
  readonly onClose: () => void;
  readonly onObject: () => void;
}): ReactElement {
  const { t } = useText();
  const card = useRef<HTMLDivElement>(null);
  const { ref: entity } = props.mention;
  const { data } = useApi<EntityView>(`/entities/${encodeURIComponent(entity.id)}`, {}, { keep: false });

  useEffect(() => {
    const shown = card.current;
    if (shown === null) return;
    const place = props.near.getBoundingClientRect();
    shown.showPopover();
    const left = Math.min(Math.max(8, place.left), window.innerWidth - shown.offsetWidth - 8);
    const below = place.bottom + 6;
    const fits = below + shown.offsetHeight < window.innerHeight;
    shown.style.left = `${left}px`;
    shown.style.top = `${fits ? below : Math.max(8, place.top - shown.offsetHeight - 6)}px`;
    shown.querySelector('a')?.focus({ preventScroll: true });
  }, [props.near, data]);

  return (
    <div
      ref={card}
      popover="auto"
      role="dialog"
      aria-label={entity.label}
      className="mention-card"
      onToggle={(event) => {
        if (event.newState === 'closed') {
          props.onClose();
          props.near.focus({ preventScroll: true });
        }
      }}
    >
      <p>
        <Link to="/entities/$id" params={{ id: entity.id }}>
          <strong>
            <bdi>{entity.label}</bdi>
          </strong>
        </Link>{' '}
        <span className="tag">{t(`entityType.${entityTypeKey(entity.type)}`)}</span>
      </p>
      <p className="names">
        {labelsOf(data?.entity.names ?? []).map((name) => (
          <bdi key={name.language} {...textAttributes(name.language)}>
            {name.text}
          </bdi>
        ))}
      </p>
      {data === undefined ? null : (
        <p className="muted">{t('overview.articles', { count: data.articles })}</p>
      )}
      {props.mention.actingFor === undefined ? null : (
        <p className="muted">{t('reader.actingFor', { entity: props.mention.actingFor })}</p>
      )}
      <p className="actions">
        <Link to="/search" search={{ entity: entity.id, from: 'all' }}>
          {t('reader.searchEntity')}
        </Link>
        <Link to="/search" search={{ entity: `-${entity.id}`, from: 'all' }}>
          {t('reader.excludeEntity')}
        </Link>
        <button type="button" className="link" data-object onClick={props.onObject}>
          {t('correction.object')}
        </button>
      </p>
    </div>
  );
}

type EntityTypeKey = 'person' | 'org' | 'country' | 'place' | 'region' | 'topic';

/** The type of an entity where the page has a word for it. */
export function entityTypeKey(type: string): EntityTypeKey {
  const known: readonly EntityTypeKey[] = ['person', 'org', 'country', 'place', 'region', 'topic'];
  return known.find((candidate) => candidate === type) ?? 'topic';
}
