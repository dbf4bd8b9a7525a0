import { KhabarError, type Outlet } from '@khabar/article';

/** Which sources of the catalogue are meant; nothing given: all. Lists are comma separated. */
export interface CatalogueChoice {
  readonly ids: readonly string[];
  readonly pack?: string | undefined;
  readonly country?: string | undefined;
  readonly language?: string | undefined;
}

/** The sources of the catalogue that fit. Throws NOT_FOUND for an id or a pack that there is not. */
export async function chooseCatalogue(choice: CatalogueChoice): Promise<readonly Outlet[]> {
  const { loadCatalogue, loadPacks } = await import('@khabar/sources');
  const catalogue = await loadCatalogue();
  const { ids, pack, country, language } = choice;
  const missing = ids.filter((id) => !catalogue.some((outlet) => outlet.id === id));
  if (missing.length > 0) throw new KhabarError('NOT_FOUND', `catalogue: there is no ${missing.join(', ')}`);
  const packs = pack === undefined ? [] : await loadPacks(catalogue);
  const inPack = packs.find(({ id, name }) => id === pack?.toLowerCase() || name === pack);
  if (pack !== undefined && inPack === undefined) {
    const names = packs.map(({ id }) => id).join(', ');
    throw new KhabarError('NOT_FOUND', `catalogue: there is no pack ${pack}; there are ${names}`);
  }
  return catalogue.filter(
    (outlet) =>
      (ids.length === 0 || ids.includes(outlet.id)) &&
      (inPack === undefined || inPack.outlets.includes(outlet.id)) &&
      among(country?.toUpperCase(), [outlet.country ?? '']) &&
      among(language, outlet.languages ?? [outlet.language]),
  );
}

function among(list: string | undefined, values: readonly string[]): boolean {
  return list === undefined || list.split(',').some((wanted) => values.includes(wanted.trim()));
}
