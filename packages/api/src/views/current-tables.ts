import type { Registry } from '@khabar/registry';
import { type RawBuilder, sql } from 'kysely';

type Merges = Pick<Registry, 'merged'>;

/** `mentions`, with every entity under the id by which it is known now: what was tagged before a merge keeps the old one. */
export function mentionsNow(registry: Merges): RawBuilder<unknown> {
  if (registry.merged.size === 0) return sql`mentions`;
  return sql`(select article_id, ${current('entity_id', registry)} as entity_id, field, start_offset, end_offset, surface, type, how,
    ${current('acting_for', registry)} as acting_for, confidence, correction_id from mentions) mentions`;
}

/** `stances`, the same way. */
export function stancesNow(registry: Merges): RawBuilder<unknown> {
  if (registry.merged.size === 0) return sql`stances`;
  return sql`(select id, article_id, ${current('holder', registry)} as holder, ${current('target', registry)} as target, label, strength,
    voice, evidence_field, evidence_start, evidence_end, evidence_text, cues, method, confidence, correction_id from stances) stances`;
}

function current(column: string, { merged }: Merges): RawBuilder<unknown> {
  const name = sql.raw(column);
  const cases = [...merged].map(([id, into]) => sql`when ${id} then ${into}`);
  return sql`case ${name} ${sql.join(cases, sql` `)} else ${name} end`;
}
