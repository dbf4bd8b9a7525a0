import type { ArticleView } from '@khabar/api/schemas';
import { useState, type ReactElement } from 'react';

import { EntityPicker } from '../../parts/entity-picker.tsx';
import { StancePair, StancePill } from '../../parts/stance-label.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { Choice, CorrectionForm, LabelChoice, type StanceLabel } from './correction-form.tsx';

/** What is being corrected. */
export type Correcting =
  | { readonly about: 'stance'; readonly stance: ArticleView['stances'][number] }
  | { readonly about: 'mention'; readonly mention: ArticleView['mentions'][number] }
  | { readonly about: 'missing'; readonly marked: { readonly start: number; readonly end: number } | null }
  | { readonly about: 'article' };

interface DialogProps {
  readonly article: ArticleView;
  readonly send: (body: object) => Promise<void>;
  readonly onClose: () => void;
}

/** The dialog for it. */
export function CorrectionDialog(props: DialogProps & { readonly correcting: Correcting }): ReactElement {
  const { correcting, ...rest } = props;
  switch (correcting.about) {
    case 'stance':
      return <StanceDialog {...rest} stance={correcting.stance} />;
    case 'mention':
      return <MentionDialog {...rest} mention={correcting.mention} />;
    case 'missing':
      return <MissingDialog {...rest} marked={correcting.marked} />;
    case 'article':
      return <OffTopicDialog {...rest} />;
  }
}

type Wrong = 'label' | 'holder' | 'target' | 'none';

function StanceDialog(
  props: DialogProps & { readonly stance: ArticleView['stances'][number] },
): ReactElement {
  const { t } = useText();
  const { stance, article } = props;
  const [wrong, setWrong] = useState<Wrong>('label');
  const [label, setLabel] = useState<StanceLabel>(stance.label === 'favor' ? 'against' : 'favor');
  const [other, setOther] = useState<{ id: string; name: string | undefined } | null>(null);
  const { holder, target } = stance;
  const said = { holder, target, label: stance.label };
  const says = {
    label: label === stance.label ? null : { ...said, label },
    holder: other === null ? null : { ...said, holder: other.id },
    target: other === null ? null : { ...said, target: other.id },
    none: null,
  }[wrong];
  const isComplete = wrong === 'none' || says !== null;
  return (
    <CorrectionForm
      title={t('correction.title')}
      send={props.send}
      onClose={props.onClose}
      body={isComplete ? { about: 'stance', articleId: article.id, stanceId: stance.id, says } : null}
    >
      <p className="meta">
        <StancePair holder={stance.holderRef} target={stance.targetRef} />
        <StancePill label={stance.label} />
      </p>
      <blockquote className={stance.label} {...textAttributes(article.language, article.direction)}>
        {withoutDirectionControls(stance.evidence.text)}
      </blockquote>
      <Choice
        first
        legend={t('correction.object')}
        options={[
          ['label', t('correction.wrongLabel')],
          ['holder', t('correction.wrongHolder')],
          ['target', t('correction.wrongTarget')],
          ['none', t('correction.notStance')],
        ]}
        value={wrong}
        onChange={(value) => {
          setWrong(value);
          setOther(null);
        }}
      />
      {wrong === 'label' ? <LabelChoice value={label} onChange={setLabel} /> : null}
      {wrong === 'holder' || wrong === 'target' ? (
        <EntityPicker
          required
          label={wrong === 'holder' ? 'stance.holder' : 'stance.target'}
          value={other?.id}
          name={other?.name}
          onChange={(id, name) => setOther(id === undefined ? null : { id, name })}
        />
      ) : null}
    </CorrectionForm>
  );
}

function MentionDialog(
  props: DialogProps & { readonly mention: ArticleView['mentions'][number] },
): ReactElement {
  const { t } = useText();
  const { mention, article } = props;
  const [meant, setMeant] = useState<'nobody' | 'other'>('nobody');
  const [other, setOther] = useState<{ id: string; name: string | undefined } | null>(null);
  const { field, start, end, entityId } = mention;
  const isComplete = meant === 'nobody' || other !== null;
  return (
    <CorrectionForm
      title={t('correction.mentionTitle', { name: mention.surface })}
      send={props.send}
      onClose={props.onClose}
      body={
        isComplete
          ? {
              about: 'mention',
              articleId: article.id,
              field,
              start,
              end,
              entityId,
              says: meant === 'nobody' ? null : other?.id,
            }
          : null
      }
    >
      <p>{t('correction.everywhere')}</p>
      <Choice
        first
        legend={t('correction.object')}
        options={[
          ['nobody', t('correction.notEntity', { entity: mention.ref.label })],
          ['other', t('correction.isEntity')],
        ]}
        value={meant}
        onChange={setMeant}
      />
      {meant === 'other' ? (
        <EntityPicker
          required
          label="filter.entity"
          value={other?.id}
          name={other?.name}
          onChange={(id, name) => setOther(id === undefined ? null : { id, name })}
        />
      ) : null}
    </CorrectionForm>
  );
}

interface Words {
  readonly start: number;
  readonly end: number;
}

function sentencesOf({ text, language }: Pick<ArticleView, 'text' | 'language'>): readonly Words[] {
  const spans = [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)];
  return spans
    .map(({ index, segment }) => ({ start: index, end: index + segment.trimEnd().length }))
    .filter(({ start, end }) => end > start);
}

function MissingDialog(props: DialogProps & { readonly marked: Words | null }): ReactElement {
  const { t } = useText();
  const { article, marked } = props;
  const choices = [...(marked === null ? [] : [marked]), ...sentencesOf(article)];
  const [at, setAt] = useState(0);
  const [holder, setHolder] = useState<{ id: string; name: string | undefined } | null>(null);
  const [target, setTarget] = useState<{ id: string; name: string | undefined } | null>(null);
  const [label, setLabel] = useState<StanceLabel>('favor');
  const words = choices[at];
  const shown = ({ start, end }: Words): string => {
    const text = withoutDirectionControls(article.text.slice(start, end));
    return marked !== null && start === marked.start && end === marked.end
      ? t('correction.marked', { words: text })
      : text;
  };
  return (
    <CorrectionForm
      title={t('correction.addTitle')}
      send={props.send}
      onClose={props.onClose}
      body={
        words === undefined || holder === null || target === null
          ? null
          : {
              about: 'missing-stance',
              articleId: article.id,
              field: 'text',
              ...words,
              says: { holder: holder.id, target: target.id, label },
            }
      }
    >
      <label className="field">
        <span>{t('correction.sentence')}</span>
        <select
          data-first-focus
          className="sentences"
          {...textAttributes(article.language, article.direction)}
          value={at}
          onChange={(event) => setAt(Number(event.target.value))}
        >
          {choices.map((choice, index) => (
            <option key={`${choice.start}-${choice.end}`} value={index}>
              {shown(choice)}
            </option>
          ))}
        </select>
      </label>
      <EntityPicker
        required
        label="stance.holder"
        value={holder?.id}
        name={holder?.name}
        onChange={(id, name) => setHolder(id === undefined ? null : { id, name })}
      />
      <EntityPicker
        required
        label="stance.target"
        value={target?.id}
        name={target?.name}
        onChange={(id, name) => setTarget(id === undefined ? null : { id, name })}
      />
      <LabelChoice value={label} onChange={setLabel} />
    </CorrectionForm>
  );
}

function OffTopicDialog(props: DialogProps): ReactElement {
  const { t } = useText();
  return (
    <CorrectionForm
      title={t('correction.offTopicTitle')}
      send={props.send}
      onClose={props.onClose}
      body={{ about: 'article', articleId: props.article.id, says: 'off-topic' }}
    >
      <p>{t('correction.offTopicText')}</p>
    </CorrectionForm>
  );
}
