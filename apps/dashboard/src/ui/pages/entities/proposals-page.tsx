import type { ProposalList, ProposalView } from '@khabar/api/registry-schemas';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';

import { EntityPicker } from '../../parts/entity-picker.tsx';
import { ModalDialog } from '../../parts/modal-dialog.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';
import { useApi } from '../../use-api.ts';
import { LastChange } from './change-list.tsx';
import { useRegistryChanges, type RegistryChanges } from './registry-changes.ts';

/** Names that the registry lacks, to be taken over or dismissed. */
export function ProposalsPage(): ReactElement {
  const { t } = useText();
  const changes = useRegistryChanges();
  const proposals = useApi<ProposalList>('/registry/proposals', { size: 50 });
  const [dialog, setDialog] = useState<{
    readonly kind: 'new' | 'existing';
    readonly proposal: ProposalView;
  } | null>(null);
  const close = (): void => setDialog(null);
  return (
    <div className="page">
      <PageHead title={t('proposals.title')}>
        <Link to="/entities/changes">{t('registry.allHistory')}</Link>
      </PageHead>
      <p>{t('proposals.intro')}</p>
      <LastChange changes={changes} />
      <Loaded query={proposals}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('proposals.none')}</p>
          ) : (
            <>
              {items.map((proposal) => (
                <Proposal
                  key={proposal.key}
                  proposal={proposal}
                  changes={changes}
                  onOpen={(kind) => setDialog({ kind, proposal })}
                />
              ))}
            </>
          )
        }
      </Loaded>
      {dialog?.kind === 'new' ? (
        <NewDialog proposal={dialog.proposal} changes={changes} onClose={close} />
      ) : null}
      {dialog?.kind === 'existing' ? (
        <ExistingDialog proposal={dialog.proposal} changes={changes} onClose={close} />
      ) : null}
    </div>
  );
}

function Proposal(props: {
  readonly proposal: ProposalView;
  readonly changes: RegistryChanges;
  readonly onOpen: (kind: 'new' | 'existing') => void;
}): ReactElement {
  const { t } = useText();
  const { proposal } = props;
  const name = proposal.spellings[0]?.surface ?? '';
  const spoken = <span className="hidden"> {name}</span>;
  return (
    <section className="panel" aria-label={name} data-item>
      <p className="names">
        {proposal.spellings.map(({ surface, language }) => (
          <bdi key={`${language} ${surface}`} {...textAttributes(language)}>
            <strong>{surface}</strong>
          </bdi>
        ))}{' '}
        <span className="tag">{t(`entityType.${proposal.type}`)}</span>
      </p>
      <p className="muted">
        {t('overview.articles', { count: proposal.articles })} · {t(`proposals.${proposal.foundBy}`)}
      </p>
      <ul className="rows stacked">
        {proposal.spellings.map(({ surface, language, sentence, articleId, source }) => (
          <li key={`${language} ${surface}`}>
            <q {...textAttributes(language)}>{sentence}</q>{' '}
            <Link to="/articles/$id" params={{ id: articleId }}>
              <bdi>{source.name}</bdi>
              <span className="hidden">: {surface}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="actions">
        <button type="button" onClick={() => props.onOpen('new')}>
          {t('proposals.new')}
          {spoken}
        </button>
        <button type="button" onClick={() => props.onOpen('existing')}>
          {t('proposals.existing')}
          {spoken}
        </button>
        <button
          type="button"
          onClick={() =>
            void props.changes.make({
              kind: 'dismiss-names',
              names: proposal.spellings.map(({ language, surface }) => ({ language, text: surface })),
            })
          }
        >
          {t('proposals.dismiss')}
          {spoken}
        </button>
      </div>
    </section>
  );
}

interface DialogProps {
  readonly proposal: ProposalView;
  readonly changes: RegistryChanges;
  readonly onClose: () => void;
}

function NewDialog({ proposal, changes, onClose }: DialogProps): ReactElement {
  const { t } = useText();
  const [id, setId] = useState(() => suggestedId(proposal));
  const [chosen, setChosen] = useState(() => new Set(proposal.spellings.keys()));
  return (
    <ModalDialog title={t('proposals.new')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          const entity = {
            id: `${proposal.type}:${id}`,
            type: proposal.type,
            names: namesOf(proposal, chosen, new Set()),
          };
          void changes.make({ kind: 'add-entity', entity }).then(onClose);
        }}
      >
        <label className="field">
          <span>{t('registry.newId')}</span>
          <input
            dir="ltr"
            required
            pattern="[a-z0-9\-]+"
            value={id}
            onChange={(event) => setId(event.target.value)}
          />
        </label>
        <Spellings proposal={proposal} chosen={chosen} onChange={setChosen} />
        <Buttons action={t('proposals.new')} disabled={chosen.size === 0} onClose={onClose} />
      </form>
    </ModalDialog>
  );
}

function ExistingDialog({ proposal, changes, onClose }: DialogProps): ReactElement {
  const { t } = useText();
  const [entity, setEntity] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const [chosen, setChosen] = useState(() => new Set(proposal.spellings.keys()));
  return (
    <ModalDialog title={t('proposals.existing')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (entity === null) return;
          const names = namesOf(proposal, chosen, null);
          void changes.make({ kind: 'add-names', id: entity.id, names }).then(onClose);
        }}
      >
        <EntityPicker
          label="proposals.whose"
          value={entity?.id}
          name={entity?.name}
          registered
          required
          onChange={(id, name = '') => setEntity(id === undefined ? null : { id, name })}
        />
        <Spellings proposal={proposal} chosen={chosen} onChange={setChosen} />
        <Buttons
          action={t('registry.addName')}
          disabled={entity === null || chosen.size === 0}
          onClose={onClose}
        />
      </form>
    </ModalDialog>
  );
}

function Spellings(props: {
  readonly proposal: ProposalView;
  readonly chosen: Set<number>;
  readonly onChange: (chosen: Set<number>) => void;
}): ReactElement {
  const { t } = useText();
  return (
    <fieldset>
      <legend>{t('entity.names')}</legend>
      {props.proposal.spellings.map(({ surface, language }, at) => (
        <label key={`${language} ${surface}`} className="check">
          <input
            type="checkbox"
            checked={props.chosen.has(at)}
            onChange={(event) => {
              const next = new Set(props.chosen);
              if (event.target.checked) next.add(at);
              else next.delete(at);
              props.onChange(next);
            }}
          />
          <bdi {...textAttributes(language)}>{surface}</bdi>
        </label>
      ))}
    </fieldset>
  );
}

function Buttons(props: {
  readonly action: string;
  readonly disabled: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useText();
  return (
    <div className="actions">
      <button type="submit" className="primary" disabled={props.disabled}>
        {props.action}
      </button>
      <button type="button" onClick={props.onClose}>
        {t('dialog.cancel')}
      </button>
    </div>
  );
}

/** The first of each language is how a new entity is shown; `labelled` null: all are aliases. */
function namesOf(
  { spellings }: ProposalView,
  chosen: ReadonlySet<number>,
  labelled: Set<string> | null,
): { language: string; text: string; kind: 'label' | 'alias' }[] {
  return spellings.flatMap(({ language: tag, surface }, at) => {
    if (!chosen.has(at)) return [];
    // Names are kept by language, not by country.
    const language = tag.split('-', 1)[0] ?? tag;
    const isFirst = labelled !== null && !labelled.has(language);
    labelled?.add(language);
    return [{ language, text: surface, kind: isFirst ? ('label' as const) : ('alias' as const) }];
  });
}

/** From a spelling in Latin letters; empty where there is none. */
function suggestedId({ spellings }: ProposalView): string {
  const latin = spellings.find(({ surface }) => /^[\p{Script=Latin}\s.'’-]+$/u.test(surface))?.surface ?? '';
  return latin
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
