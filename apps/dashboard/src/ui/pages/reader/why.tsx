import type { ArticleView } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import type { MessageKey } from '../../text/messages.ts';

type StanceOfArticle = ArticleView['stances'][number];

const KINDS: Readonly<Record<string, MessageKey>> = {
  act: 'why.as.act',
  thing: 'why.as.thing',
  says: 'why.as.says',
  op: 'why.as.op',
  deny: 'why.as.deny',
  name: 'why.as.name',
  contact: 'why.as.contact',
};
const EFFECTS: Readonly<Record<string, MessageKey>> = {
  negated: 'why.effect.negated',
  reversed: 'why.effect.reversed',
  wanted: 'why.effect.wanted',
  reported: 'why.effect.reported',
  passive: 'why.effect.passive',
  nominal: 'why.effect.nominal',
};

/** Why a statement was read so: the words that decided and what was done to them, who says it, how sure, by which method and when. */
export function Why(props: {
  readonly stance: StanceOfArticle;
  readonly article: ArticleView;
}): ReactElement {
  const { t, share, decimal } = useText();
  const { stance, article } = props;
  const from = stance.evidence.field === 'title' ? article.title : article.text;
  return (
    <details className="why">
      <summary>{t('reader.why')}</summary>
      <p>{t(stance.cues.length === 0 ? 'why.noWords' : 'why.words')}</p>
      <ul>
        {stance.cues.map((cue) => (
          <li key={`${cue.rule}-${cue.start}`}>
            <q {...textAttributes(article.language, article.direction)}>{from.slice(cue.start, cue.end)}</q>{' '}
            <span>{t(KINDS[cue.rule.split(':')[1] ?? ''] ?? 'why.as.other')}</span>
            {(cue.effect ?? '')
              .split(', ')
              .filter((effect) => effect !== '')
              .map((effect) => (
                <span key={effect} className="effect">
                  {EFFECTS[effect] === undefined ? <bdi>{effect}</bdi> : t(EFFECTS[effect])}
                </span>
              ))}
          </li>
        ))}
      </ul>
      <p className="muted">
        {t('why.voice')} {t(`voice.${stance.voice}`)}.{' '}
        {t('why.sure', { confidence: share(stance.confidence), strength: decimal(stance.strength) })}
      </p>
      <p className="muted">
        <Method stance={stance} article={article} />
      </p>
    </details>
  );
}

function Method(props: { readonly stance: StanceOfArticle; readonly article: ArticleView }): string {
  const { t, time } = useText();
  const { method } = props.stance;
  if (method === 'person') return t('why.method.person');
  const { at } = props.article.provenance.tagging;
  const values = { method, date: at === null ? '–' : time(at) };
  return t(/^rules\b/.test(method) ? 'why.method.rules' : 'why.method.learned', values);
}
