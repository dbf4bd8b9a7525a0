import type { ChannelView, NewChannel } from '@khabar/api/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { Failure } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';

interface Field {
  readonly key: 'url' | 'to' | 'server' | 'chat' | 'room' | 'topic' | 'key' | 'secret';
  readonly label:
    | 'channels.url'
    | 'channels.to'
    | 'channels.server'
    | 'channels.chat'
    | 'channels.room'
    | 'channels.topic'
    | 'channels.key'
    | 'channels.token'
    | 'channels.slackUrl'
    | 'channels.appriseUrls';
  readonly required: boolean;
  readonly start?: string;
}

const SERVER: Field = { key: 'server', label: 'channels.server', required: true };
const TOKEN: Field = { key: 'secret', label: 'channels.token', required: true };
const KINDS = {
  email: [{ key: 'to', label: 'channels.to', required: true }],
  webhook: [{ key: 'url', label: 'channels.url', required: true }],
  slack: [{ key: 'secret', label: 'channels.slackUrl', required: true }],
  telegram: [{ key: 'chat', label: 'channels.chat', required: true }, TOKEN],
  matrix: [SERVER, { key: 'room', label: 'channels.room', required: true }, TOKEN],
  ntfy: [
    { ...SERVER, start: 'https://ntfy.sh' },
    { key: 'topic', label: 'channels.topic', required: true },
    { ...TOKEN, required: false },
  ],
  apprise: [
    SERVER,
    { key: 'key', label: 'channels.key', required: false },
    { key: 'secret', label: 'channels.appriseUrls', required: false },
  ],
} as const satisfies Record<NewChannel['kind'], readonly Field[]>;
const NAMES = ['email', 'webhook', 'slack', 'telegram', 'matrix', 'ntfy', 'apprise'] as const;

/** A channel of any kind. What is secret is typed once and never shown again. */
export function NewChannelForm(): ReactElement {
  const { t } = useText();
  const queries = useQueryClient();
  const [kind, setKind] = useState<NewChannel['kind']>('email');
  const [name, setName] = useState('');
  const [values, setValues] = useState<Readonly<Partial<Record<Field['key'], string>>>>({});
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const fields: readonly Field[] = KINDS[kind];
  const add = async (): Promise<void> => {
    setError(null);
    const given = fields.flatMap((field) => {
      const value = (values[field.key] ?? field.start ?? '').trim();
      return value === '' ? [] : [[field.key, field.key === 'to' ? addressesIn(value) : value]];
    });
    try {
      const made = await sendJson<ChannelView & { readonly secret?: string }>('POST', '/channels', {
        name: name.trim(),
        kind,
        ...Object.fromEntries(given),
      });
      setSecret(made.secret ?? null);
      setName('');
      setValues({});
      await queries.invalidateQueries();
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <form
      className="form"
      aria-label={t('channels.add')}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h3>{t('channels.add')}</h3>
      <label className="field">
        <span>{t('channels.kind')}</span>
        <select
          value={kind}
          onChange={(event) => {
            setKind(NAMES.find((one) => one === event.target.value) ?? 'email');
            setValues({});
          }}
        >
          {NAMES.map((one) => (
            <option key={one} value={one}>
              {t(`channels.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('save.name')}</span>
        <input
          dir="auto"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      {fields.map((field) => (
        <label className="field" key={`${kind} ${field.key}`}>
          <span>{t(field.label)}</span>
          <input
            dir="ltr"
            type={field.key === 'secret' ? 'password' : 'text'}
            autoComplete="off"
            required={field.required}
            value={values[field.key] ?? field.start ?? ''}
            onChange={(event) => setValues({ ...values, [field.key]: event.target.value })}
          />
        </label>
      ))}
      {error === null ? null : <Failure error={error} />}
      {secret === null ? null : (
        <p role="status">
          {t('channels.secret')} <code dir="ltr">{secret}</code>
        </p>
      )}
      <div className="actions">
        <button type="submit">{t('channels.save')}</button>
      </div>
    </form>
  );
}

function addressesIn(text: string): string[] {
  return text.split(/[\s,;،؛]+/).filter((part) => part !== '');
}
