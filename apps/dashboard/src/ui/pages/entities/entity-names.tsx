import type { EntityView } from '@khabar/api/schemas';
import { useState, type ReactElement } from 'react';

import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { ChangeList, LastChange } from './change-list.tsx';
import { FactsDialog, LimitDialog, RetireDialog, SplitDialog } from './edit-dialogs.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { NameFields, type GivenName } from './name-fields.tsx';
import type { RegistryChanges } from './registry-changes.ts';

type Name = EntityView['entity']['names'][number];
type Dialog =
  | { readonly kind: 'merge' }
  | { readonly kind: 'retire' }
  | { readonly kind: 'facts' }
  | { readonly kind: 'split' }
  | { readonly kind: 'limit'; readonly name: Name };

const EMPTY: GivenName = { language: 'en', text: '', kind: 'alias' };

function keyOf({ language, text }: Pick<Name, 'language' | 'text'>): string {
  return `${language} ${text}`;
}

/** Names of the register, to be changed, and spellings found in texts, by language; what was changed, with its undo. */
export function EntityNames(props: {
  readonly view: EntityView;
  readonly changes: RegistryChanges;
  readonly onMerged: (into: string) => void;
}): ReactElement {
  const { t } = useText();
  const { entity } = props.view;
  const { changes } = props;
  const about = changes.done?.entity?.id ?? entity.id;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  const edit = { entity, changes, onClose: close };
  const chosen = entity.names.filter((name) => selected.has(keyOf(name)));
  return (
    <>
      {about === entity.id ? <LastChange changes={changes} /> : null}
      {entity.retired ? null : (
        <div className="actions">
          <button type="button" onClick={() => setDialog({ kind: 'merge' })}>
            {t('registry.merge')}
          </button>
          <button type="button" disabled={chosen.length === 0} onClick={() => setDialog({ kind: 'split' })}>
            {t('registry.split')}
          </button>
          <button type="button" onClick={() => setDialog({ kind: 'facts' })}>
            {t('registry.facts')}
          </button>
          <button type="button" onClick={() => setDialog({ kind: 'retire' })}>
            {t('registry.retire')}
          </button>
        </div>
      )}
      <div className="columns">
        <KnownNames
          entity={entity}
          changes={changes}
          selected={selected}
          onSelect={setSelected}
          onLimit={(name) => setDialog({ kind: 'limit', name })}
        />
        <FoundSpellings view={props.view} />
      </div>
      <ChangeList changes={changes} entity={entity.id} />
      {dialog?.kind === 'merge' ? <MergeDialog {...edit} onMerged={props.onMerged} /> : null}
      {dialog?.kind === 'retire' ? <RetireDialog {...edit} /> : null}
      {dialog?.kind === 'facts' ? <FactsDialog {...edit} /> : null}
      {dialog?.kind === 'split' ? <SplitDialog {...edit} names={chosen} /> : null}
      {dialog?.kind === 'limit' ? <LimitDialog {...edit} name={dialog.name} /> : null}
    </>
  );
}

function KnownNames(props: {
  readonly entity: EntityView['entity'];
  readonly changes: RegistryChanges;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onLimit: (name: Name) => void;
}): ReactElement {
  const { t, languageName } = useText();
  const { entity, changes, selected } = props;
  const [added, setAdded] = useState<GivenName>(EMPTY);
  const add = async (): Promise<void> => {
    const text = added.text.trim();
    if (await changes.make({ kind: 'add-names', id: entity.id, names: [{ ...added, text }] }))
      setAdded({ ...EMPTY, language: added.language });
  };
  return (
    <section className="panel" aria-labelledby="names-known">
      <h2 id="names-known">{t('names.known')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('names.name')}</th>
            <th scope="col">{t('filter.language')}</th>
            <th scope="col">{t('names.use')}</th>
            {entity.retired ? null : (
              <th scope="col">
                <span className="hidden">{t('registry.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {entity.names.map((name) => (
            <tr key={`${name.kind} ${keyOf(name)}`}>
              <th scope="row">
                {entity.retired ? null : (
                  <input
                    type="checkbox"
                    aria-label={t('registry.select', { name: name.text })}
                    checked={selected.has(keyOf(name))}
                    onChange={(event) => props.onSelect(toggled(selected, keyOf(name), event.target.checked))}
                  />
                )}{' '}
                <bdi {...textAttributes(name.language)}>{name.text}</bdi>
              </th>
              <td>{languageName(name.language)}</td>
              <td>
                {t(`names.${name.kind}`)}
                {name.origin === 'data' ? null : <span className="tag">{t('registry.added')}</span>}
                <NameRules name={name} />
              </td>
              {entity.retired ? null : (
                <td>
                  <NameActions id={entity.id} name={name} changes={changes} onLimit={props.onLimit} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {entity.retired ? null : (
        <form
          className="form row"
          aria-label={t('registry.addName')}
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <NameFields value={added} onChange={setAdded} />
          <button type="submit">{t('registry.addName')}</button>
        </form>
      )}
    </section>
  );
}

function NameActions(props: {
  readonly id: string;
  readonly name: Name;
  readonly changes: RegistryChanges;
  readonly onLimit: (name: Name) => void;
}): ReactElement {
  const { t } = useText();
  const { id, name, changes } = props;
  const key = { language: name.language, text: name.text };
  const spoken = <span className="hidden"> {name.text}</span>;
  return (
    <span className="actions">
      {name.kind === 'label' ? null : (
        <button
          type="button"
          className="link"
          onClick={() => void changes.make({ kind: 'rename-label', id, name: key })}
        >
          {t('registry.show')}
          {spoken}
        </button>
      )}
      <button type="button" className="link" onClick={() => props.onLimit(name)}>
        {t('registry.limit')}
        {spoken}
      </button>
      <button
        type="button"
        className="link"
        onClick={() => void changes.make({ kind: 'reject-name', id, name: key })}
      >
        {t('registry.reject')}
        {spoken}
      </button>
    </span>
  );
}

function NameRules(props: { readonly name: Name }): ReactElement | null {
  const { t, list } = useText();
  const { unless = [], near = [] } = props.name;
  if (unless.length + near.length === 0) return null;
  return (
    <div className="muted">
      {unless.length === 0 ? null : (
        <div>
          {t('registry.unless')}: <bdi>{list(unless)}</bdi>
        </div>
      )}
      {near.length === 0 ? null : (
        <div>
          {t('registry.near')}: <bdi>{list(near)}</bdi>
        </div>
      )}
    </div>
  );
}

function FoundSpellings(props: { readonly view: EntityView }): ReactElement {
  const { t, number, languageName } = useText();
  const { spellings } = props.view;
  return (
    <section className="panel" aria-labelledby="names-found">
      <h2 id="names-found">{t('names.found')}</h2>
      {spellings.length === 0 ? <p className="muted">{t('names.noneFound')}</p> : null}
      <table>
        <thead>
          <tr>
            <th scope="col">{t('names.name')}</th>
            <th scope="col">{t('filter.language')}</th>
            <th scope="col" className="number">
              {t('entities.mentions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {spellings.map((spelling) => (
            <tr key={keyOf({ language: spelling.language, text: spelling.surface })}>
              <th scope="row">
                <bdi {...textAttributes(spelling.language)}>{spelling.surface}</bdi>
              </th>
              <td>{languageName(spelling.language)}</td>
              <td className="number">{number(spelling.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function toggled(selected: ReadonlySet<string>, key: string, isOn: boolean): ReadonlySet<string> {
  const next = new Set(selected);
  if (isOn) next.add(key);
  else next.delete(key);
  return next;
}
