import { useState, type ReactElement, type ReactNode } from 'react';

import { ModalDialog } from '../../parts/modal-dialog.tsx';
import { Failure } from '../../shell/page-states.tsx';
import { useText } from '../../text/interface-text.tsx';
import type { MessageKey } from '../../text/messages.ts';

const LABELS = ['favor', 'against', 'neutral', 'unclear'] as const;
export type StanceLabel = (typeof LABELS)[number];

/** The frame of every correction: what is asked, a note, save. Stays open and says why where it could not be saved. */
export function CorrectionForm(props: {
  readonly title: string;
  readonly children: ReactNode;
  /** What would be sent; null: something is missing yet. */
  readonly body: object | null;
  readonly send: (body: object) => Promise<void>;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useText();
  const [note, setNote] = useState('');
  const [state, setState] = useState<'editing' | 'saving' | { readonly error: unknown }>('editing');
  const save = async (): Promise<void> => {
    if (props.body === null) return;
    setState('saving');
    try {
      await props.send({ ...props.body, note: note.trim() });
      props.onClose();
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <ModalDialog title={props.title} onClose={props.onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {props.children}
        <label className="field">
          <span>{t('correction.note')}</span>
          <input dir="auto" maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {typeof state === 'object' ? <Failure error={state.error} /> : null}
        <div className="actions">
          <button type="submit" className="primary" disabled={props.body === null || state === 'saving'}>
            {t('correction.save')}
          </button>
          <button type="button" onClick={props.onClose}>
            {t('dialog.cancel')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}

/** One of a few, with the arrow keys of radio buttons. */
export function Choice<T extends string>(props: {
  readonly legend: string;
  readonly options: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly first?: boolean;
}): ReactElement {
  return (
    <fieldset>
      <legend>{props.legend}</legend>
      {props.options.map(([value, label]) => (
        <label key={value} className="check">
          <input
            type="radio"
            name={props.legend}
            value={value}
            checked={value === props.value}
            data-first-focus={props.first === true && value === props.value ? true : undefined}
            onChange={() => props.onChange(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

export function LabelChoice(props: {
  readonly value: StanceLabel;
  readonly onChange: (label: StanceLabel) => void;
}): ReactElement {
  const { t } = useText();
  return (
    <Choice
      legend={t('correction.rightLabel')}
      options={LABELS.map((label) => [label, t(`stance.${label}` satisfies MessageKey)] as const)}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
