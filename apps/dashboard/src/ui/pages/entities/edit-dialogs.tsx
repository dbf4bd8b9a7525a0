import type { EntityView } from '@khabar/api/schemas';
import { useState, type ReactElement, type ReactNode } from 'react';

import { ModalDialog } from '../../parts/modal-dialog.tsx';
import { useText } from '../../text/interface-text.tsx';
import type { Change, RegistryChanges } from './registry-changes.ts';

type Entity = EntityView['entity'];
type Name = Entity['names'][number];

interface EditProps {
  readonly entity: Entity;
  readonly changes: RegistryChanges;
  readonly onClose: () => void;
}

/** A change that needs a few fields; closes when it is made or refused, and the page says which. */
function EditDialog(props: {
  readonly title: string;
  readonly action: string;
  readonly change: Change | null;
  readonly changes: RegistryChanges;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useText();
  const [note, setNote] = useState('');
  const { change } = props;
  return (
    <ModalDialog title={props.title} onClose={props.onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (change !== null) void props.changes.make(change, note).then(props.onClose);
        }}
      >
        {props.children}
        <label className="field">
          <span>{t('correction.note')}</span>
          <input dir="auto" value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </label>
        <div className="actions">
          <button type="submit" className="primary" disabled={change === null}>
            {props.action}
          </button>
          <button type="button" onClick={props.onClose}>
            {t('dialog.cancel')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}

/** Words near which the name is somebody else's, or alone this one's. */
export function LimitDialog(props: EditProps & { readonly name: Name }): ReactElement {
  const { t } = useText();
  const { entity, name } = props;
  const [unless, setUnless] = useState('');
  const [near, setNear] = useState('');
  const [not, only] = [wordsOf(unless), wordsOf(near)];
  const change: Change | null =
    not.length + only.length === 0
      ? null
      : {
          kind: 'limit-name',
          id: entity.id,
          name: { language: name.language, text: name.text },
          ...(not.length === 0 ? {} : { unless: not }),
          ...(only.length === 0 ? {} : { near: only }),
        };
  return (
    <EditDialog
      {...props}
      title={t('registry.limitTitle', { name: name.text })}
      action={t('registry.save')}
      change={change}
    >
      <Field label={t('registry.unless')} value={unless} onChange={setUnless} />
      <Field label={t('registry.near')} value={near} onChange={setNear} />
    </EditDialog>
  );
}

/** The selected names become an entity of their own. */
export function SplitDialog(props: EditProps & { readonly names: readonly Name[] }): ReactElement {
  const { t, list } = useText();
  const { entity, names } = props;
  const [id, setId] = useState('');
  const type = entityType(entity.type);
  const change: Change | null =
    type === null || !/^[a-z0-9-]+$/.test(id)
      ? null
      : {
          kind: 'split',
          id: entity.id,
          entity: { id: `${type}:${id}`, type },
          names: names.map(({ language, text }) => ({ language, text })),
        };
  return (
    <EditDialog {...props} title={t('registry.splitTitle')} action={t('registry.split')} change={change}>
      <p>{list(names.map(({ text }) => text))}</p>
      <Field label={t('registry.newId')} value={id} onChange={setId} direction="ltr" />
    </EditDialog>
  );
}

export function RetireDialog(props: EditProps): ReactElement {
  const { t } = useText();
  return (
    <EditDialog
      {...props}
      title={t('registry.retireTitle', { name: props.entity.label })}
      action={t('registry.retire')}
      change={{ kind: 'retire', id: props.entity.id }}
    >
      <p>{t('registry.retireText')}</p>
    </EditDialog>
  );
}

/** Dated roles and the Wikidata id. */
export function FactsDialog(props: EditProps): ReactElement {
  const { t } = useText();
  const { entity } = props;
  const [wikidata, setWikidata] = useState(entity.wikidata ?? '');
  const [roles, setRoles] = useState<readonly Role[]>(
    entity.roles.map(({ title, of, from, to }) => ({
      title,
      of: of?.id ?? '',
      from: from ?? '',
      to: to ?? '',
    })),
  );
  const set = (at: number, part: Partial<Role>): void =>
    setRoles(roles.map((role, index) => (index === at ? { ...role, ...part } : role)));
  const change: Change = {
    kind: 'change-facts',
    id: entity.id,
    wikidata: wikidata.trim() === '' ? null : wikidata.trim(),
    roles: roles
      .filter(({ title }) => title.trim() !== '')
      .map(({ title, of, from, to }) => ({
        title: title.trim(),
        ...(of.trim() === '' ? {} : { of: of.trim() }),
        ...(from === '' ? {} : { from }),
        ...(to === '' ? {} : { to }),
      })),
  };
  return (
    <EditDialog {...props} title={t('registry.facts')} action={t('registry.save')} change={change}>
      <Field label={t('registry.wikidata')} value={wikidata} onChange={setWikidata} direction="ltr" />
      {roles.map((role, at) => (
        // The rows have no name of their own; none is ever moved.
        // oxlint-disable-next-line react/no-array-index-key
        <fieldset key={at}>
          <legend>{t('registry.role')}</legend>
          <Field label={t('registry.role')} value={role.title} onChange={(title) => set(at, { title })} />
          <Field
            label={t('registry.roleOf')}
            value={role.of}
            onChange={(of) => set(at, { of })}
            direction="ltr"
          />
          <Field
            label={t('registry.from')}
            value={role.from}
            onChange={(from) => set(at, { from })}
            direction="ltr"
          />
          <Field
            label={t('registry.to')}
            value={role.to}
            onChange={(to) => set(at, { to })}
            direction="ltr"
          />
          <button type="button" onClick={() => setRoles(roles.toSpliced(at, 1))}>
            {t('registry.removeRole')}
          </button>
        </fieldset>
      ))}
      <button type="button" onClick={() => setRoles([...roles, { title: '', of: '', from: '', to: '' }])}>
        {t('registry.addRole')}
      </button>
    </EditDialog>
  );
}

interface Role {
  readonly title: string;
  readonly of: string;
  readonly from: string;
  readonly to: string;
}

function Field(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly direction?: 'ltr';
}): ReactElement {
  return (
    <label className="field">
      <span>{props.label}</span>
      <input
        dir={props.direction ?? 'auto'}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}

function wordsOf(list: string): string[] {
  return list
    .split(/[,،]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

const TYPES = ['person', 'org', 'country', 'place', 'region', 'topic'] as const;

/** null where it is none of the registry. */
export function entityType(type: string): (typeof TYPES)[number] | null {
  return TYPES.find((one) => one === type) ?? null;
}
