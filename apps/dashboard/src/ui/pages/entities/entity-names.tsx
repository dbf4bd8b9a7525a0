import type { EntityView } from '@khabar/api/schemas';
import type { ReactElement } from 'react';

import { textAttributes } from '../../text/direction.ts';
import { useText } from '../../text/interface-text.tsx';

/** Names of the register and spellings found in texts, by language. */
export function EntityNames(props: { readonly view: EntityView }): ReactElement {
  const { t, number, languageName } = useText();
  const { entity, spellings } = props.view;
  return (
    <div className="columns">
      <section className="panel" aria-labelledby="names-known">
        <h2 id="names-known">{t('names.known')}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('names.name')}</th>
              <th scope="col">{t('filter.language')}</th>
              <th scope="col">{t('names.use')}</th>
            </tr>
          </thead>
          <tbody>
            {entity.names.map((name) => (
              <tr key={`${name.language}-${name.kind}-${name.text}`}>
                <th scope="row">
                  <bdi {...textAttributes(name.language)}>{name.text}</bdi>
                </th>
                <td>{languageName(name.language)}</td>
                <td>{t(`names.${name.kind}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
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
              <tr key={`${spelling.language}-${spelling.surface}`}>
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
    </div>
  );
}
