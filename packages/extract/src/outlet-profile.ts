import { readdirSync, readFileSync } from 'node:fs';

import { KhabarError } from '@khabar/article';
import { z } from 'zod';

const Alternatives = z.array(z.string().min(1)).min(1);

/** How the pages of one outlet are laid out; data only: `profiles/<id>.json`. */
export const OutletProfile = z.strictObject({
  $schema: z.string().optional(),
  /** Its domain, or a name of several; the file is named after it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  /** Host names; their subdomains count. The longest that fits a page wins. */
  domains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)).min(1),
  /** CSS selectors, each with its alternatives: the first that finds text counts. */
  title: Alternatives.optional(),
  /** Elements around the text; what stands in a place of its own (a lead) is named in the same selector, after a comma. */
  body: Alternatives,
  published: Alternatives.optional(),
  authors: Alternatives.optional(),
  /** What stands inside the text and is none of it. */
  remove: z.array(z.string().min(1)).optional(),
  /** IANA zone of the times that it prints without one. */
  timeZone: z
    .string()
    .refine((zone) => isTimeZone(zone), 'not an IANA time zone')
    .optional(),
  /** Where each fact comes from. */
  sources: z.array(z.string().min(1)).min(1),
  /** Day on which it was compared with a page of the outlet; false: never, so that it only adds to the generic reading. */
  checked: z.union([z.literal(false), z.iso.date()]),
});
export type OutletProfile = z.infer<typeof OutletProfile>;

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const FOLDER = new URL('../profiles/', import.meta.url);

function readProfile(name: string): OutletProfile {
  try {
    const profile = OutletProfile.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
    if (name !== `${profile.id}.json`)
      throw new TypeError(`its id is "${profile.id}", and it must be named after it`);
    return profile;
  } catch (cause) {
    throw new KhabarError(
      'CONFIG_INVALID',
      `profile ${name}: ${cause instanceof Error ? cause.message : 'unreadable'}`,
      { cause },
    );
  }
}

/** All profiles, by id. Throws KhabarError CONFIG_INVALID that names the file which does not fit. */
export function readProfiles(): OutletProfile[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map(readProfile);
}

let byDomain: ReadonlyMap<string, OutletProfile> | undefined;

/** The profile of the outlet that a page is of, if it has one. Reads the files once. */
export function profileOf(url: string): OutletProfile | null {
  byDomain ??= new Map(
    readProfiles().flatMap((profile) => profile.domains.map((domain) => [domain, profile])),
  );
  const labels = (URL.parse(url)?.hostname ?? '').toLowerCase().split('.');
  for (let at = 0; at < labels.length - 1; at += 1) {
    const profile = byDomain.get(labels.slice(at).join('.'));
    if (profile !== undefined) return profile;
  }
  return null;
}

/** JSON Schema of a profile, for editors. */
export function profileSchema(): unknown {
  return z.toJSONSchema(OutletProfile, { io: 'input', target: 'draft-2020-12' });
}
