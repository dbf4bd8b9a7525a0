import type { RetagRunView } from '@khabar/api/schemas';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

import { EntityName, StancePair, StancePill } from '../../parts/stance-label.tsx';
import { TableScroll } from '../../parts/table-scroll.tsx';
import { textAttributes, withoutDirectionControls } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

type Report = RetagRunView['report'];
type Kind = keyof Report['counts'];
type Example = NonNullable<Report['examples'][Kind]>[number];

const KINDS = [
  'mention-added',
  'mention-removed',
  'quote-added',
  'quote-removed',
  'stance-added',
  'stance-removed',
  'stance-flipped',
  'relevance',
  'topics',
  'genre',
] as const satisfies readonly Kind[];
const ENTITIES_SHOWN = 20;

/** What differs: counts by language and entity, then sentence by sentence. */
export function RetagReportView(props: { readonly run: RetagRunView }): ReactElement {
  const { t, number, languageName } = useText();
  const { report, changes } = props.run;
  const total = (counts: Report['counts']): number =>
    KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  const entities = Object.entries(report.byEntity)
    .toSorted(([, one], [, other]) => total(other) - total(one))
    .slice(0, ENTITIES_SHOWN);
  return (
    <>
      <p>{t('retag.differ', { changed: report.changed, total: report.articles })}</p>
      {changes.changedSince === 0 ? null : (
        <details>
          <summary>{t('retag.changedSince', { n: number(changes.changedSince) })}</summary>
          <ul>
            {changes.ids.map((id) => (
              <li key={id}>
                <Link to="/articles/$id" params={{ id }}>
                  <bdi>{id}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </details>
      )}
      {report.failed.length === 0 ? null : (
        <p className="notice">{t('retag.failed', { n: number(report.failed.length) })}</p>
      )}
      <CountTable
        head={t('retag.byLanguage')}
        rows={Object.entries(report.byLanguage).map(([code, counts]) => ({
          key: code,
          name: languageName(code),
          counts,
        }))}
      />
      <CountTable
        head={t('retag.byEntity')}
        rows={entities.map(([id, counts]) => ({
          key: id,
          name: <EntityName entity={refOf(id, props.run)} />,
          counts,
        }))}
      />
      {KINDS.map((kind) => {
        const examples = report.examples[kind] ?? [];
        if (examples.length === 0) return null;
        return (
          <details key={kind} className="retag-examples">
            <summary>
              {t(`retag.kind.${kind}`)} ({number(report.counts[kind] ?? examples.length)})
            </summary>
            <ol className="statements">
              {examples.map((example, at) => (
                <ExampleRow key={`${example.articleId}-${at}`} example={example} run={props.run} />
              ))}
            </ol>
          </details>
        );
      })}
    </>
  );
}

function CountTable(props: {
  readonly head: string;
  readonly rows: readonly {
    readonly key: string;
    readonly name: ReactElement | string;
    readonly counts: Report['counts'];
  }[];
}): ReactElement | null {
  const { t, number } = useText();
  const rows = props.rows.filter(({ counts }) => Object.keys(counts).length > 0);
  const kinds = KINDS.filter((kind) => rows.some(({ counts }) => (counts[kind] ?? 0) > 0));
  if (rows.length === 0) return null;
  return (
    <TableScroll label={props.head}>
      <table>
        <thead>
          <tr>
            <th scope="col">{props.head}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col">
                {t(`retag.kind.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, counts }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {kinds.map((kind) => (
                <td key={kind}>{number(counts[kind] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function ExampleRow(props: { readonly example: Example; readonly run: RetagRunView }): ReactElement {
  const { t } = useText();
  const { example, run } = props;
  return (
    <li className="statement">
      <p className="meta">
        <span className="muted">{t('retag.before')}</span> <Said said={example.before} run={run} />{' '}
        <span className="muted">{t('retag.after')}</span> <Said said={example.after} run={run} />
      </p>
      <blockquote {...textAttributes(example.language)}>
        <Link to="/articles/$id" params={{ id: example.articleId }}>
          {withoutDirectionControls(example.sentence)}
        </Link>
      </blockquote>
    </li>
  );
}

const LABELS = ['favor', 'against', 'neutral', 'unclear'] as const;

function Said(props: { readonly said: Example['before']; readonly run: RetagRunView }): ReactElement {
  const { t, share } = useText();
  const { said, run } = props;
  if (said === null) return <span>{t('retag.nothing')}</span>;
  const { holder, target, entity, surface, speaker, topics, relevance, genre } = said;
  const label = LABELS.find((one) => one === said.label);
  if (holder !== undefined && target !== undefined)
    return (
      <span>
        <StancePair holder={refOf(holder, run)} target={refOf(target, run)} />{' '}
        {label === undefined ? null : <StancePill label={label} />}
      </span>
    );
  if (entity !== undefined)
    return (
      <span>
        <EntityName entity={refOf(entity, run)} /> <q>{surface}</q>
      </span>
    );
  if (genre !== undefined) return <bdi>{genre}</bdi>;
  if (topics !== undefined)
    return (
      <span>
        {topics.length === 0 ? t('retag.nothing') : null}
        {topics.map((topic) => (
          <bdi key={topic} className="tag">
            {refOf(topic, run).label}
          </bdi>
        ))}
      </span>
    );
  if (relevance !== undefined)
    return (
      <span>
        {Object.entries(relevance).map(([subject, value]) => (
          <bdi key={subject} className="tag">
            {subject} {share(value)}
          </bdi>
        ))}
      </span>
    );
  return (
    <span>
      <bdi>{speaker == null ? t('retag.nothing') : refOf(speaker, run).label}</bdi>
    </span>
  );
}

function refOf(id: string, run: RetagRunView): RetagRunView['refs'][number] {
  return run.refs.find((ref) => ref.id === id) ?? { id, type: 'unknown', label: id };
}
