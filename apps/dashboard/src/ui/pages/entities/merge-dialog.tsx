import type { RegistryEffect } from '@khabar/api/registry-schemas';
import type { EntityView } from '@khabar/api/schemas';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { EntityPicker } from '../../parts/entity-picker.tsx';
import { ModalDialog } from '../../parts/modal-dialog.tsx';
import { Failure } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import type { RegistryChanges } from './registry-changes.ts';

/** Whom the entity is another record of; says how much goes over before it does. */
export function MergeDialog(props: {
  readonly entity: EntityView['entity'];
  readonly changes: RegistryChanges;
  readonly onClose: () => void;
  readonly onMerged: (into: string) => void;
}): ReactElement {
  const { t, list } = useText();
  const { entity, changes } = props;
  const [into, setInto] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const [note, setNote] = useState('');
  const change = { kind: 'merge' as const, id: entity.id, into: into?.id ?? '' };
  const preview = useQuery({
    queryKey: ['registry-preview', change],
    queryFn: () => sendJson<RegistryEffect>('POST', '/registry/changes/preview', { change }),
    enabled: into !== null,
    retry: false,
  });
  const merge = async (): Promise<void> => {
    const done = await changes.make(change, note);
    props.onClose();
    if (done) props.onMerged(change.into);
  };
  return (
    <ModalDialog title={t('registry.mergeTitle', { name: entity.label })} onClose={props.onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (preview.data !== undefined) void merge();
        }}
      >
        <EntityPicker
          label="registry.mergeInto"
          value={into?.id}
          name={into?.name}
          registered
          required
          onChange={(id, name = '') => setInto(id === undefined ? null : { id, name })}
        />
        {preview.isError ? <Failure error={preview.error} /> : null}
        {preview.data === undefined ? null : (
          <div role="status" data-preview>
            <p>
              {t('registry.mentionsMove', { count: preview.data.mentions })}{' '}
              <span className="muted">{t('overview.articles', { count: preview.data.articles })}</span>
            </p>
            <p>{t('registry.namesMove', { names: list(preview.data.names.map(({ text }) => text)) })}</p>
          </div>
        )}
        <label className="field">
          <span>{t('correction.note')}</span>
          <input dir="auto" value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </label>
        <div className="actions">
          <button type="submit" className="primary" disabled={preview.data === undefined}>
            {t('registry.mergeConfirm')}
          </button>
          <button type="button" onClick={props.onClose}>
            {t('dialog.cancel')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
