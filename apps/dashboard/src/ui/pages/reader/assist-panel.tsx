import type { AssistAnswer, AssistStatus } from '@khabar/api/schemas';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';

import { sendJson } from '../../api-client.ts';
import { isolated, textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import type { MessageKey } from '../../text/messages.ts';
import { useApi } from '../../use-api.ts';

const TASKS: readonly { readonly task: AssistAnswer['task']; readonly label: MessageKey }[] = [
  { task: 'gist', label: 'assist.gist' },
  { task: 'translation', label: 'assist.translation' },
  { task: 'stances', label: 'assist.stances' },
];

/** What the language model of this installation is asked about the article, and what it said; nothing where there is none. */
export function AssistPanel(props: {
  readonly article: { readonly id: string; readonly language: string };
}): ReactElement | null {
  const { t, language } = useText();
  const { article } = props;
  const path = `/articles/${encodeURIComponent(article.id)}/assist`;
  const status = useApi<AssistStatus>('/assist');
  const hasModel = typeof status.data?.model === 'string';
  const answers = useApi<{ readonly items: readonly AssistAnswer[] }>(hasModel ? path : null);
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: (task: AssistAnswer['task']) => sendJson<AssistAnswer>('POST', path, { task, language }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [path] }),
  });
  if (!hasModel) return null;
  const shown = TASKS.flatMap(({ task }) => {
    const answer = answers.data?.items.find(
      (item) => item.task === task && (task === 'stances' || item.language === language),
    );
    return answer === undefined ? [] : [answer];
  });
  return (
    <section className="panel" aria-labelledby="reader-assist">
      <h2 id="reader-assist">{t('assist.title')}</h2>
      <p className="actions">
        {TASKS.map(({ task, label }) => (
          <button key={task} type="button" disabled={ask.isPending} onClick={() => ask.mutate(task)}>
            {t(label)}
          </button>
        ))}
      </p>
      <p role="status">
        {ask.isPending ? t('assist.asking') : null}
        {ask.isError ? t('assist.failed', { reason: isolated(ask.error.message) }) : null}
      </p>
      {shown.map((answer) => (
        <Answer key={answer.task} answer={answer} language={article.language} />
      ))}
    </section>
  );
}

function Answer(props: { readonly answer: AssistAnswer; readonly language: string }): ReactElement {
  const { t, number } = useText();
  const { answer } = props;
  return (
    <div className="assist-answer">
      <AnswerText answer={answer} language={props.language} />
      <p className="muted">
        {t('assist.by', {
          model: isolated(answer.model),
          tokens: number(answer.tokensIn + answer.tokensOut),
        })}
      </p>
    </div>
  );
}

function AnswerText(props: { readonly answer: AssistAnswer; readonly language: string }): ReactElement {
  const { t } = useText();
  const { answer } = props;
  switch (answer.task) {
    case 'gist':
      return <p {...textAttributes(answer.language)}>{withoutDirectionControls(answer.answer.gist)}</p>;
    case 'translation':
      return (
        <div {...textAttributes(answer.language)}>
          <h3>{withoutDirectionControls(answer.answer.title)}</h3>
          {answer.answer.text.split('\n').map((paragraph, at) => (
            // Paragraphs have no other name than their place.
            // oxlint-disable-next-line react/no-array-index-key
            <p key={at}>{withoutDirectionControls(paragraph)}</p>
          ))}
        </div>
      );
    case 'stances': {
      const { stances } = answer.answer;
      if (stances.length === 0) return <p>{t('assist.none')}</p>;
      return (
        <>
          <p>{t('assist.proposed')}</p>
          <ul className="rows">
            {stances.map(({ holder, target, label, evidence }) => (
              <li key={`${holder} ${target} ${evidence.start}`}>
                <span>
                  <bdi>{holder}</bdi> → <bdi>{target}</bdi>: {t(`stance.${label}`)}
                </span>
                <q {...textAttributes(props.language)}>{withoutDirectionControls(evidence.text)}</q>
              </li>
            ))}
          </ul>
        </>
      );
    }
  }
}
