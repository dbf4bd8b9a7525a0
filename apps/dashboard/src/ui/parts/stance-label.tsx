import type { EntityRef } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { useText } from '../text/interface-text.tsx';
import type { MessageKey } from '../text/messages.ts';

type Label = 'favor' | 'against' | 'neutral' | 'unclear';
const SIGN: Readonly<Record<Label, string>> = { favor: '+', against: '−', neutral: '0', unclear: '?' };

/** The word and sign of a stance; colour is only the third sign. */
export function StancePill(props: { readonly label: Label; readonly strength?: number }): ReactElement {
  const { t, decimal } = useText();
  return (
    <span className={`pill ${props.label}`}>
      <span aria-hidden="true">{SIGN[props.label]}</span> {t(`stance.${props.label}`)}
      {props.strength === undefined ? null : (
        <>
          {' '}
          <bdi>{decimal(props.strength)}</bdi>
        </>
      )}
    </span>
  );
}

/** `author` and `critics` are roles, not entities: they have a word of the interface and no page. */
export function roleName(id: string): MessageKey | null {
  if (id === 'author') return 'stance.author';
  return id === 'critics' ? 'stance.critics' : null;
}

export function EntityName(props: { readonly entity: EntityRef; readonly link?: boolean }): ReactElement {
  const { t } = useText();
  const role = roleName(props.entity.id);
  if (role !== null) return <span>{t(role)}</span>;
  if (props.link === false) return <bdi>{props.entity.label}</bdi>;
  return (
    <Link to="/entities/$id" params={{ id: props.entity.id }}>
      <bdi>{props.entity.label}</bdi>
    </Link>
  );
}

/** holder -> target. */
export function StancePair(props: {
  readonly holder: EntityRef;
  readonly target: EntityRef;
  readonly link?: boolean;
}): ReactElement {
  const { t } = useText();
  const linked = props.link === true;
  return (
    <span className="pair">
      <EntityName entity={props.holder} link={linked} /> <span className="hidden">{t('stance.towards')}</span>
      <span className="arrow" aria-hidden="true">
        →
      </span>{' '}
      <EntityName entity={props.target} link={linked} />
    </span>
  );
}
