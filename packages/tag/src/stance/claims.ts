import { readSubjects, type Claim } from '@khabar/subjects';

// What is disputed about whom is a fact of the world: it holds whichever subjects are watched.
const CLAIMS: readonly Claim[] = readSubjects().flatMap(({ claims }) => claims);

/** Topic that a cue ("recognition") has when it is said of `id`; undefined: of it the cue has none of its own. */
export function claimTopic(id: string, cueTopic: string): string | undefined {
  return CLAIMS.find(({ claimant, standsFor }) => claimant === id || standsFor.includes(id))?.topics[
    cueTopic
  ];
}

/** Topic that a cue has without a name beside it, where one of `ids` is spoken of. */
export function impliedClaim(ids: readonly string[], cueTopic: string): string | undefined {
  return CLAIMS.find(({ claimant }) => ids.includes(claimant))?.topics[cueTopic];
}

/** Whether `topic` is what `holder` itself claims: nobody refuses that to himself. */
export function isOwnClaim(holder: string, topic: string): boolean {
  return CLAIMS.some(({ claimant, topics }) => claimant === holder && Object.values(topics).includes(topic));
}

/** Whether one is the state that the other rules. */
export function isRulerAndState(one: string, other: string): boolean {
  return CLAIMS.some(
    ({ claimant, rules }) => (claimant === one && rules === other) || (claimant === other && rules === one),
  );
}
