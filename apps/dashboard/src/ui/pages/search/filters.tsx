import type { FacetValue, Facets } from '@khabar/api/schemas';
import { Square, SquareCheck, SquareX } from 'lucide-react';
import { useId, useState, type ReactElement } from 'react';

import { roleName } from '../../parts/stance-label.tsx';
import { cycleValue, readList, type CoverageSearch } from '../../search-params.ts';
import { isolated } from '../../text/direction.ts';
import { useText, type InterfaceText } from '../../text/interface-text.tsx';
import type { MessageKey } from '../../text/messages.ts';
import { DateFilter } from './date-filter.tsx';

type ListParameter =
  | 'lang'
  | 'source'
  | 'country'
  | 'entity'
  | 'topic'
  | 'stance'
  | 'subject'
  | 'genre'
  | 'type'
  | 'dated';

/** Filter of the address <- facet of the API. */
const FILTERS: readonly {
  readonly parameter: ListParameter;
  readonly facet: string;
  readonly label: MessageKey;
}[] = [
  { parameter: 'subject', facet: 'subject', label: 'filter.subject' },
  { parameter: 'lang', facet: 'language', label: 'filter.language' },
  { parameter: 'source', facet: 'source', label: 'filter.source' },
  { parameter: 'stance', facet: 'stance', label: 'filter.stance' },
  { parameter: 'entity', facet: 'entity', label: 'filter.entity' },
  { parameter: 'topic', facet: 'topic', label: 'filter.topic' },
  { parameter: 'country', facet: 'country', label: 'filter.country' },
  { parameter: 'genre', facet: 'genre', label: 'filter.genre' },
  { parameter: 'type', facet: 'kind', label: 'filter.kind' },
  { parameter: 'dated', facet: 'dated', label: 'filter.dated' },
];

/** Facets the search page asks for. */
export const FACET_FIELDS = FILTERS.map(({ facet }) => facet).join(',');

const KINDS: Readonly<Record<string, MessageKey>> = {
  state: 'kind.state',
  public: 'kind.public',
  agency: 'kind.agency',
  independent: 'kind.independent',
  exile: 'kind.exile',
  commercial: 'kind.commercial',
  'think-tank': 'kind.think-tank',
  international: 'kind.international',
  party: 'kind.party',
  blog: 'kind.blog',
  other: 'kind.other',
};

const GENRES: Readonly<Record<string, MessageKey>> = {
  news: 'genre.news',
  opinion: 'genre.opinion',
  interview: 'genre.interview',
  statement: 'genre.statement',
  brief: 'genre.brief',
  live: 'genre.live',
};

/** What kind of article it is, in words. */
export function genreName(genre: string, text: InterfaceText): string {
  const known = GENRES[genre];
  return known === undefined ? genre : text.t(known);
}

/** What kind of outlet it is, in words. */
export function kindName(kind: string, text: InterfaceText): string {
  const known = KINDS[kind];
  return known === undefined ? kind : text.t(known);
}

/** A facet's value as the address names it: the API counts `dated` as true and false and is asked for yes and no. */
export function addressValue(parameter: ListParameter, value: string): string {
  if (parameter !== 'dated') return value;
  return value === 'true' || value === 'yes' ? 'yes' : 'no';
}

/** What a filter value is called on the page. */
function valueLabel(
  parameter: ListParameter,
  value: Pick<FacetValue, 'value' | 'label'>,
  text: InterfaceText,
): string {
  const labels: Readonly<Record<ListParameter, () => string>> = {
    lang: () => text.languageName(value.value),
    country: () => text.countryName(value.value),
    type: () => kindName(value.value, text),
    genre: () => genreName(value.value, text),
    subject: () => value.label,
    dated: () => text.t(value.value === 'no' ? 'filter.undated' : 'filter.hasDate'),
    stance: () => stanceLabel(value, text),
    source: () => value.label,
    entity: () => value.label,
    topic: () => value.label,
  };
  return labels[parameter]();
}

const STANCE_WORDS: Readonly<Record<string, MessageKey>> = {
  favor: 'stance.favor',
  against: 'stance.against',
  neutral: 'stance.neutral',
  unclear: 'stance.unclear',
};

/** `Russia → Taliban: favor` -> the same with the words of the page. */
function stanceLabel(value: Pick<FacetValue, 'value' | 'label'>, text: InterfaceText): string {
  const label = value.value.split('>').at(-1) ?? '';
  const word = STANCE_WORDS[label];
  if (word === undefined) return value.label;
  const pair = value.label.endsWith(`: ${label}`) ? value.label.slice(0, -label.length - 2) : value.label;
  const [holder = '', target = ''] = pair.split(' → ');
  const role = roleName(value.value.split('>')[0] ?? '');
  const arrow = text.direction === 'rtl' ? '←' : '→';
  return `${role === null ? isolated(holder) : text.t(role)} ${arrow} ${isolated(target)}: ${text.t(word)}`;
}

function FilterList(props: {
  readonly parameter: ListParameter;
  readonly title: string;
  readonly values: readonly FacetValue[];
  readonly search: CoverageSearch;
  readonly onChange: (change: Partial<CoverageSearch>) => void;
}): ReactElement | null {
  const text = useText();
  const { t, number } = text;
  const [shown, setShown] = useState(6);
  const [wanted, setWanted] = useState('');
  const heading = useId();
  const selected = readList(props.search[props.parameter]);
  const counted = props.values.map((facet) => ({
    ...facet,
    value: addressValue(props.parameter, facet.value),
  }));
  const listed = [
    ...counted,
    ...[...selected.keys()]
      .filter((value) => !counted.some((facet) => facet.value === value))
      .map((value): FacetValue => ({ value, label: value, count: 0, selected: null })),
  ];
  const named = listed.map((value) => ({ ...value, shown: valueLabel(props.parameter, value, text) }));
  const found = named.filter((value) => value.shown.toLowerCase().includes(wanted.toLowerCase()));
  if (listed.length === 0) return null;
  const most = Math.max(1, ...listed.map(({ count }) => count));

  return (
    <section className="filter" aria-labelledby={heading}>
      <h2 id={heading}>{props.title}</h2>
      {listed.length > 8 ? (
        <input
          type="search"
          dir="auto"
          aria-label={t('filter.find', { what: props.title })}
          placeholder={t('filter.find', { what: props.title })}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      ) : null}
      <ul>
        {found.slice(0, shown).map((value) => {
          const state = selected.get(value.value);
          return (
            <li key={value.value}>
              <button
                type="button"
                className="filter-value"
                aria-pressed={state !== undefined}
                onClick={() =>
                  props.onChange({
                    [props.parameter]: cycleValue(props.search[props.parameter], value.value),
                  })
                }
              >
                <StateIcon state={state} />
                <span className="filter-name">
                  <bdi>{value.shown}</bdi>
                  {state === undefined ? null : (
                    <span className="hidden">
                      {' '}
                      {t(state === 'include' ? 'filter.included' : 'filter.excluded')}
                    </span>
                  )}
                </span>
                <bdi>
                  {value.approximate === true
                    ? t('filter.about', { n: number(value.count) })
                    : number(value.count)}
                </bdi>
                <span className="filter-bar" style={{ inlineSize: `${(100 * value.count) / most}%` }} />
              </button>
            </li>
          );
        })}
      </ul>
      {found.length > shown ? (
        <button type="button" className="link" onClick={() => setShown(shown + 50)}>
          {t('filter.more', { count: found.length - shown })}
        </button>
      ) : null}
    </section>
  );
}

function StateIcon(props: { readonly state: 'include' | 'exclude' | undefined }): ReactElement {
  if (props.state === undefined) return <Square aria-hidden size={16} />;
  return props.state === 'include' ? (
    <SquareCheck aria-hidden size={16} />
  ) : (
    <SquareX aria-hidden size={16} />
  );
}

/** All filters of a search. Click includes, the second click excludes, the third turns off. */
export function Filters(props: {
  readonly facets: Facets | undefined;
  readonly search: CoverageSearch;
  readonly onChange: (change: Partial<CoverageSearch>) => void;
}): ReactElement {
  const { t } = useText();
  return (
    <aside className="filters" aria-label={t('filter.title')} data-filters>
      <DateFilter from={props.search.from} to={props.search.to} onChange={props.onChange} />
      {FILTERS.map(({ parameter, facet, label }) => (
        <FilterList
          key={parameter}
          parameter={parameter}
          title={t(label)}
          values={props.facets?.facets[facet] ?? []}
          search={props.search}
          onChange={props.onChange}
        />
      ))}
    </aside>
  );
}

/** The active filters once more, each to be taken off. */
export function ActiveFilters(props: {
  readonly facets: Facets | undefined;
  readonly search: CoverageSearch;
  readonly onChange: (change: Partial<CoverageSearch>) => void;
}): ReactElement | null {
  const text = useText();
  const active = FILTERS.flatMap(({ parameter, facet, label }) =>
    [...readList(props.search[parameter])].map(([value, state]) => {
      const known = props.facets?.facets[facet]?.find(
        (candidate) => addressValue(parameter, candidate.value) === value,
      );
      return {
        parameter,
        label,
        value,
        state,
        name: valueLabel(parameter, { value, label: known?.label ?? value }, text),
      };
    }),
  );
  if (active.length === 0) return null;
  return (
    <ul className="active-filters" aria-label={text.t('filter.active')}>
      {active.map(({ parameter, label, value, state, name }) => (
        <li key={`${parameter}-${value}`}>
          <button
            type="button"
            className="chip"
            onClick={() => {
              const rest = [...readList(props.search[parameter])].filter(([other]) => other !== value);
              const list = rest
                .map(([other, wanted]) => (wanted === 'exclude' ? `-${other}` : other))
                .join(',');
              props.onChange({ [parameter]: list === '' ? undefined : list });
            }}
          >
            {text.t(label)}: {state === 'exclude' ? `${text.t('understood.not')} ` : ''}
            <bdi>{name}</bdi> <span aria-hidden="true">×</span>
            <span className="hidden"> {text.t('filter.remove')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
